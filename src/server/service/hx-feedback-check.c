/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-feedback-service-private.h"
#include "hx-people-service-private.h"
#include "rules/hx-wrapup-rules.h"
#include "store/hx-record-store.h"

/* The latest moment a clip may end at: of a recording that has not arrived yet
 * only the call's length is known, which the seconds around a bookmark may pass. */
static gint64
clip_limit (HxServiceCall   *call,
            HxFeedbackDraft *draft)
{
  gint64 duration = hx_record_get_int (draft->recording, HX_RECORDING_DURATION_MS);
  gint64 around = hx_policy_view_get (hx_site_get_policy (call->site), HX_KEY_BOOKMARK_SECONDS) * 1000;

  if (duration > 0 || draft->phone_call == NULL)
    return duration;
  return hx_record_get_int (draft->phone_call, HX_CALL_DURATION_MS) + around;
}

static void
check_clip (HxServiceCall   *call,
            HxFeedbackDraft *draft,
            HxProblem       *problem)
{
  if (!draft->has_clip_from && !draft->has_clip_to)
    return;
  if (!draft->has_clip_from)
    hx_problem_add (problem, "clip_from_ms", "required");
  else if (!draft->has_clip_to)
    hx_problem_add (problem, "clip_to_ms", "required");
  else if (draft->recording == NULL)
    hx_problem_add (problem, "clip_from_ms", "no_recording");
  else
    hx_clip_check (draft->clip_from_ms, draft->clip_to_ms, clip_limit (call, draft), problem, "clip_from_ms",
                   "clip_to_ms");
}

static gboolean
is_open (HxRecord *feedback)
{
  int state = hx_record_get_enum (feedback, HX_FEEDBACK_STATE);

  return state == HX_FEEDBACK_POOL || state == HX_FEEDBACK_RECTIFICATION;
}

/* "Me too" to a "me too" counts for the first one. */
static gboolean
find_joined (HxServiceCall   *call,
             HxFeedbackDraft *draft,
             HxProblem       *problem,
             GError         **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) found = NULL, first = NULL;

  if (draft->joined_id == NULL)
    return TRUE;
  found = hx_record_load (call->db, &hx_feedback_schema, draft->joined_id, &failure);
  if (found != NULL && hx_record_has (found, HX_FEEDBACK_JOINED_ID))
    {
      first = hx_record_load (call->db, &hx_feedback_schema, hx_record_get_text (found, HX_FEEDBACK_JOINED_ID),
                              &failure);
      g_set_object (&found, first);
    }
  if (failure != NULL && !g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (found == NULL)
    hx_problem_add (problem, "joined_id", "unknown");
  else if (!is_open (found))
    hx_problem_add (problem, "joined_id", "not_open");
  else
    draft->joined = g_steal_pointer (&found);
  return TRUE;
}

/**
 * hx_feedback_check:
 * @call: the call of the service
 * @draft: what was filled in; its joined record is found here
 * @problem: takes what is wrong, field by field
 * @error: the store's
 *
 * The one place that keeps the mandatory template, whoever submits and however.
 *
 * Returns: whether the check could be made
 */
gboolean
hx_feedback_check (HxServiceCall   *call,
                   HxFeedbackDraft *draft,
                   HxProblem       *problem,
                   GError         **error)
{
  const HxTemplateAnswer answer = { .has_channel = draft->channel >= 0,
                                    .category = draft->category,
                                    .issue_type = draft->issue_type,
                                    .case_text = draft->case_text,
                                    .pain_point = draft->pain_point };

  hx_template_view_check (draft->template, &answer, problem);
  check_clip (call, draft, problem);
  return find_joined (call, draft, problem, error);
}
