/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-call-service-private.h"
#include "hx-clip-service-private.h"
#include "hx-event-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"
#include "rules/hx-wrapup-rules.h"

/* $1 is the agent whose wrap-up is shown. */
static const HxView call_view = {
  .schema = &hx_call_schema,
  .from = "calls t LEFT JOIN customers c ON c.id = t.customer_id"
          " LEFT JOIN wrapups w ON w.call_id = t.id AND w.agent_id = cast($1 as text)",
  .columns = "c.code, c.family_name, c.given_name, c.salutation, w.id, w.state",
  .n_fields = 6,
  .fields = { HX_CALL_CUSTOMER_CODE, HX_CALL_FAMILY_NAME, HX_CALL_GIVEN_NAME, HX_CALL_SALUTATION, HX_CALL_WRAPUP_ID,
              HX_CALL_WRAPUP_STATE },
};

static const HxOrder by_start = { .sql = "t.started_at", .field = HX_CALL_STARTED_AT };

/* An agent's day is some hundred of the day's calls: they are found by the agent, and nobody talks before the call begins. */
static void
filter_agent (HxQuery *query)
{
  HxRecord *asked = query->call->query;

  if (asked == NULL || !hx_record_has (asked, HX_CALLS_QUERY_AGENT_ID))
    return;
  hx_query_where (query, "t.id IN (SELECT b.call_id FROM talks b WHERE b.agent_id = ? AND b.created_at >= ?)", "si",
                  hx_record_get_text (asked, HX_CALLS_QUERY_AGENT_ID), hx_record_get_int (asked, HX_CALLS_QUERY_SINCE));
}

gboolean
hx_calls_list (HxServiceCall *call,
               GError       **error)
{
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &call_view);
  hx_query_bind (&query, 1, call->caller->user_id);
  hx_query_filter (&query, HX_CALLS_QUERY_SINCE, "t.started_at >= ?");
  filter_agent (&query);
  hx_scope_filter_calls (&query);
  return hx_query_page (&query, &by_start, NULL, error);
}

HxRecord *
hx_call_view_load (HxDb       *db,
                   const char *id,
                   const char *agent_id,
                   GError    **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_view_find (db, &call_view, &failure, "WHERE t.id = $2", "ss", agent_id, id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_call_schema));
  return record;
}

gboolean
hx_calls_get (HxServiceCall *call,
              GError       **error)
{
  g_autoptr (HxRecord) record = NULL;

  if (!hx_scope_check_call (call, call->id, error))
    return FALSE;
  record = hx_call_view_load (call->db, call->id, call->caller->user_id, error);
  return hx_reply_with (call, record);
}

static GPtrArray *
find_agents (HxDb     *db,
             HxRecord *phone_call,
             GError  **error)
{
  static const HxView user_view = { .schema = &hx_user_schema, .from = "users t" };

  return hx_view_all (db, &user_view, error,
                      "WHERE t.id IN (SELECT cast($1 as text) UNION SELECT k.agent_id FROM talks k WHERE k.call_id = $2)", "ss",
                      hx_record_get_text (phone_call, HX_CALL_AGENT_ID), hx_record_get_id (phone_call));
}

static gboolean
tell_agent (HxServiceCall *call,
            HxRecord      *phone_call,
            const char    *action,
            HxRecord      *agent,
            GError       **error)
{
  const char *agent_id = agent != NULL ? hx_record_get_id (agent) : NULL;
  g_autoptr (HxRecord) record = hx_call_view_load (call->db, hx_record_get_id (phone_call), agent_id, error);
  HxHappening happening = { .thing = "call", .action = action, .record = record, .agent_id = agent_id };

  happening.team_id = agent != NULL ? hx_record_get_text (agent, HX_USER_TEAM_ID) : NULL;
  return record != NULL && hx_event_append (call, &happening, error);
}

/**
 * hx_call_tell:
 * @call: the call of the service
 * @phone_call: the call of the telephone
 * @action: `created` or `updated`
 * @error: the store's
 *
 * One event for each agent who has a part in it, as an event has one owner.
 *
 * Returns: whether it was appended
 */
gboolean
hx_call_tell (HxServiceCall *call,
              HxRecord      *phone_call,
              const char    *action,
              GError       **error)
{
  g_autoptr (GPtrArray) agents = find_agents (call->db, phone_call, error);

  if (agents == NULL)
    return FALSE;
  if (agents->len == 0)
    return tell_agent (call, phone_call, action, NULL, error);
  for (guint i = 0; i < agents->len; i++)
    if (!tell_agent (call, phone_call, action, agents->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check_going_on (HxRecord *phone_call,
                GError  **error)
{
  if (hx_record_get_enum (phone_call, HX_CALL_STATE) != HX_CALL_ENDED && hx_record_has (phone_call, HX_CALL_ANSWERED_AT))
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "Only a call that is going on can be marked");
  return FALSE;
}

gboolean
hx_calls_bookmark (HxServiceCall *call,
                   GError       **error)
{
  g_autoptr (HxRecord) phone_call = NULL, recording = NULL, clip = hx_record_new (&hx_clip_schema);
  gint64 at = hx_record_has (call->input, HX_BOOKMARK_AT) ? hx_record_get_int (call->input, HX_BOOKMARK_AT) : call->now;
  gint64 at_ms, from_ms, to_ms;
  gboolean had_recording;

  if (!hx_scope_check_call (call, call->id, error))
    return FALSE;
  phone_call = hx_record_load (call->db, &hx_call_schema, call->id, error);
  if (phone_call == NULL || !check_going_on (phone_call, error))
    return FALSE;
  had_recording = hx_record_has (phone_call, HX_CALL_RECORDING_ID);
  recording = hx_recording_of_call (call, phone_call, error);
  if (recording == NULL)
    return FALSE;
  if (!had_recording
      && (!hx_record_save (call->db, phone_call, call->now, error)
          || !hx_call_tell (call, phone_call, "updated", error)))
    return FALSE;
  at = CLAMP (at, hx_record_get_int (phone_call, HX_CALL_ANSWERED_AT), call->now);
  at_ms = (at - hx_record_get_int (phone_call, HX_CALL_ANSWERED_AT)) / 1000;
  hx_bookmark_range (hx_site_get_policy (call->site), at_ms, 0, &from_ms, &to_ms);
  hx_record_set_text (clip, HX_CLIP_RECORDING_ID, hx_record_get_id (recording));
  hx_record_set_enum (clip, HX_CLIP_KIND, HX_CLIP_BOOKMARK);
  hx_record_set_int (clip, HX_CLIP_FROM_MS, from_ms);
  hx_record_set_int (clip, HX_CLIP_TO_MS, to_ms);
  hx_record_set_int (clip, HX_CLIP_AT_MS, at_ms);
  return hx_clip_add (call, clip, error);
}
