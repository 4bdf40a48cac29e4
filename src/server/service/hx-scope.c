/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-scope-private.h"

/* Whose calls and feedback somebody sees (domain: people). One rule in the three
 * forms that it is needed in: of one thing, as a condition, and of a call, which
 * belongs to everybody who talked in it. */

/**
 * hx_scope_allows:
 * @caller: who asks
 * @agent_id: (nullable): whose it is
 * @team_id: (nullable): the team it belongs to
 *
 * Returns: whether @caller may see it
 */
gboolean
hx_scope_allows (const HxCaller *caller,
                 const char     *agent_id,
                 const char     *team_id)
{
  gboolean own = caller->user_id != NULL && g_strcmp0 (caller->user_id, agent_id) == 0;

  switch (hx_permission_scope (caller->permissions))
    {
    case HX_SCOPE_ALL:
      return TRUE;
    case HX_SCOPE_TEAM:
      return own || (caller->team_id != NULL && g_strcmp0 (caller->team_id, team_id) == 0);
    case HX_SCOPE_OWN:
      return own;
    case HX_SCOPE_NONE:
    default:
      return FALSE;
    }
}

/**
 * hx_scope_filter:
 * @query: a list
 * @agent_column: whose a row is
 * @team_column: the team it belongs to
 *
 * Leaves the rows that [func@scope_allows] allows.
 */
void
hx_scope_filter (HxQuery    *query,
                 const char *agent_column,
                 const char *team_column)
{
  const HxCaller *caller = query->call->caller;
  g_autofree char *condition = NULL;

  switch (hx_permission_scope (caller->permissions))
    {
    case HX_SCOPE_ALL:
      break;
    case HX_SCOPE_TEAM:
      hx_query_where_either (query, agent_column, caller->user_id, team_column, caller->team_id);
      break;
    case HX_SCOPE_OWN:
      condition = g_strdup_printf ("%s = ?", agent_column);
      hx_query_where (query, condition, "s", caller->user_id);
      break;
    case HX_SCOPE_NONE:
    default:
      hx_query_where (query, "1 = 0", "");
      break;
    }
}

/**
 * hx_scope_filter_calls:
 * @query: a list of calls
 *
 * The same rule for calls: who talked in one, or is being rung by it, has it. Behind OR no EXISTS: PostgreSQL
 * would first read everything that the caller ever had a part in.
 */
void
hx_scope_filter_calls (HxQuery *query)
{
  const HxCaller *caller = query->call->caller;

  switch (hx_permission_scope (caller->permissions))
    {
    case HX_SCOPE_ALL:
      break;
    case HX_SCOPE_TEAM:
      hx_query_where (query,
                      "(EXISTS (SELECT 1 FROM users a WHERE a.id = t.agent_id AND (a.team_id = ? OR a.id = ?))"
                      " OR (SELECT 1 FROM talks k JOIN users a ON a.id = k.agent_id"
                      " WHERE k.call_id = t.id AND (a.team_id = ? OR a.id = ?) LIMIT 1) = 1)",
                      "ssss", caller->team_id, caller->user_id, caller->team_id, caller->user_id);
      break;
    case HX_SCOPE_OWN:
      hx_query_where (query,
                      "(t.agent_id = ? OR (SELECT 1 FROM talks k WHERE k.call_id = t.id AND k.agent_id = ? LIMIT 1) = 1)",
                      "ss", caller->user_id, caller->user_id);
      break;
    case HX_SCOPE_NONE:
    default:
      hx_query_where (query, "1 = 0", "");
      break;
    }
}

/**
 * hx_scope_filter_rectifications:
 * @query: a list of rectifications, `t`, with their departments, `d`
 *
 * Leaves those whose audience the caller belongs to, see hx-audience.
 */
void
hx_scope_filter_rectifications (HxQuery *query)
{
#define OF_DEPARTMENT "d.id = ? OR d.head_id = ? OR d.director_id = ?"
#define FROM_FEEDBACK \
  " OR (SELECT 1 FROM feedback f WHERE f.rectification_id = t.id AND f.state <> 'withdrawn' AND "
#define FROM_FEEDBACK_END " LIMIT 1) = 1)"
  const HxCaller *caller = query->call->caller;

  switch (hx_permission_scope (caller->permissions))
    {
    case HX_SCOPE_ALL:
      break;
    case HX_SCOPE_TEAM:
      hx_query_where (query, "(" OF_DEPARTMENT FROM_FEEDBACK "(f.agent_id = ? OR f.team_id = ?)" FROM_FEEDBACK_END, "sssss",
                      caller->department_id, caller->user_id, caller->user_id, caller->user_id, caller->team_id);
      break;
    case HX_SCOPE_OWN:
      hx_query_where (query, "(" OF_DEPARTMENT FROM_FEEDBACK "f.agent_id = ?" FROM_FEEDBACK_END, "ssss", caller->department_id,
                      caller->user_id, caller->user_id, caller->user_id);
      break;
    case HX_SCOPE_NONE:
    default:
      hx_query_where (query, "(" OF_DEPARTMENT ")", "sss", caller->department_id, caller->user_id, caller->user_id);
      break;
    }
#undef OF_DEPARTMENT
#undef FROM_FEEDBACK
#undef FROM_FEEDBACK_END
}

static gboolean
allows_row (HxServiceCall *call,
            HxStatement   *row)
{
  return hx_scope_allows (call->caller, hx_statement_get_text (row, 0), hx_statement_get_text (row, 1));
}

/**
 * hx_scope_check_call:
 * @call: who asks
 * @call_id: (nullable): a call's id
 * @error: %HX_ERROR_NOT_FOUND also when it is somebody else's
 *
 * Returns: whether the caller may see that call
 */
gboolean
hx_scope_check_call (HxServiceCall *call,
                     const char    *call_id,
                     GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows
      = hx_db_query (call->db, &failure,
                     "SELECT a.id, a.team_id FROM calls t LEFT JOIN users a ON a.id = t.agent_id WHERE t.id = $1"
                     " UNION ALL SELECT a.id, a.team_id FROM talks k JOIN users a ON a.id = k.agent_id"
                     " WHERE k.call_id = $1",
                     "s", call_id);
  HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE;

  for (; step == HX_STEP_ROW; step = hx_statement_step (rows, &failure))
    if (allows_row (call, rows))
      return TRUE;
  g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_call_schema));
  return FALSE;
}

/**
 * hx_scope_team:
 * @caller: who asks
 *
 * Returns: (transfer full) (nullable): the team whose counts the caller sees;
 *   %NULL for all teams together. Who sees no team sees that of nobody.
 */
char *
hx_scope_team (const HxCaller *caller)
{
  if (hx_permission_scope (caller->permissions) == HX_SCOPE_ALL || (caller->permissions & HX_MAY_SEE_COUNTS))
    return NULL;
  return g_strdup (caller->team_id != NULL ? caller->team_id : "-");
}
