/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-feedback-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-event-private.h"
#include "hx-people-service-private.h"
#include "hx-pool-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"

static const HxView feedback_view = {
  .schema = &hx_feedback_schema,
  .from = "feedback t LEFT JOIN rectifications r ON r.id = t.rectification_id LEFT JOIN departments d ON d.id = r.department_id",
  .columns = "r.state, r.due_at, d.name",
  .n_fields = 3,
  .fields = { HX_FEEDBACK_RECTIFICATION_STATE, HX_FEEDBACK_RECTIFICATION_DUE_AT, HX_FEEDBACK_DEPARTMENT_NAME },
  .n_names = 1,
  .names = { { HX_FEEDBACK_AGENT_NAME, HX_FEEDBACK_AGENT_ID } },
};

/* The same of what is in the pool, and therefore in no rectification: nothing is looked for beside it that is not there. */
static const HxView pool_view = {
  .schema = &hx_feedback_schema,
  .from = "feedback t",
  .n_names = 1,
  .names = { { HX_FEEDBACK_AGENT_NAME, HX_FEEDBACK_AGENT_ID } },
};

static const HxOrder newest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT };
static const HxOrder oldest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT, .ascending = TRUE };

void
hx_feedback_draft_clear (HxFeedbackDraft *draft)
{
  g_clear_object (&draft->agent);
  g_clear_object (&draft->phone_call);
  g_clear_object (&draft->recording);
  g_clear_object (&draft->customer);
  g_clear_object (&draft->joined);
}

static gboolean
may_count (HxServiceCall *call,
           int            state,
           GError       **error)
{
  if (state != HX_FEEDBACK_POOL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "counts: only of the pool");
  else if (!(call->caller->permissions & HX_MAY_SEE_POOL))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FORBIDDEN, "The pool is not yours to see");
  else
    return TRUE;
  return FALSE;
}

gboolean
hx_feedback_list (HxServiceCall *call,
                  GError       **error)
{
  g_auto (HxQuery) query = { 0 };
  int state = call->query != NULL ? hx_record_get_enum (call->query, HX_FEEDBACK_QUERY_STATE) : -1;
  gboolean counts = call->query != NULL && hx_record_get_int (call->query, HX_FEEDBACK_QUERY_COUNTS);

  if (counts && !may_count (call, state, error))
    return FALSE;
  hx_query_init (&query, call, state == HX_FEEDBACK_POOL ? &pool_view : &feedback_view);
  /* Spelled out, as an index of the pool alone serves only this text. */
  if (state == HX_FEEDBACK_POOL)
    hx_query_where (&query, "t.state = 'pool'", "");
  else if (state < 0)
    hx_query_where (&query, "t.state <> 'withdrawn'", "");
  else
    hx_query_filter (&query, HX_FEEDBACK_QUERY_STATE, "t.state = ?");
  hx_query_filter (&query, HX_FEEDBACK_QUERY_CHANNEL, "t.channel = ?");
  hx_query_filter (&query, HX_FEEDBACK_QUERY_CATEGORY, "t.category = ?");
  hx_query_filter (&query, HX_FEEDBACK_QUERY_ISSUE_TYPE, "t.issue_type = ?");
  hx_query_filter (&query, HX_FEEDBACK_QUERY_AGENT_ID, "t.agent_id = ?");
  hx_query_filter (&query, HX_FEEDBACK_QUERY_CALL_ID, "t.call_id = ?");
  hx_scope_filter (&query, "t.agent_id", "t.team_id");
  if (counts)
    hx_pool_ask (call);
  return hx_query_page (&query, state == HX_FEEDBACK_POOL ? &oldest_first : &newest_first, NULL, error)
         && (!counts || hx_pool_append (call, error));
}

HxRecord *
hx_feedback_view_load (HxDb       *db,
                       const char *id,
                       GError    **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_view_find (db, &feedback_view, &failure, "WHERE t.id = $1", "s", id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_feedback_schema));
  return record;
}

gboolean
hx_feedback_get (HxServiceCall *call,
                 GError       **error)
{
  g_autoptr (HxRecord) feedback = hx_feedback_view_load (call->db, call->id, error);

  if (feedback == NULL)
    return FALSE;
  if (hx_scope_allows (call->caller, hx_record_get_text (feedback, HX_FEEDBACK_AGENT_ID),
                       hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID)))
    return hx_reply_with (call, feedback);
  g_propagate_error (error, hx_not_found (&hx_feedback_schema));
  return FALSE;
}

gboolean
hx_feedback_tell_record (HxServiceCall *call,
                         HxRecord      *record,
                         const char    *action,
                         GError       **error)
{
  const HxHappening happening = { .thing = "feedback",
                                  .action = action,
                                  .record = record,
                                  .agent_id = hx_record_get_text (record, HX_FEEDBACK_AGENT_ID),
                                  .team_id = hx_record_get_text (record, HX_FEEDBACK_TEAM_ID) };

  return hx_event_append (call, &happening, error);
}

gboolean
hx_feedback_tell (HxServiceCall *call,
                  const char    *id,
                  const char    *action,
                  GError       **error)
{
  g_autoptr (HxRecord) record = hx_feedback_view_load (call->db, id, error);

  return record != NULL && hx_feedback_tell_record (call, record, action, error);
}

static void
read_input (HxFeedbackDraft *draft,
            HxRecord        *input)
{
  draft->channel = hx_record_get_enum (input, HX_FEEDBACK_INPUT_CHANNEL);
  draft->category = hx_record_get_text (input, HX_FEEDBACK_INPUT_CATEGORY);
  draft->issue_type = hx_record_get_text (input, HX_FEEDBACK_INPUT_ISSUE_TYPE);
  draft->case_text = hx_record_get_text (input, HX_FEEDBACK_INPUT_CASE_TEXT);
  draft->pain_point = hx_record_get_text (input, HX_FEEDBACK_INPUT_PAIN_POINT);
  draft->joined_id = hx_record_get_text (input, HX_FEEDBACK_INPUT_JOINED_ID);
  draft->has_clip_from = hx_record_has (input, HX_FEEDBACK_INPUT_CLIP_FROM_MS);
  draft->has_clip_to = hx_record_has (input, HX_FEEDBACK_INPUT_CLIP_TO_MS);
  draft->clip_from_ms = hx_record_get_int (input, HX_FEEDBACK_INPUT_CLIP_FROM_MS);
  draft->clip_to_ms = hx_record_get_int (input, HX_FEEDBACK_INPUT_CLIP_TO_MS);
}

/* A thing that an input names: unknown and not yours are one complaint. */
static gboolean
take_named (HxServiceCall  *call,
            const HxSchema *schema,
            guint           field,
            HxProblem      *problem,
            HxRecord      **found,
            GError        **error)
{
  const char *id = hx_record_get_text (call->input, field);
  g_autoptr (GError) failure = NULL;

  if (id == NULL)
    return TRUE;
  if (schema != &hx_call_schema || hx_scope_check_call (call, id, &failure))
    *found = hx_record_load (call->db, schema, id, &failure);
  if (*found != NULL)
    return TRUE;
  if (g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    {
      hx_problem_add (problem, hx_feedback_input_schema.fields[field].name, "unknown");
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
take_call (HxServiceCall   *call,
           HxFeedbackDraft *draft,
           HxProblem       *problem,
           GError         **error)
{
  const char *recording_id;

  if (!take_named (call, &hx_call_schema, HX_FEEDBACK_INPUT_CALL_ID, problem, &draft->phone_call, error))
    return FALSE;
  if (draft->phone_call == NULL)
    return TRUE;
  if (g_strcmp0 (hx_record_get_text (draft->phone_call, HX_CALL_CUSTOMER_ID),
                 hx_record_get_text (call->input, HX_FEEDBACK_INPUT_CUSTOMER_ID))
      != 0)
    hx_problem_add (problem, "call_id", "of_another_customer");
  recording_id = hx_record_get_text (draft->phone_call, HX_CALL_RECORDING_ID);
  if (recording_id == NULL)
    return TRUE;
  draft->recording = hx_record_load (call->db, &hx_recording_schema, recording_id, error);
  return draft->recording != NULL;
}

void
hx_feedback_create_ask (HxServiceCall *call)
{
  const char *customer_id = hx_record_get_text (call->input, HX_FEEDBACK_INPUT_CUSTOMER_ID);
  const char *issue_type = hx_record_get_text (call->input, HX_FEEDBACK_INPUT_ISSUE_TYPE);
  int channel = hx_record_get_enum (call->input, HX_FEEDBACK_INPUT_CHANNEL);

  hx_agent_ask (call, call->caller->user_id);
  if (customer_id == NULL)
    return;
  hx_record_ask (call->db, &hx_customer_schema, HX_RECORD_BY_ID, "s", customer_id);
  hx_contact_ask_source (call, customer_id);
  if (channel >= 0 && issue_type != NULL)
    hx_feedback_propose_ask (call, customer_id, call->caller->user_id, channel, issue_type);
}

gboolean
hx_feedback_create (HxServiceCall *call,
                    GError       **error)
{
  g_auto (HxFeedbackDraft) draft = { .agent = NULL };
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) feedback = NULL;

  draft.agent = hx_agent_load (call, call->caller->user_id, &draft.template, error);
  if (draft.agent == NULL)
    return FALSE;
  read_input (&draft, call->input);
  if (!take_named (call, &hx_customer_schema, HX_FEEDBACK_INPUT_CUSTOMER_ID, problem, &draft.customer, error)
      || !take_call (call, &draft, problem, error) || !hx_feedback_check (call, &draft, problem, error)
      || !hx_problem_to_error (problem, error))
    return FALSE;
  feedback = hx_feedback_add (call, &draft, error);
  return hx_reply_with (call, feedback);
}
