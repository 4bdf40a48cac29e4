/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-board-private.h"
#include "hx-scope-private.h"

/* How many stand in each column, of what the caller's list shows (hx_scope_filter_rectifications): the same row of
 * permissions. Teams have thousands and departments too, so theirs are kept, by team and department, as one rectification
 * is often both and must count once. What one person's own feedback led to is some hundred in years of work, in an index
 * of its own: it is read, and needs no row for each of ten thousand agents. So is what is overdue: that changes with the clock
 * alone, and only those that still have one are looked at. */

#define ADDED_UP \
  "SELECT coalesce(sum(CASE WHEN q.board_column = 'pending' THEN q.amount END), 0)," \
  " coalesce(sum(CASE WHEN q.board_column = 'in_progress' THEN q.amount END), 0)," \
  " coalesce(sum(CASE WHEN q.board_column = 'done' THEN q.amount END), 0),"
#define IS_OVERDUE "r.due_at < $1 AND r.state IN ('pending', 'in_progress')"

/* $2 the person, as head or director, $3 the person's department, $4 the team, $5 the person as who gave feedback. A
 * department is found by the id that a row names: asked for a set of them, PostgreSQL goes through all rectifications. */
#define DEPARTMENT_OF(ROW) " LEFT JOIN departments d ON d.id = " ROW ".department_id"
#define OF_DEPARTMENT "(d.id = $3 OR d.head_id = $2 OR d.director_id = $2)"
/* No EXISTS: PostgreSQL would first read everything that the team ever gave. */
#define OF_TEAM \
  "(SELECT 1 FROM feedback f WHERE f.rectification_id = r.id AND f.state <> 'withdrawn' AND f.team_id = $4 LIMIT 1)"

static const char of_all[]
    = ADDED_UP " (SELECT count(*) FROM rectifications r WHERE " IS_OVERDUE ")"
               " FROM board_counts q WHERE q.team_id = '" HX_BOARD_OF_ALL "'";

/* The departments', the team's besides, what is overdue of these, and the person's own of none of them. */
static const char of_caller[] = ADDED_UP
    " coalesce(sum(q.overdue), 0) FROM (SELECT c.board_column, c.amount, 0 AS overdue"
    " FROM board_counts c" DEPARTMENT_OF ("c") " WHERE c.team_id = '" HX_BOARD_OF_ALL "' AND " OF_DEPARTMENT
    " UNION ALL SELECT c.board_column, c.amount, 0"
    " FROM board_counts c" DEPARTMENT_OF ("c") " WHERE c.team_id = $4 AND " OF_DEPARTMENT " IS NOT TRUE"
    " UNION ALL SELECT '', 0, count(*) FROM rectifications r" DEPARTMENT_OF ("r")
    " WHERE " IS_OVERDUE " AND (" OF_DEPARTMENT " OR " OF_TEAM " = 1)"
    " UNION ALL SELECT " HX_BOARD_COLUMN_OF ("r.state") ", count(*), sum(CASE WHEN " IS_OVERDUE " THEN 1 ELSE 0 END)"
    " FROM (SELECT DISTINCT f.rectification_id AS id FROM feedback f"
    " WHERE f.agent_id = $5 AND f.rectification_id IS NOT NULL AND f.state <> 'withdrawn') o"
    " JOIN rectifications r ON r.id = o.id" DEPARTMENT_OF ("r")
    " WHERE r.state <> 'cancelled' AND " OF_DEPARTMENT " IS NOT TRUE AND " OF_TEAM " IS NULL GROUP BY 1) q";

/**
 * hx_board_load:
 * @call: who asks, and when
 * @error: the store's
 *
 * Returns: (transfer full) (nullable): the counts of what the caller may list
 */
HxRecord *
hx_board_load (HxServiceCall *call,
               GError       **error)
{
  const HxCaller *caller = call->caller;
  HxScope scope = hx_permission_scope (caller->permissions);
  g_autoptr (HxRecord) board = hx_record_new (&hx_board_schema);
  g_autoptr (HxStatement) row
      = scope == HX_SCOPE_ALL
            ? hx_db_query (call->db, error, of_all, "i", call->now)
            : hx_db_query (call->db, error, of_caller, "issss", call->now, caller->user_id, caller->department_id,
                           scope == HX_SCOPE_TEAM ? caller->team_id : NULL,
                           scope >= HX_SCOPE_OWN ? caller->user_id : NULL);

  if (row == NULL)
    return NULL;
  hx_record_set_int (board, HX_BOARD_PENDING, hx_statement_get_int (row, 0));
  hx_record_set_int (board, HX_BOARD_IN_PROGRESS, hx_statement_get_int (row, 1));
  hx_record_set_int (board, HX_BOARD_DONE, hx_statement_get_int (row, 2));
  hx_record_set_int (board, HX_BOARD_OVERDUE, hx_statement_get_int (row, 3));
  return g_steal_pointer (&board);
}

#define ADD_TO_CELLS \
  " ON CONFLICT (team_id, department_id, board_column) DO UPDATE SET amount = board_counts.amount + cast($2 as bigint)"

/**
 * hx_board_count:
 * @db: a connection for writing, in a transaction
 * @rectification: a rectification
 * @delta: 1 to count it in, -1 to count it out
 * @error: the store's
 *
 * Counts a rectification as it stands in the store, in its column and department, for each team whose feedback led to it. Who
 * changes one counts it out, saves it and counts it in.
 *
 * Returns: whether it was done
 */
gboolean
hx_board_count (HxDb       *db,
                const char *rectification_id,
                gint64      delta,
                GError    **error)
{
  return hx_db_run (db, error,
                    "INSERT INTO board_counts (team_id, department_id, board_column, amount)"
                    " SELECT s.team_id, coalesce(r.department_id, ''), " HX_BOARD_COLUMN_OF ("r.state") ", cast($2 as bigint)"
                    " FROM rectifications r CROSS JOIN (SELECT '" HX_BOARD_OF_ALL "' AS team_id"
                    " UNION ALL SELECT DISTINCT f.team_id FROM feedback f"
                    " WHERE f.rectification_id = $1 AND f.team_id IS NOT NULL AND f.state <> 'withdrawn') s"
                    " WHERE r.id = $1 AND r.state <> 'cancelled'" ADD_TO_CELLS,
                    "si", rectification_id, delta);
}

/**
 * hx_board_count_voice:
 * @db: a connection for writing, in a transaction
 * @feedback: a feedback as it stands in the store, not withdrawn
 * @delta: 1 after it was added, -1 before it is withdrawn
 * @error: the store's
 *
 * The rectification that a feedback leads to is its team's from the first such feedback to the last: of those between
 * nothing changes.
 *
 * Returns: whether it was done
 */
gboolean
hx_board_count_voice (HxDb     *db,
                      HxRecord *feedback,
                      gint64    delta,
                      GError  **error)
{
  if (!hx_record_has (feedback, HX_FEEDBACK_RECTIFICATION_ID) || !hx_record_has (feedback, HX_FEEDBACK_TEAM_ID))
    return TRUE;
  return hx_db_run (db, error,
                    "INSERT INTO board_counts (team_id, department_id, board_column, amount)"
                    " SELECT cast($3 as text), coalesce(r.department_id, ''), " HX_BOARD_COLUMN_OF ("r.state") ", cast($2 as bigint)"
                    " FROM rectifications r WHERE r.id = $1 AND r.state <> 'cancelled' AND (SELECT count(*) FROM"
                    " (SELECT 1 FROM feedback f WHERE f.rectification_id = $1 AND f.team_id = $3"
                    " AND f.state <> 'withdrawn' LIMIT 2) q) = 1" ADD_TO_CELLS,
                    "sis", hx_record_get_text (feedback, HX_FEEDBACK_RECTIFICATION_ID), delta,
                    hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID));
}
