/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-board-private.h"
#include "hx-pool-private.h"
#include "files/hx-file-rows.h"

/**
 * hx_store_recount:
 * @db: a connection for writing, in a transaction
 * @error: the store's
 *
 * Computes every kept count and the last number given from the rows themselves.
 *
 * Returns: whether it was done
 */
gboolean
hx_store_recount (HxDb    *db,
                  GError **error)
{
  static const char script[]
      = "DELETE FROM pool_counts;"
        "INSERT INTO pool_counts (team_id, channel, category, issue_type, amount, proposed)"
        " SELECT coalesce(team_id, ''), channel, category, issue_type, count(*),"
        " sum(CASE WHEN proposal <> 'none' THEN 1 ELSE 0 END) FROM feedback WHERE state = 'pool'"
        " GROUP BY coalesce(team_id, ''), channel, category, issue_type;"
        "INSERT INTO pool_counts (team_id, channel, category, issue_type, amount, proposed)"
        " SELECT '" HX_POOL_OF_ALL "', channel, category, issue_type, sum(amount), sum(proposed) FROM pool_counts"
        " GROUP BY channel, category, issue_type;"
        "DELETE FROM contact_counts;"
        "INSERT INTO contact_counts (customer_id, channel, amount)"
        " SELECT customer_id, channel, count(*) FROM contacts GROUP BY customer_id, channel;"
        "UPDATE customers SET last_contact_at = (SELECT max(at) FROM contacts WHERE customer_id = customers.id);"
        "DELETE FROM board_counts;"
        "INSERT INTO board_counts (team_id, department_id, board_column, amount)"
        " SELECT s.team_id, coalesce(r.department_id, ''), " HX_BOARD_COLUMN_OF ("r.state") ", count(*)"
        " FROM (SELECT '" HX_BOARD_OF_ALL "' AS team_id, id FROM rectifications"
        " UNION ALL SELECT DISTINCT team_id, rectification_id FROM feedback"
        " WHERE rectification_id IS NOT NULL AND team_id IS NOT NULL AND state <> 'withdrawn') s"
        " JOIN rectifications r ON r.id = s.id WHERE r.state <> 'cancelled' GROUP BY 1, 2, 3;"
        "UPDATE counters SET value = (SELECT coalesce(max(number), 0) FROM feedback) WHERE name = 'feedback';"
        "UPDATE counters SET value = (SELECT coalesce(max(number), 0) FROM rectifications)"
        " WHERE name = 'rectification';"
        "UPDATE counters SET value = (SELECT coalesce(max(number), 0) FROM events) WHERE name = 'event';"
        "UPDATE counters SET value = (SELECT coalesce(max(CASE WHEN code LIKE 'C%'"
        " THEN cast(substr(code, 2) AS bigint) ELSE 0 END), 0) FROM customers) WHERE name = 'customer'";

  return hx_db_execute (db, script, error) && hx_file_rows_recount (db, error);
}
