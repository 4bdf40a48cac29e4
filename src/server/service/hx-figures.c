/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-time.h"
#include "store/hx-record-store.h"

/* The month is the one of the place where the server stands. */
static gint64
month_began (gint64 now)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (now / HX_SECOND);
  g_autoptr (GDateTime) first
      = g_date_time_new_local (g_date_time_get_year (moment), g_date_time_get_month (moment), 1, 0, 0, 0);

  return g_date_time_to_unix (first) * HX_SECOND;
}

/* What no lead has found wanting is valid: the machine only proposes. */
gboolean
hx_figures_get (HxServiceCall *call,
                GError       **error)
{
  g_autoptr (HxRecord) figures = hx_record_new (&hx_figures_schema);
  gint64 since = month_began (call->now);
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, error,
                     "SELECT (SELECT count(*) FROM talks WHERE agent_id = $1 AND created_at >= $2),"
                     " (SELECT count(*) FROM feedback WHERE agent_id = $1 AND created_at >= $2"
                     " AND state IN ('pool', 'rectification', 'answered', 'effective')),"
                     " (SELECT count(*) FROM feedback WHERE agent_id = $1 AND created_at >= $2"
                     " AND state = 'effective')",
                     "si", call->caller->user_id, since);

  if (row == NULL)
    return FALSE;
  hx_record_set_int (figures, HX_FIGURES_SINCE, since);
  hx_record_set_int (figures, HX_FIGURES_CALLS, hx_statement_get_int (row, 0));
  hx_record_set_int (figures, HX_FIGURES_VALID, hx_statement_get_int (row, 1));
  hx_record_set_int (figures, HX_FIGURES_EFFECTIVE, hx_statement_get_int (row, 2));
  return hx_reply_with (call, figures);
}
