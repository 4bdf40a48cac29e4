/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-pool-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"
#include "store/hx-record-store.h"

static const char *
pool_of (const char *team_id)
{
  return team_id != NULL ? team_id : HX_POOL_OF_ALL;
}

gint64
hx_pool_total (HxDb       *db,
               const char *team_id,
               GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error, "SELECT coalesce(sum(amount), 0) FROM pool_counts WHERE team_id = $1", "s", pool_of (team_id));

  return row != NULL ? hx_statement_get_int (row, 0) : -1;
}

static const char one_cell[]
    = "SELECT coalesce(sum(CASE WHEN channel = $2 AND category = $3 AND issue_type = $4 THEN amount ELSE 0 END), 0),"
      " coalesce(sum(amount), 0) FROM pool_counts WHERE team_id = $1";

void
hx_pool_ask_cell (HxDb       *db,
                  const char *team_id,
                  const char *channel,
                  const char *category,
                  const char *issue_type)
{
  hx_db_ask (db, 1, one_cell, "ssss", pool_of (team_id), channel, category, issue_type);
}

HxRecord *
hx_pool_load_cell (HxDb       *db,
                   const char *team_id,
                   const char *channel,
                   const char *category,
                   const char *issue_type,
                   GError    **error)
{
  g_autoptr (HxRecord) cell = hx_record_new (&hx_pool_cell_schema);
  g_autoptr (HxStatement) row
      = hx_db_query (db, error, one_cell, "ssss", pool_of (team_id), channel, category, issue_type);

  if (row == NULL)
    return NULL;
  hx_record_set_text (cell, HX_POOL_CELL_CHANNEL, channel);
  hx_record_set_text (cell, HX_POOL_CELL_CATEGORY, category);
  hx_record_set_text (cell, HX_POOL_CELL_ISSUE_TYPE, issue_type);
  hx_record_set_int (cell, HX_POOL_CELL_COUNT, hx_statement_get_int (row, 0));
  hx_record_set_int (cell, HX_POOL_CELL_TOTAL, hx_statement_get_int (row, 1));
  return g_steal_pointer (&cell);
}

static const char cells_of[] = "SELECT channel, category, issue_type, amount, proposed FROM pool_counts"
                               " WHERE team_id = $1 AND amount > 0 ORDER BY channel, category, issue_type";

static const char oldest_of_all[] = "SELECT created_at, channel, issue_type FROM feedback WHERE state = 'pool'"
                                    " ORDER BY created_at, id LIMIT 1";

static const char oldest_of_team[] = "SELECT created_at, channel, issue_type FROM feedback WHERE state = 'pool'"
                                     " AND team_id = $1 ORDER BY created_at, id LIMIT 1";

static gboolean
fill_cells (HxDb       *db,
            HxRecord   *pool,
            const char *team_id,
            GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = hx_db_query (db, &failure, cells_of, "s", pool_of (team_id));
  gint64 total = 0, proposed = 0;

  hx_record_append_item (pool, HX_POOL_CELLS, NULL);
  for (HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW;
       step = hx_statement_step (rows, &failure))
    {
      HxRecord *cell = hx_record_new (&hx_pool_cell_schema);

      hx_record_set_text (cell, HX_POOL_CELL_CHANNEL, hx_statement_get_text (rows, 0));
      hx_record_set_text (cell, HX_POOL_CELL_CATEGORY, hx_statement_get_text (rows, 1));
      hx_record_set_text (cell, HX_POOL_CELL_ISSUE_TYPE, hx_statement_get_text (rows, 2));
      hx_record_set_int (cell, HX_POOL_CELL_COUNT, hx_statement_get_int (rows, 3));
      total += hx_statement_get_int (rows, 3);
      proposed += hx_statement_get_int (rows, 4);
      hx_record_append_item (pool, HX_POOL_CELLS, cell);
    }
  hx_record_set_int (pool, HX_POOL_TOTAL, total);
  hx_record_set_int (pool, HX_POOL_PROPOSED, proposed);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
fill_oldest (HxDb       *db,
             HxRecord   *pool,
             const char *team_id,
             GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = team_id != NULL ? hx_db_query (db, &failure, oldest_of_team, "s", team_id)
                                                : hx_db_query (db, &failure, oldest_of_all, "");

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  hx_record_set_int (pool, HX_POOL_OLDEST_AT, hx_statement_get_int (row, 0));
  hx_record_set_text (pool, HX_POOL_OLDEST_CHANNEL, hx_statement_get_text (row, 1));
  hx_record_set_text (pool, HX_POOL_OLDEST_ISSUE_TYPE, hx_statement_get_text (row, 2));
  return TRUE;
}

static void
ask_pool (HxDb       *db,
          const char *team_id)
{
  hx_db_ask (db, 0, cells_of, "s", pool_of (team_id));
  if (team_id != NULL)
    hx_db_ask (db, 0, oldest_of_team, "s", team_id);
  else
    hx_db_ask (db, 0, oldest_of_all, "");
}

static HxRecord *
load_pool (HxDb       *db,
           const char *team_id,
           GError    **error)
{
  g_autoptr (HxRecord) pool = hx_record_new (&hx_pool_schema);

  return fill_cells (db, pool, team_id, error) && fill_oldest (db, pool, team_id, error) ? g_steal_pointer (&pool) : NULL;
}

gboolean
hx_pool_get (HxServiceCall *call,
             GError       **error)
{
  g_autofree char *team_id = hx_scope_team (call->caller);
  g_autoptr (HxRecord) pool = NULL;

  ask_pool (call->db, team_id);
  pool = load_pool (call->db, team_id, error);
  return hx_reply_with (call, pool);
}

void
hx_pool_ask (HxServiceCall *call)
{
  g_autofree char *team_id = hx_scope_team (call->caller);

  ask_pool (call->db, team_id);
}

gboolean
hx_pool_append (HxServiceCall *call,
                GError       **error)
{
  g_autofree char *team_id = hx_scope_team (call->caller);
  g_autoptr (HxRecord) pool = load_pool (call->db, team_id, error);

  if (pool == NULL)
    return FALSE;
  /* Before the page's end. */
  g_string_truncate (call->body, call->body->len - 1);
  hx_json_append_member (call->body, "pool");
  hx_json_append_record (call->body, pool, HX_JSON_MASKED);
  g_string_append_c (call->body, '}');
  return TRUE;
}
