/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-call-service-private.h"
#include "hx-clip-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-personal-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-upload-private.h"
#include "store/hx-record-store.h"

static void
forget_audio (HxRecord *recording)
{
  static const guint fields[] = { HX_RECORDING_FILE,        HX_RECORDING_DIGEST, HX_RECORDING_MEDIA_TYPE,
                                  HX_RECORDING_DURATION_MS, HX_RECORDING_LANES,  HX_RECORDING_PEAKS,
                                  HX_RECORDING_SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_record_clear (recording, fields[i]);
  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_CORRUPT);
}

static void
take_audio (HxRecord       *recording,
            const HxUpload *upload)
{
  const HxAudio *audio = upload->audio;

  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_READY);
  hx_record_set_text (recording, HX_RECORDING_FILE, upload->name);
  hx_record_set_text (recording, HX_RECORDING_DIGEST, audio->digest);
  hx_record_set_text (recording, HX_RECORDING_MEDIA_TYPE, audio->media_type);
  hx_record_set_text (recording, HX_RECORDING_PEAKS, audio->peaks);
  hx_record_set_int (recording, HX_RECORDING_SIZE, audio->size);
  hx_record_set_int (recording, HX_RECORDING_DURATION_MS, audio->duration_ms);
  hx_record_set_int (recording, HX_RECORDING_LANES, audio->lanes);
}

/* Decoding takes as long as it takes, and so does the disk; the writer must not
 * wait for either. What could not be looked at is refused for now, and never called
 * damaged: the exchange still has it and sends it again. */
gboolean
hx_recording_prepare (HxServiceCall *call,
                      GError       **error)
{
  g_autoptr (HxAudio) audio = NULL;
  g_autoptr (HxUpload) upload = NULL;
  g_autoptr (GError) failure = NULL;
  const char *suffix;

  if (call->upload == NULL || call->prepared != NULL)
    return TRUE;
  audio = hx_audio_read (call->upload, &failure);
  if (g_error_matches (failure, HX_ERROR, HX_ERROR_UNSUPPORTED_MEDIA))
    return TRUE;
  if (audio == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  upload = g_new0 (HxUpload, 1);
  upload->digest = g_strdup (audio->digest);
  upload->media_type = audio->media_type;
  upload->size = audio->size;
  suffix = audio->suffix;
  upload->audio = g_steal_pointer (&audio);
  if (!hx_upload_put (upload, call, suffix, error))
    return FALSE;
  call->prepared = g_steal_pointer (&upload);
  call->prepared_free = (GDestroyNotify) hx_upload_free;
  return TRUE;
}

static gboolean
check_upload (HxServiceCall *call,
              HxRecord      *recording,
              GError       **error)
{
  int state = hx_record_get_enum (recording, HX_RECORDING_STATE);
  gboolean gone = FALSE;

  if (call->upload == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_MALFORMED, "The audio is missing");
  else if (!hx_personal_is_gone (call, NULL, hx_record_get_text (recording, HX_RECORDING_CALL_ID), &gone, error))
    return FALSE;
  else if (gone || state == HX_RECORDING_FORBIDDEN || state == HX_RECORDING_ERASED)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This recording may not be kept");
  else
    return TRUE;
  return FALSE;
}

/* What is not audio is no error of the sender's request: the recording of this
 * call is damaged, and everybody who looks for it is told so. */
gboolean
hx_recordings_upload (HxServiceCall *call,
                      GError       **error)
{
  g_autoptr (HxRecord) recording = hx_record_load (call->db, &hx_recording_schema, call->id, error);
  g_autoptr (HxRecord) view = NULL;
  HxUpload *upload = call->prepared;

  if (recording == NULL || !check_upload (call, recording, error)
      || !hx_file_rows_drop (call->db, hx_record_get_text (recording, HX_RECORDING_FILE), error))
    return FALSE;
  if (upload != NULL)
    take_audio (recording, upload);
  else
    forget_audio (recording);
  if (!hx_record_save (call->db, recording, call->now, error)
      || (upload != NULL && !hx_clip_fit_all (call, recording, error))
      || !hx_recording_tell (call, call->id, "updated", error)
      || (upload != NULL && !hx_upload_keep (upload, call, error)))
    return FALSE;
  view = hx_recording_view_load (call->db, call->id, error);
  return hx_reply_with (call, view);
}
