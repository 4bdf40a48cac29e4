/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-partitions.h"
#include "hx-time.h"

#include <string.h>

/* Months that are made ahead. The next one is there for all of this one, and more would only make pages slower: each looks
 * into the empty ones too. */
#define MONTHS_AHEAD 1

/* A bound as the column has it: µs, or the beginning of an id, which is the time it was made. */
static char *
time_bound (gint64 at)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, at);
}

static char *
id_bound (gint64 at)
{
  char floor[HX_ID_FLOOR_LENGTH];

  hx_id_floor (at, floor);
  return g_strdup_printf ("'%s'", floor);
}

static const struct
{
  const char *table;
  const char *column;
  char *(*bound) (gint64 at);
  gboolean append_only;
} partitioned[] = {
  { "contacts", "id", id_bound, FALSE },
  { "events", "at", time_bound, FALSE },
  { "audit", "at", time_bound, TRUE },
};

/* The rows of that month that came before its partition was there lie in the default
 * one; they move along, as the two may not overlap. */
static gboolean
move (HxDb       *db,
      guint       which,
      const char *name,
      gint64      from,
      gint64      to,
      GError    **error)
{
  const char *table = partitioned[which].table, *column = partitioned[which].column;
  g_autofree char *first = partitioned[which].bound (from);
  g_autofree char *last = partitioned[which].bound (to);
  g_autofree char *script = g_strdup_printf (
      "CREATE TABLE %s (LIKE %s INCLUDING ALL);"
      "WITH moved AS (DELETE FROM %s_default WHERE %s >= %s AND %s < %s RETURNING *) INSERT INTO %s SELECT * FROM moved;"
      "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)",
      name, table, table, column, first, column, last, name, table, name, first, last);

  return hx_db_execute (db, script, error);
}

/* No row of an append-only table can be moved, so a month that has begun in the default partition ends there. Only
 * triggers of rows are inherited. */
static gboolean
add (HxDb       *db,
     guint       which,
     const char *name,
     gint64      from,
     gint64      to,
     GError    **error)
{
  const char *table = partitioned[which].table;
  g_autofree char *begun = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM %s_default WHERE %s >= $1 AND %s < $2)", table,
                                            partitioned[which].column, partitioned[which].column);
  g_autofree char *first = partitioned[which].bound (from);
  g_autofree char *last = partitioned[which].bound (to);
  g_autofree char *script = g_strdup_printf ("CREATE TABLE %s (LIKE %s INCLUDING ALL);"
                                             "CREATE TRIGGER %s_is_kept BEFORE TRUNCATE ON %s FOR EACH STATEMENT"
                                             " EXECUTE FUNCTION %s_refuse ();"
                                             "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)",
                                             name, table, table, name, table, table, name, first, last);
  g_autoptr (HxStatement) row = hx_db_query (db, error, begun, "ii", from, to);

  if (row == NULL)
    return FALSE;
  if (hx_statement_get_int (row, 0) != 0)
    return TRUE;
  g_clear_pointer (&row, hx_statement_reset);
  return hx_db_execute (db, script, error);
}

static gboolean
make (HxDb       *db,
      guint       which,
      const char *name,
      gint64      from,
      gint64      to,
      GError    **error)
{
  return (partitioned[which].append_only ? add : move) (db, which, name, from, to, error);
}

static gboolean
is_there (HxDb       *db,
          const char *name,
          gboolean   *there,
          GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error, "SELECT to_regclass(cast($1 as text)) IS NOT NULL", "s", name);

  *there = row != NULL && hx_statement_get_int (row, 0) != 0;
  return row != NULL;
}

static gboolean
ensure_inside (HxDb       *db,
               guint       which,
               const char *name,
               GDateTime  *month,
               GError    **error)
{
  g_autoptr (GDateTime) next = g_date_time_add_months (month, 1);
  gboolean there;

  return is_there (db, name, &there, error)
         && (there
             || make (db, which, name, g_date_time_to_unix (month) * G_USEC_PER_SEC,
                      g_date_time_to_unix (next) * G_USEC_PER_SEC, error));
}

/* A transaction for each: who reads has locks of several tables, in any order, so nobody may wait for a second table
 * who keeps readers from a first. */
static gboolean
ensure_one (HxDb      *db,
            guint      which,
            GDateTime *month,
            GError   **error)
{
  g_autofree char *stamp = g_date_time_format (month, "%Y%m");
  g_autofree char *name = g_strdup_printf ("%s_%s", partitioned[which].table, stamp);
  gboolean there;

  if (!is_there (db, name, &there, error))
    return FALSE;
  if (there)
    return TRUE;
  if (!hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (ensure_inside (db, which, name, month, error) && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * hx_partitions_ensure:
 * @db: a connection for writing, outside a transaction
 * @now: µs UTC
 * @error: the store's
 *
 * On PostgreSQL contacts, events and the audit log have a partition for each month; this makes the
 * present one and the next. Whatever has none lies in the default partition, so
 * that nothing is ever refused for want of one. Other engines have no partitions.
 *
 * Returns: whether they are there
 */
gboolean
hx_partitions_ensure (HxDb    *db,
                      gint64   now,
                      GError **error)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) first
      = g_date_time_new_utc (g_date_time_get_year (today), g_date_time_get_month (today), 1, 0, 0, 0);

  if (strcmp (hx_db_engine_name (db), "pgsql") != 0)
    return TRUE;
  for (int i = 0; i <= MONTHS_AHEAD; i++)
    {
      g_autoptr (GDateTime) month = g_date_time_add_months (first, i);

      for (guint which = 0; which < G_N_ELEMENTS (partitioned); which++)
        if (!ensure_one (db, which, month, error))
          return FALSE;
    }
  return TRUE;
}
