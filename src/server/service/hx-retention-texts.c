/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows stay, and lose what is personal of them once they are as old as the policy says. Each kind is walked over once, by id, which
 * follows the time a row was made, with a bookmark in `retention`: what it has passed is not looked at again. Whoever was frozen
 * when it passed is noted in `retention_left`, and what it left is erased when that customer is not frozen any more. */
#include "hx-personal-private.h"
#include "hx-upkeep-private.h"

#define ROWS_AT_ONCE 500

/* Customers that one step looks at of those who were left and are not frozen any more. */
#define CUSTOMERS_AT_ONCE 100

typedef struct
{
  HxServiceCall *call;
  const HxPersonal *kind;
  char *place;  /* the last id that was passed; "" before the first */
  gint64 since; /* µs UTC: what was made before goes */
  guint erased;
} Walk;

/* -- what is next ----------------------------------------------------------------- */

/* The last of the next rows that are all old enough. */
static gboolean
find_last (Walk    *walk,
           char   **last,
           guint   *rows,
           GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, created_at FROM %s WHERE id > $1 ORDER BY id LIMIT $2",
                                          walk->kind->schema->table);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (walk->call->db, &failure, sql, "si", walk->place, (gint64) ROWS_AT_ONCE);

  for (HxStep step = row != NULL ? HX_STEP_ROW : HX_STEP_DONE;
       step == HX_STEP_ROW && hx_statement_get_int (row, 1) < walk->since; step = hx_statement_step (row, &failure))
    {
      g_free (*last);
      *last = g_strdup (hx_statement_get_text (row, 0));
      (*rows)++;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
note_frozen (Walk       *walk,
             const char *last,
             GError    **error)
{
  g_autofree char *has = hx_personal_has_sql (walk->kind);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO retention_left (kind, customer_id) SELECT DISTINCT cast ($3 as text), z.id FROM %s t"
                         " JOIN customers z ON z.id = %s WHERE t.id > $1 AND t.id <= $2 AND z.frozen = 1 AND %s"
                         " ON CONFLICT (kind, customer_id) DO NOTHING",
                         walk->kind->schema->table, walk->kind->owner, has);

  return hx_db_run (walk->call->db, error, sql, "sss", walk->place, last, walk->kind->schema->name);
}

static gboolean
wipe_until (Walk       *walk,
            const char *last,
            GError    **error)
{
  g_autofree char *set = hx_personal_set_sql (walk->kind);
  g_autofree char *has = hx_personal_has_sql (walk->kind);
  g_autofree char *sql
      = g_strdup_printf ("UPDATE %s AS t SET %s WHERE t.id > $1 AND t.id <= $2 AND %s AND NOT EXISTS"
                         " (SELECT 1 FROM customers z WHERE z.id = %s AND z.frozen = 1) RETURNING id",
                         walk->kind->schema->table, set, has, walk->kind->owner);
  g_autoptr (GPtrArray) rows = hx_db_query_texts (walk->call->db, error, 1, sql, "ssi", walk->place, last, walk->call->now);

  if (rows != NULL)
    walk->erased += rows->len;
  return rows != NULL;
}

static gboolean
go_on (Walk     *walk,
       gboolean *more,
       GError  **error)
{
  g_autofree char *last = NULL;
  guint rows = 0;

  if (!find_last (walk, &last, &rows, error))
    return FALSE;
  *more = *more || rows == ROWS_AT_ONCE;
  return last == NULL
         || (note_frozen (walk, last, error) && wipe_until (walk, last, error)
             && hx_retain_put_place (walk->call, walk->kind->schema->name, last, error));
}

/* -- what was left ---------------------------------------------------------------- */

/* Unless the policy was given a longer period meanwhile: then some of it is not old enough any more, and waits. */
static gboolean
forget_note (Walk       *walk,
             const char *customer_id,
             GError    **error)
{
  g_autoptr (GString) sql = g_string_new ("DELETE FROM retention_left WHERE customer_id = $1 AND kind = $2");
  g_autofree char *has = hx_personal_has_sql (walk->kind);

  for (guint i = 0; i < HX_PERSONAL_WAYS && walk->kind->ways[i] != NULL; i++)
    g_string_append_printf (sql, " AND NOT EXISTS (SELECT 1 FROM %s AND t.id <= $3 AND %s)", walk->kind->ways[i], has);
  return hx_db_run (walk->call->db, error, sql->str, "sss", customer_id, walk->kind->schema->name, walk->place);
}

static gboolean
wipe_left_of (Walk       *walk,
              const char *customer_id,
              GError    **error)
{
  for (guint i = 0; i < HX_PERSONAL_WAYS && walk->kind->ways[i] != NULL && walk->erased < ROWS_AT_ONCE; i++)
    {
      g_autofree char *sql
          = hx_personal_wipe_sql (walk->kind, walk->kind->ways[i], " AND t.id <= $4 AND t.created_at < $5");
      g_autoptr (GPtrArray) rows
          = hx_db_query_texts (walk->call->db, error, 1, sql, "siisi", customer_id, (gint64) (ROWS_AT_ONCE - walk->erased),
                               walk->call->now, walk->place, walk->since);

      if (rows == NULL)
        return FALSE;
      walk->erased += rows->len;
    }
  return walk->erased >= ROWS_AT_ONCE || forget_note (walk, customer_id, error);
}

static gboolean
go_back (Walk     *walk,
         gboolean *more,
         GError  **error)
{
  g_autoptr (GPtrArray) customers
      = hx_db_query_texts (walk->call->db, error, 1,
                           "SELECT l.customer_id FROM retention_left l JOIN customers k ON k.id = l.customer_id"
                           " WHERE l.kind = $1 AND k.frozen = 0 ORDER BY l.customer_id LIMIT $2",
                           "si", walk->kind->schema->name, (gint64) CUSTOMERS_AT_ONCE);

  for (guint i = 0; customers != NULL && i < customers->len && walk->erased < ROWS_AT_ONCE; i++)
    if (!wipe_left_of (walk, customers->pdata[i], error))
      return FALSE;
  *more = *more || walk->erased >= ROWS_AT_ONCE;
  return customers != NULL;
}

static gboolean
retain (HxServiceCall    *call,
        const HxPersonal *kind,
        gboolean         *more,
        GError          **error)
{
  Walk walk = { .call = call, .kind = kind, .since = hx_personal_since (call, kind->keep) };
  gboolean good;

  if (walk.since <= 0)
    return TRUE;
  walk.place = hx_retain_place (call, kind->schema->name, error);
  good = walk.place != NULL && go_back (&walk, more, error) && go_on (&walk, more, error)
         && hx_retain_account (call, kind->schema->name, walk.erased, error);
  g_free (walk.place);
  return good;
}

gboolean
hx_retain_texts (HxServiceCall *call,
                 gboolean      *more,
                 GError       **error)
{
  for (const HxPersonal *kind = hx_personal_texts; kind->schema != NULL; kind++)
    if (!retain (call, kind, more, error))
      return FALSE;
  return TRUE;
}
