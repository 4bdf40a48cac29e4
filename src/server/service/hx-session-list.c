/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-query-private.h"
#include "hx-session-service-private.h"

static const HxView session_view = { .schema = &hx_session_schema, .from = "sessions t" };

static gboolean
append_session (HxQuery     *query,
                HxStatement *row,
                GError     **error)
{
  g_autoptr (HxRecord) session = hx_view_read (&session_view, row, error);

  if (session == NULL)
    return FALSE;
  hx_record_set_int (session, HX_SESSION_CURRENT,
                     g_strcmp0 (hx_record_get_id (session), query->call->caller->session_id) == 0);
  hx_json_append_record (query->call->body, session, HX_JSON_MASKED);
  return TRUE;
}

gboolean
hx_sessions_list (HxServiceCall *call,
                  GError       **error)
{
  static const HxOrder newest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT };
  const char *asked = call->query != NULL ? hx_record_get_text (call->query, HX_SESSIONS_QUERY_USER_ID) : NULL;
  const char *user_id = asked != NULL ? asked : call->caller->user_id;
  g_auto (HxQuery) query = { 0 };

  if (g_strcmp0 (user_id, call->caller->user_id) != 0 && !(call->caller->permissions & HX_MAY_MANAGE_PEOPLE))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FORBIDDEN, "You may see your own sessions only");
      return FALSE;
    }
  hx_query_init (&query, call, &session_view);
  hx_query_where (&query, "t.user_id = ? AND t.ends_at > ?", "si", user_id, call->now);
  return hx_query_page (&query, &newest_first, append_session, error);
}

gboolean
hx_sessions_delete (HxServiceCall *call,
                    GError       **error)
{
  g_autoptr (HxRecord) session = hx_record_load (call->db, &hx_session_schema, call->id, error);
  const char *user_id = session != NULL ? hx_record_get_text (session, HX_SESSION_USER_ID) : NULL;

  if (session == NULL)
    return FALSE;
  if (g_strcmp0 (user_id, call->caller->user_id) == 0 || (call->caller->permissions & HX_MAY_MANAGE_PEOPLE))
    return hx_session_end (call, call->id, user_id, error);
  g_propagate_error (error, hx_not_found (&hx_session_schema));
  return FALSE;
}
