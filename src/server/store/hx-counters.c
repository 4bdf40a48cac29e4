/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-counters.h"

#include <string.h>

typedef struct
{
  char *name;
  gint64 stored;
  gint64 value;
  gint64 marked; /* as it was at the last mark */
} Counter;

/* What a connection holds: few, so they are walked. */
struct _HxCounters
{
  GPtrArray *held; /* (nullable): of Counter; until they are needed */
};

static const char all_counters[] = "SELECT name, value FROM counters";

static void
counter_free (gpointer data)
{
  Counter *self = data;

  g_free (self->name);
  g_free (self);
}

/**
 * hx_counters_hold:
 * @db: a connection for writing, in a transaction that nobody else writes beside
 *
 * From now on numbers are given out of memory, until [func@counters_drop]: of many
 * that one transaction gives only the last is written.
 */
void
hx_counters_hold (HxDb *db)
{
  hx_counters_drop (db);
  db->counters = g_new0 (HxCounters, 1);
  hx_db_ask (db, 0, all_counters, "");
}

/**
 * hx_counters_drop:
 * @db: a connection
 *
 * To be called when the transaction has ended, or the connection does.
 */
void
hx_counters_drop (HxDb *db)
{
  if (db->counters == NULL)
    return;
  g_clear_pointer (&db->counters->held, g_ptr_array_unref);
  g_clear_pointer (&db->counters, g_free);
}

static guint
n_held (HxDb *db)
{
  return db->counters != NULL && db->counters->held != NULL ? db->counters->held->len : 0;
}

/**
 * hx_counters_mark:
 * @db: a connection that holds its counters, at a new savepoint
 */
void
hx_counters_mark (HxDb *db)
{
  for (guint i = 0; i < n_held (db); i++)
    {
      Counter *counter = db->counters->held->pdata[i];

      counter->marked = counter->value;
    }
}

/**
 * hx_counters_undo:
 * @db: a connection that holds its counters, after a rollback to the savepoint
 *
 * Numbers given since the mark were given to nobody.
 */
void
hx_counters_undo (HxDb *db)
{
  for (guint i = 0; i < n_held (db); i++)
    {
      Counter *counter = db->counters->held->pdata[i];

      counter->value = counter->marked;
    }
}

/**
 * hx_counters_settle:
 * @db: a connection that holds its counters, before its transaction is committed
 * @error: the store's
 *
 * Returns: whether the store has the numbers that were given
 */
gboolean
hx_counters_settle (HxDb    *db,
                    GError **error)
{
  for (guint i = 0; i < n_held (db); i++)
    {
      Counter *counter = db->counters->held->pdata[i];

      if (counter->value == counter->stored)
        continue;
      if (!hx_db_run (db, error, "UPDATE counters SET value = $2 WHERE name = $1", "si", counter->name, counter->value))
        return FALSE;
      counter->stored = counter->value;
    }
  return TRUE;
}

static GPtrArray *
read_all (HxDb    *db,
          GError **error)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (counter_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, all_counters, "");

  for (HxStep step = row != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW; step = hx_statement_step (row, &failure))
    {
      Counter *counter = g_new (Counter, 1);
      gint64 value = hx_statement_get_int (row, 1);

      *counter = (Counter){ g_strdup (hx_statement_get_text (row, 0)), value, value, value };
      g_ptr_array_add (held, counter);
    }
  if (failure == NULL)
    return g_steal_pointer (&held);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gint64
no_such_counter (const char *name,
                 GError    **error)
{
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "The store has no counter “%s”", name);
  return 0;
}

static gint64
next_held (HxDb       *db,
           const char *name,
           GError    **error)
{
  if (db->counters->held == NULL && (db->counters->held = read_all (db, error)) == NULL)
    return 0;
  for (guint i = 0; i < db->counters->held->len; i++)
    {
      Counter *counter = db->counters->held->pdata[i];

      if (strcmp (counter->name, name) == 0)
        return ++counter->value;
    }
  return no_such_counter (name, error);
}

static gint64
next_stored (HxDb       *db,
             const char *name,
             GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &failure, "UPDATE counters SET value = value + 1 WHERE name = $1 RETURNING value", "s", name);

  if (row != NULL)
    return hx_statement_get_int (row, 0);
  if (failure == NULL)
    return no_such_counter (name, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return 0;
}

/**
 * hx_counter_next:
 * @db: a connection for writing
 * @name: a row of counters
 * @error: the store's
 *
 * Numbers without gaps: whoever asks has the row, or the right to write at all, until
 * the transaction ends.
 *
 * Returns: the next number, 0 for a failure
 */
gint64
hx_counter_next (HxDb       *db,
                 const char *name,
                 GError    **error)
{
  return db->counters != NULL ? next_held (db, name, error) : next_stored (db, name, error);
}
