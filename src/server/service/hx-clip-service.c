/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-clip-service-private.h"
#include "hx-audience-private.h"
#include "hx-event-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "rules/hx-wrapup-rules.h"
#include "store/hx-record-store.h"

gboolean
hx_clip_add (HxServiceCall *call,
             HxRecord      *clip,
             GError       **error)
{
  HxHappening happening = { .thing = "clip", .action = "created", .record = clip };
  const char *recording_id = hx_record_get_text (clip, HX_CLIP_RECORDING_ID);

  hx_record_set_text (clip, HX_CLIP_USER_ID, call->caller->user_id);
  return hx_record_insert (call->db, clip, call->now, error)
         && hx_audience_of_recording (call->db, recording_id, clip, HX_CLIP_AUDIENCE, error)
         && hx_event_append (call, &happening, error) && hx_recording_tell (call, recording_id, "updated", error)
         && hx_reply_with (call, clip);
}

gboolean
hx_clips_create (HxServiceCall *call,
                 GError       **error)
{
  g_autoptr (HxRecord) recording = hx_recording_load_heard (call, call->id, error);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) clip = NULL;

  if (recording == NULL)
    return FALSE;
  hx_clip_check (hx_record_get_int (call->input, HX_CLIP_FROM_MS), hx_record_get_int (call->input, HX_CLIP_TO_MS),
                 hx_record_get_int (recording, HX_RECORDING_DURATION_MS), problem, "from_ms", "to_ms");
  if (!hx_problem_to_error (problem, error))
    return FALSE;
  clip = hx_record_copy (call->input);
  hx_record_set_text (clip, HX_CLIP_RECORDING_ID, call->id);
  hx_record_set_enum (clip, HX_CLIP_KIND, HX_CLIP_CUT);
  return hx_clip_add (call, clip, error);
}

gboolean
hx_clip_fit_all (HxServiceCall *call,
                 HxRecord      *recording,
                 GError       **error)
{
  return hx_db_run (call->db, error,
                    "UPDATE clips SET from_ms = CASE WHEN from_ms < $2 THEN from_ms ELSE 0 END,"
                    " to_ms = $2, rev = rev + 1, updated_at = $3 WHERE recording_id = $1 AND to_ms > $2",
                    "sii", hx_record_get_id (recording), hx_record_get_int (recording, HX_RECORDING_DURATION_MS),
                    call->now);
}
