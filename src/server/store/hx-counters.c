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
  GPtrArray *held; /* of Counter */
};

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
  db->counters->held = g_ptr_array_new_with_free_func (counter_free);
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
  g_ptr_array_unref (db->counters->held);
  g_clear_pointer (&db->counters, g_free);
}

/**
 * hx_counters_mark:
 * @db: a connection that holds its counters, at a new savepoint
 */
void
hx_counters_mark (HxDb *db)
{
  for (guint i = 0; db->counters != NULL && i < db->counters->held->len; i++)
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
  for (guint i = 0; db->counters != NULL && i < db->counters->held->len; i++)
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
  for (guint i = 0; db->counters != NULL && i < db->counters->held->len; i++)
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

static gint64
ask (HxDb       *db,
     const char *sql,
     const char *name,
     GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, sql, "s", name);

  if (row != NULL)
    return hx_statement_get_int (row, 0);
  if (failure == NULL)
    failure = g_error_new (HX_ERROR, HX_ERROR_STORE_CORRUPT, "The store has no counter “%s”", name);
  g_propagate_error (error, g_steal_pointer (&failure));
  return -1;
}

static Counter *
find (HxDb       *db,
      const char *name,
      GError    **error)
{
  GPtrArray *held = db->counters->held;
  Counter *counter;
  gint64 value;

  for (guint i = 0; i < held->len; i++)
    if (strcmp (((Counter *) held->pdata[i])->name, name) == 0)
      return held->pdata[i];
  value = ask (db, "SELECT value FROM counters WHERE name = $1", name, error);
  if (value < 0)
    return NULL;
  counter = g_new (Counter, 1);
  *counter = (Counter){ g_strdup (name), value, value, value };
  g_ptr_array_add (held, counter);
  return counter;
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
  Counter *counter;
  gint64 number;

  if (db->counters == NULL)
    {
      number = ask (db, "UPDATE counters SET value = value + 1 WHERE name = $1 RETURNING value", name, error);
      return number > 0 ? number : 0;
    }
  counter = find (db, name, error);
  return counter != NULL ? ++counter->value : 0;
}
