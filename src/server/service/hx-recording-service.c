/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-recording-service-private.h"
#include "hx-audience-private.h"
#include "hx-call-service-private.h"
#include "hx-event-private.h"
#include "hx-personal-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

#include <string.h>

HxRecord *
hx_recording_view_load (HxDb       *db,
                        const char *id,
                        GError    **error)
{
  static const HxView clip_view = { .schema = &hx_clip_schema, .from = "clips t" };
  g_autoptr (HxRecord) recording = hx_record_load (db, &hx_recording_schema, id, error);
  g_autoptr (GPtrArray) clips = NULL;

  if (recording == NULL)
    return NULL;
  clips = hx_view_all (db, &clip_view, error, "WHERE t.recording_id = $1 ORDER BY t.from_ms, t.id LIMIT 200", "s", id);
  if (clips == NULL)
    return NULL;
  hx_record_append_item (recording, HX_RECORDING_CLIPS, NULL);
  for (guint i = 0; i < clips->len; i++)
    hx_record_append_item (recording, HX_RECORDING_CLIPS, g_object_ref (clips->pdata[i]));
  return g_steal_pointer (&recording);
}

HxRecord *
hx_recording_event_load (HxDb       *db,
                         const char *id,
                         GError    **error)
{
  g_autoptr (HxRecord) recording = hx_recording_view_load (db, id, error);

  return recording != NULL && hx_audience_of_recording (db, id, recording, HX_RECORDING_AUDIENCE, error)
             ? g_steal_pointer (&recording)
             : NULL;
}

HxRecord *
hx_recording_load_heard (HxServiceCall *call,
                         const char    *id,
                         GError       **error)
{
  g_autoptr (HxRecord) recording = hx_record_load (call->db, &hx_recording_schema, id, error);

  if (recording == NULL || !hx_audience_of_recording (call->db, id, recording, HX_RECORDING_AUDIENCE, error))
    return NULL;
  if (hx_audience_allows (call->caller, hx_audience_get (recording)))
    return g_steal_pointer (&recording);
  g_propagate_error (error, hx_not_found (&hx_recording_schema));
  return NULL;
}

gboolean
hx_recording_tell (HxServiceCall *call,
                   const char    *id,
                   const char    *action,
                   GError       **error)
{
  g_autoptr (HxRecord) record = hx_recording_event_load (call->db, id, error);
  HxHappening happening = { .thing = "recording", .action = action, .record = record };

  return record != NULL && hx_event_append (call, &happening, error);
}

HxRecord *
hx_recording_of_call (HxServiceCall *call,
                      HxRecord      *phone_call,
                      GError       **error)
{
  g_autoptr (HxRecord) recording = NULL;

  if (hx_record_has (phone_call, HX_CALL_RECORDING_ID))
    return hx_record_load (call->db, &hx_recording_schema, hx_record_get_text (phone_call, HX_CALL_RECORDING_ID),
                           error);
  recording = hx_record_new (&hx_recording_schema);
  hx_record_set_text (recording, HX_RECORDING_CALL_ID, hx_record_get_id (phone_call));
  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_PENDING);
  if (!hx_personal_take (call, recording, NULL, error) || !hx_record_insert (call->db, recording, call->now, error))
    return NULL;
  hx_record_set_text (phone_call, HX_CALL_RECORDING_ID, hx_record_get_id (recording));
  if (!hx_recording_tell (call, hx_record_get_id (recording), "created", error))
    return NULL;
  return g_steal_pointer (&recording);
}

static HxRecord *
find_announced_call (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *found = hx_record_find (call->db, &hx_call_schema, &failure, "WHERE t.external_id = $1", "s",
                                    hx_record_get_text (call->input, HX_RECORDING_INPUT_EXTERNAL_ID));

  if (found == NULL && failure == NULL)
    failure = g_error_new_literal (HX_ERROR, HX_ERROR_INVALID, "external_id: unknown");
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return found;
}

/* Only what says that no audio will come changes an announced recording, and
 * only while none has come. */
static gboolean
take_announced_state (HxServiceCall *call,
                      HxRecord      *recording,
                      GError       **error)
{
  int state = hx_record_get_enum (call->input, HX_RECORDING_INPUT_STATE);

  if (state == HX_RECORDING_READY || state == HX_RECORDING_CORRUPT || state == HX_RECORDING_ERASED)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "state: not_allowed");
      return FALSE;
    }
  if (state < 0 || state == hx_record_get_enum (recording, HX_RECORDING_STATE)
      || hx_record_get_enum (recording, HX_RECORDING_STATE) == HX_RECORDING_READY
      || hx_record_get_enum (recording, HX_RECORDING_STATE) == HX_RECORDING_ERASED)
    return TRUE;
  hx_record_set_enum (recording, HX_RECORDING_STATE, state);
  return hx_record_save (call->db, recording, call->now, error)
         && hx_recording_tell (call, hx_record_get_id (recording), "updated", error);
}

gboolean
hx_recordings_create (HxServiceCall *call,
                      GError       **error)
{
  g_autoptr (HxRecord) phone_call = find_announced_call (call, error);
  g_autoptr (HxRecord) recording = NULL, view = NULL;
  gboolean had_recording;

  if (phone_call == NULL)
    return FALSE;
  had_recording = hx_record_has (phone_call, HX_CALL_RECORDING_ID);
  recording = hx_recording_of_call (call, phone_call, error);
  if (recording == NULL || !take_announced_state (call, recording, error))
    return FALSE;
  if (!had_recording
      && (!hx_record_save (call->db, phone_call, call->now, error)
          || !hx_call_tell (call, phone_call, "updated", error)))
    return FALSE;
  view = hx_recording_view_load (call->db, hx_record_get_id (recording), error);
  return hx_reply_with (call, view);
}

gboolean
hx_recordings_get (HxServiceCall *call,
                   GError       **error)
{
  g_autoptr (HxRecord) recording = hx_recording_load_heard (call, call->id, error);
  g_autoptr (HxRecord) view = recording != NULL ? hx_recording_view_load (call->db, call->id, error) : NULL;

  return hx_reply_with (call, view);
}

static HxRecord *
load_ready (HxServiceCall *call,
            GError       **error)
{
  g_autoptr (HxRecord) recording = hx_recording_load_heard (call, call->id, error);

  if (recording == NULL)
    return NULL;
  if (hx_record_get_enum (recording, HX_RECORDING_STATE) == HX_RECORDING_READY
      && hx_record_has (recording, HX_RECORDING_FILE))
    return g_steal_pointer (&recording);
  g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "The recording is %s",
               hx_record_get_text (recording, HX_RECORDING_STATE));
  return NULL;
}

gboolean
hx_recordings_audio (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (HxRecord) recording = load_ready (call, error);

  if (recording == NULL)
    return FALSE;
  call->file = g_strdup (hx_record_get_text (recording, HX_RECORDING_FILE));
  call->media_type = g_strdup (hx_record_get_text (recording, HX_RECORDING_MEDIA_TYPE));
  call->digest = g_strdup (hx_record_get_text (recording, HX_RECORDING_DIGEST));
  return TRUE;
}

gboolean
hx_recordings_peaks (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (HxRecord) recording = load_ready (call, error);
  g_autoptr (HxRecord) peaks = NULL;

  if (recording == NULL)
    return FALSE;
  peaks = hx_record_new (&hx_peaks_schema);
  hx_record_set_int (peaks, HX_PEAKS_DURATION_MS, hx_record_get_int (recording, HX_RECORDING_DURATION_MS));
  hx_record_set_int (peaks, HX_PEAKS_LANES, hx_record_get_int (recording, HX_RECORDING_LANES));
  hx_record_set_text (peaks, HX_PEAKS_DATA, hx_record_get_text (recording, HX_RECORDING_PEAKS));
  return hx_reply_with (call, peaks);
}
