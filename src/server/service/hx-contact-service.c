/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-contact-service-private.h"
#include "hx-mask-within.h"
#include "hx-audience-private.h"
#include "hx-customer-service-private.h"
#include "hx-event-private.h"
#include "hx-personal-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"
#include "hx-time.h"
#include "store/hx-record-sealed.h"

#include <string.h>

/* Feedback stands beside the contact only for who may see it, and a recording for who may hear it: $1 is `all` or
 * `some`, $2 an agent, $3 a team. Not EXISTS: PostgreSQL would read all talks of all calls for the answer. */
static const HxView contact_view = {
  .schema = &hx_contact_schema,
  .from = "contacts t LEFT JOIN calls c ON c.id = t.call_id"
          " LEFT JOIN feedback f ON f.id = CASE WHEN t.call_id IS NOT NULL THEN (SELECT x.id FROM feedback x WHERE x.call_id = t.call_id"
          " AND x.state <> 'withdrawn' AND (cast($1 as text) = 'all' OR x.agent_id = cast($2 as text)"
          " OR x.team_id = cast($3 as text)) ORDER BY x.created_at DESC LIMIT 1) END",
  .columns = "c.duration_ms, CASE WHEN c.recording_id IS NULL THEN NULL WHEN cast($1 as text) = 'all' OR t.agent_id = cast($2 as text)"
             " OR f.id IS NOT NULL OR (SELECT u.team_id FROM users u WHERE u.id = t.agent_id) = cast($3 as text)"
             " OR (SELECT 1 FROM talks k JOIN users a ON a.id = k.agent_id WHERE k.call_id = c.id"
             " AND (a.id = cast($2 as text) OR a.team_id = cast($3 as text)) LIMIT 1) = 1 THEN c.recording_id END,"
             " f.id, f.category, f.issue_type, f.template_id",
  .n_fields = 6,
  .fields = { HX_CONTACT_DURATION_MS, HX_CONTACT_RECORDING_ID, HX_CONTACT_FEEDBACK_ID,
              HX_CONTACT_FEEDBACK_CATEGORY, HX_CONTACT_FEEDBACK_ISSUE_TYPE, HX_CONTACT_FEEDBACK_TEMPLATE_ID },
  .n_names = 1,
  .names = { { HX_CONTACT_AGENT_NAME, HX_CONTACT_AGENT_ID } },
};

static const HxOrder newest_first = { .sql = "t.at", .field = HX_CONTACT_AT };

static void
bind_scope (HxQuery *query)
{
  const HxCaller *caller = query->call->caller;
  HxScope scope = hx_permission_scope (caller->permissions);

  hx_query_bind (query, 3, scope == HX_SCOPE_ALL ? "all" : "some", scope >= HX_SCOPE_OWN ? caller->user_id : NULL,
                 scope == HX_SCOPE_TEAM ? caller->team_id : NULL);
}

/* As it is shown, since who finds digit after digit of what is masked has read it. A whole number is found: it is
 * masked alike. */
static char *
fold_shown (const char *text)
{
  g_autofree char *masked = hx_mask_within_text (text);

  return g_utf8_strdown (masked != NULL ? masked : text, -1);
}

/* The summary is sealed in the store, so it is opened to look into it. */
static gboolean
has_words (HxQuery     *query,
           HxStatement *row,
           gboolean    *accepted,
           GError     **error)
{
  g_autofree char *summary = NULL;
  g_autofree char *folded = NULL;

  *accepted = FALSE;
  if (hx_statement_is_null (row, HX_CONTACT_SUMMARY))
    return TRUE;
  summary = hx_field_open (row->db, &hx_contact_schema, HX_CONTACT_SUMMARY, hx_statement_get_text (row, HX_RECORD_ID),
                           hx_statement_get_text (row, HX_CONTACT_SUMMARY), error);
  if (summary == NULL)
    return FALSE;
  folded = fold_shown (summary);
  *accepted = strstr (folded, query->filter->text) != NULL;
  return TRUE;
}

gboolean
hx_customers_contacts (HxServiceCall *call,
                       GError       **error)
{
  g_auto (HxQuery) query = { 0 };
  g_autoptr (HxRecord) customer = NULL;
  const char *words = call->input != NULL ? hx_record_get_text (call->input, HX_CONTACTS_SEARCH_Q) : NULL;
  g_autofree char *folded = words != NULL ? fold_shown (words) : NULL;
  HxQueryFilter filter = { has_words, folded };

  hx_query_init (&query, call, &contact_view);
  if (folded != NULL && *folded != '\0')
    query.filter = &filter;
  bind_scope (&query);
  hx_query_where (&query, "t.customer_id = ?", "s", call->id);
  hx_query_filter (&query, HX_CONTACTS_QUERY_CHANNEL, "t.channel = ?");
  hx_query_filter (&query, HX_CONTACTS_QUERY_BEFORE, "t.at < ?");
  if (!hx_query_page (&query, &newest_first, NULL, error))
    return FALSE;
  /* Who has contacts exists. */
  if (query.n_rows == 0)
    customer = hx_record_load (call->db, &hx_customer_schema, call->id, error);
  return query.n_rows > 0 || customer != NULL;
}

HxRecord *
hx_contact_view_load (HxDb       *db,
                      const char *id,
                      const char *agent_id,
                      GError    **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record
      = hx_view_find (db, &contact_view, &failure, "WHERE t.id = $4", "ssss", "some", agent_id, NULL, id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_contact_schema));
  return record;
}

/* What everybody hears who looks at the customer: its recording is for its audience alone, so the record carries both. */
static gboolean
add_recording (HxDb     *db,
               HxRecord *contact,
               GError  **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure,
                                             "SELECT recording_id FROM calls WHERE id = $1 AND recording_id IS NOT NULL",
                                             "s", hx_record_get_text (contact, HX_CONTACT_CALL_ID));

  if (row == NULL && failure == NULL)
    return TRUE;
  if (failure == NULL)
    {
      hx_record_set_text (contact, HX_CONTACT_RECORDING_ID, hx_statement_get_text (row, 0));
      return hx_audience_of_recording (db, hx_record_get_text (contact, HX_CONTACT_RECORDING_ID), contact,
                                       HX_CONTACT_AUDIENCE, error);
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

HxRecord *
hx_contact_event_load (HxDb       *db,
                       const char *id,
                       const char *agent_id,
                       GError    **error)
{
  g_autoptr (HxRecord) contact = hx_contact_view_load (db, id, agent_id, error);

  if (contact == NULL || (agent_id == NULL && hx_record_has (contact, HX_CONTACT_CALL_ID)
                          && !add_recording (db, contact, error)))
    return NULL;
  return g_steal_pointer (&contact);
}

gboolean
hx_contact_tell (HxServiceCall *call,
                 const char    *id,
                 const char    *action,
                 const char    *agent_id,
                 const char    *team_id,
                 GError       **error)
{
  g_autoptr (HxRecord) record = hx_contact_event_load (call->db, id, agent_id, error);
  HxHappening happening = { .thing = "contact", .action = action, .record = record };

  happening.agent_id = agent_id;
  happening.team_id = team_id;
  return record != NULL && hx_event_append (call, &happening, error);
}

/**
 * hx_contact_made_since:
 * @at: µs UTC: of a contact
 * @now: µs UTC
 *
 * When a contact was made that took place at @at or later: nobody tells of one before it is there, and clocks of
 * whoever tells may go before by %HX_CONTACT_AHEAD. Ids have the computer's own time, whatever @now a test says.
 *
 * Returns: µs since 1970 UTC
 */
gint64
hx_contact_made_since (gint64 at,
                       gint64 now)
{
  return MAX (0, at - MAX (0, now - hx_time_now ()) - HX_CONTACT_AHEAD);
}

/**
 * hx_contact_find_of_call:
 * @db: a connection
 * @call_id: a call
 * @error: the store's; unset when there is merely none
 *
 * Returns: (transfer full) (nullable): the contact that the call is, which is made after it
 */
HxRecord *
hx_contact_find_of_call (HxDb       *db,
                         const char *call_id,
                         GError    **error)
{
  char floor[HX_ID_FLOOR_LENGTH];

  /* Whose clock was set back meanwhile finds it nevertheless. */
  hx_id_floor (MIN (hx_id_time (call_id), hx_time_now ()) - HX_CONTACT_AHEAD, floor);
  return hx_record_find (db, &hx_contact_schema, error, "WHERE t.call_id = $1 AND t.id >= $2", "ss", call_id, floor);
}

/* The customer's revision stays: a touch does not contradict who is just
 * correcting the name. */
static gboolean
count_contact (HxServiceCall *call,
               HxRecord      *contact,
               GError       **error)
{
  const char *customer_id = hx_record_get_text (contact, HX_CONTACT_CUSTOMER_ID);

  return hx_db_run (call->db, error,
                    "INSERT INTO contact_counts (customer_id, channel, amount) VALUES ($1, $2, 1)"
                    " ON CONFLICT (customer_id, channel) DO UPDATE SET amount = contact_counts.amount + 1",
                    "ss", customer_id, hx_record_get_text (contact, HX_CONTACT_CHANNEL))
         && hx_db_run (call->db, error,
                       "UPDATE customers SET last_contact_at = $2 WHERE id = $1"
                       " AND coalesce(last_contact_at, 0) < $2",
                       "si", customer_id, hx_record_get_int (contact, HX_CONTACT_AT));
}

gboolean
hx_contact_add (HxServiceCall *call,
                HxRecord      *contact,
                GError       **error)
{
  return hx_record_insert (call->db, contact, call->now, error) && count_contact (call, contact, error)
         && hx_contact_tell (call, hx_record_get_id (contact), "created", NULL, NULL, error)
         && hx_customer_tell (call, hx_record_get_text (contact, HX_CONTACT_CUSTOMER_ID), "updated", error);
}

static gboolean
check_known (HxServiceCall  *call,
             const HxSchema *schema,
             guint           field,
             HxProblem      *problem,
             HxRecord      **found,
             GError        **error)
{
  g_autoptr (GError) failure = NULL;

  if (!hx_record_has (call->input, field))
    return TRUE;
  *found = hx_record_load (call->db, schema, hx_record_get_text (call->input, field), &failure);
  if (*found == NULL && g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    hx_problem_add (problem, hx_contact_schema.fields[field].name, "unknown");
  else if (*found == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* A contact is what has happened, and the store relies on it: hx_contact_made_since(). */
static void
check_values (HxServiceCall *call,
              HxProblem     *problem)
{
  const char *text = hx_record_get_text (call->input, HX_CONTACT_ATTRIBUTES);

  if (text != NULL && *text != '{')
    hx_problem_add (problem, "attributes", "wrong_type");
  if (hx_record_get_int (call->input, HX_CONTACT_AT) > call->now + HX_CONTACT_AHEAD)
    hx_problem_add (problem, "at", "in_the_future");
}

gboolean
hx_contacts_create (HxServiceCall *call,
                    GError       **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) contact = hx_record_copy (call->input);
  g_autoptr (HxRecord) customer = NULL, agent = NULL, record = NULL;

  if (!check_known (call, &hx_customer_schema, HX_CONTACT_CUSTOMER_ID, problem, &customer, error)
      || !check_known (call, &hx_user_schema, HX_CONTACT_AGENT_ID, problem, &agent, error))
    return FALSE;
  check_values (call, problem);
  if (!hx_problem_to_error (problem, error) || !hx_personal_take (call, contact, customer, error)
      || !hx_contact_add (call, contact, error))
    return FALSE;
  record = hx_contact_view_load (call->db, hx_record_get_id (contact), NULL, error);
  return hx_reply_with (call, record);
}
