/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-feedback-service-private.h"
#include "hx-personal-private.h"
#include "hx-reply-body-private.h"
#include "hx-time.h"
#include "hx-wrapup-service-private.h"
#include "rules/hx-wrapup-rules.h"
#include "store/hx-record-store.h"

static void
read_input (HxFeedbackDraft *draft,
            HxRecord        *input)
{
  draft->channel = hx_record_get_enum (input, HX_WRAPUP_INPUT_CHANNEL);
  draft->category = hx_record_get_text (input, HX_WRAPUP_INPUT_CATEGORY);
  draft->issue_type = hx_record_get_text (input, HX_WRAPUP_INPUT_ISSUE_TYPE);
  draft->case_text = hx_record_get_text (input, HX_WRAPUP_INPUT_CASE_TEXT);
  draft->pain_point = hx_record_get_text (input, HX_WRAPUP_INPUT_PAIN_POINT);
  draft->joined_id = hx_record_get_text (input, HX_WRAPUP_INPUT_JOINED_ID);
  draft->has_clip_from = hx_record_has (input, HX_WRAPUP_INPUT_CLIP_FROM_MS);
  draft->has_clip_to = hx_record_has (input, HX_WRAPUP_INPUT_CLIP_TO_MS);
  draft->clip_from_ms = hx_record_get_int (input, HX_WRAPUP_INPUT_CLIP_FROM_MS);
  draft->clip_to_ms = hx_record_get_int (input, HX_WRAPUP_INPUT_CLIP_TO_MS);
}

static gboolean
load_optional (HxServiceCall  *call,
               const HxSchema *schema,
               const char     *id,
               HxRecord      **record,
               GError        **error)
{
  if (id == NULL)
    return TRUE;
  *record = hx_record_load (call->db, schema, id, error);
  return *record != NULL;
}

/* Three answers, one journey to the store. */
static void
ask_links (HxServiceCall *call,
           HxRecord      *wrapup)
{
  const char *call_id = hx_record_get_text (wrapup, HX_WRAPUP_CALL_ID);
  const char *customer_id = hx_record_get_text (wrapup, HX_WRAPUP_CUSTOMER_ID);

  hx_record_ask (call->db, &hx_user_schema, HX_RECORD_BY_ID, "s", call->caller->user_id);
  if (call_id != NULL)
    hx_record_ask (call->db, &hx_call_schema, HX_RECORD_BY_ID, "s", call_id);
  if (customer_id != NULL)
    hx_record_ask (call->db, &hx_customer_schema, HX_RECORD_BY_ID, "s", customer_id);
}

static gboolean
load_links (HxServiceCall   *call,
            HxRecord        *wrapup,
            HxFeedbackDraft *draft,
            GError         **error)
{
  const char *customer_id = hx_record_get_text (wrapup, HX_WRAPUP_CUSTOMER_ID);

  ask_links (call, wrapup);
  draft->agent = hx_record_load (call->db, &hx_user_schema, call->caller->user_id, error);
  draft->template = hx_site_get_template (call->site, hx_record_get_text (wrapup, HX_WRAPUP_TEMPLATE_ID));
  if (draft->agent == NULL)
    return FALSE;
  if (draft->template == NULL)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "The wrap-up's template is gone");
      return FALSE;
    }
  if (!load_optional (call, &hx_call_schema, hx_record_get_text (wrapup, HX_WRAPUP_CALL_ID), &draft->phone_call, error))
    return FALSE;
  /* Who called may have become known after the wrap-up was opened. */
  if (customer_id == NULL && draft->phone_call != NULL)
    customer_id = hx_record_get_text (draft->phone_call, HX_CALL_CUSTOMER_ID);
  return load_optional (call, &hx_recording_schema,
                        hx_record_get_text (draft->phone_call, HX_CALL_RECORDING_ID), &draft->recording, error)
         && load_optional (call, &hx_customer_schema, customer_id, &draft->customer, error);
}

static gboolean
is_late (HxServiceCall *call,
         HxRecord      *wrapup)
{
  gint64 expires_at = hx_record_get_int (wrapup, HX_WRAPUP_EXPIRES_AT);

  return hx_record_get_enum (wrapup, HX_WRAPUP_STATE) != HX_WRAPUP_WAITING
         || (expires_at != 0 && expires_at <= call->now);
}

static HxRecord *
give_feedback (HxServiceCall *call,
               HxRecord      *wrapup,
               HxRecord     **customer,
               GError       **error)
{
  g_auto (HxFeedbackDraft) draft = { .wrapup_id = call->id, .late = is_late (call, wrapup) };
  g_autoptr (HxProblem) problem = hx_problem_new ();

  read_input (&draft, call->input);
  if (!load_links (call, wrapup, &draft, error) || !hx_feedback_check (call, &draft, problem, error)
      || !hx_problem_to_error (problem, error))
    return NULL;
  g_set_object (customer, draft.customer);
  return hx_feedback_add (call, &draft, error);
}

/* What was submitted stays as the draft, so that taking it back gives the same
 * form again. */
static void
keep_draft (HxRecord *wrapup,
            HxRecord *input)
{
  g_autoptr (GString) draft = g_string_new (NULL);

  hx_json_append_record (draft, input, HX_JSON_PLAIN);
  hx_record_set_text (wrapup, HX_WRAPUP_DRAFT, draft->str);
}

static gboolean
finish (HxServiceCall *call,
        HxRecord      *wrapup,
        HxRecord      *feedback,
        GError       **error)
{
  g_autoptr (HxRecord) view = NULL;

  if (!hx_record_save (call->db, wrapup, call->now, error))
    return FALSE;
  view = hx_wrapup_view_load (call->db, call->id, call->now, error);
  if (view == NULL)
    return FALSE;
  hx_record_set_record (view, HX_WRAPUP_FEEDBACK, feedback);
  return hx_wrapup_tell (call, view, "updated", error) && hx_reply_with (call, view);
}

static gboolean
refuse (HxServiceCall *call,
        const char    *message,
        GError       **error)
{
  g_autoptr (HxRecord) view = hx_wrapup_view_load (call->db, call->id, call->now, error);

  return view != NULL && hx_reply_conflict (call, view, message, error);
}

gboolean
hx_wrapups_submit (HxServiceCall *call,
                   GError       **error)
{
  g_autoptr (HxRecord) wrapup = hx_wrapup_load_own (call, error);
  g_autoptr (HxRecord) feedback = NULL, customer = NULL;
  gboolean has_issue = hx_record_get_enum (call->input, HX_WRAPUP_INPUT_OUTCOME) == HX_OUTCOME_FEEDBACK;

  if (wrapup == NULL)
    return FALSE;
  if (!hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE)))
    return refuse (call, "The wrap-up is already finished", error);
  if (has_issue)
    {
      feedback = give_feedback (call, wrapup, &customer, error);
      if (feedback == NULL)
        return FALSE;
      hx_record_set_text (wrapup, HX_WRAPUP_FEEDBACK_ID, hx_record_get_id (feedback));
    }
  keep_draft (wrapup, call->input);
  if (!hx_personal_take (call, wrapup, customer, error))
    return FALSE;
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, has_issue ? HX_WRAPUP_SUBMITTED : HX_WRAPUP_NO_ISSUE);
  hx_record_set_int (wrapup, HX_WRAPUP_FINISHED_AT, call->now);
  return finish (call, wrapup, feedback, error);
}

gboolean
hx_wrapups_undo (HxServiceCall *call,
                 GError       **error)
{
  g_autoptr (HxRecord) wrapup = hx_wrapup_load_own (call, error);
  gint64 undo_for = hx_policy_view_get (hx_site_get_policy (call->site), HX_KEY_WRAPUP_UNDO_SECONDS) * HX_SECOND;

  if (wrapup == NULL)
    return FALSE;
  if (hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE)))
    return refuse (call, "The wrap-up is not finished", error);
  if (hx_record_get_int (wrapup, HX_WRAPUP_FINISHED_AT) + undo_for < call->now)
    return refuse (call, "It was finished too long ago to take back", error);
  if (hx_record_has (wrapup, HX_WRAPUP_FEEDBACK_ID)
      && !hx_feedback_withdraw (call, hx_record_get_text (wrapup, HX_WRAPUP_FEEDBACK_ID), error))
    return FALSE;
  hx_record_clear (wrapup, HX_WRAPUP_FEEDBACK_ID);
  hx_record_clear (wrapup, HX_WRAPUP_FINISHED_AT);
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_WAITING);
  if (is_late (call, wrapup))
    hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_LATE);
  return finish (call, wrapup, NULL, error);
}
