/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-file-rows.h"

#define COUNTER "file_bytes"

static gboolean
check_quota (gint64   quota,
             gint64   used,
             GError **error)
{
  if (quota <= 0 || used <= quota)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_QUOTA, "Files may take %" G_GINT64_FORMAT " bytes together", quota);
  return FALSE;
}

/**
 * hx_file_rows_check_room:
 * @db: a connection
 * @quota: bytes that all files together may have; 0 for any number
 * @more: bytes that are announced
 * @error: %HX_ERROR_QUOTA, or the store's
 *
 * So that nobody sends what cannot be kept; [func@file_rows_add] decides.
 *
 * Returns: whether there is room now
 */
gboolean
hx_file_rows_check_room (HxDb    *db,
                         gint64   quota,
                         gint64   more,
                         GError **error)
{
  g_autoptr (HxStatement) row = NULL;

  if (quota <= 0)
    return TRUE;
  row = hx_db_query (db, error, "SELECT value FROM counters WHERE name = '" COUNTER "'", "");
  return row != NULL && check_quota (quota, hx_statement_get_int (row, 0) + MIN (more, G_MAXINT64 / 2), error);
}

/* The count is kept: adding up a million rows takes tens of milliseconds. */
static gboolean
count (HxDb    *db,
       gint64   more,
       gint64   quota,
       GError **error)
{
  g_autoptr (HxStatement) row = hx_db_query (
      db, error, "UPDATE counters SET value = value + $1 WHERE name = '" COUNTER "' RETURNING value", "i", more);

  return row != NULL && (more <= 0 || check_quota (quota, hx_statement_get_int (row, 0), error));
}

/**
 * hx_file_rows_add:
 * @db: a connection, in a transaction
 * @row: a file that was put already
 * @quota: bytes that all files together may have; 0 for any number
 * @now: µs UTC
 * @error: %HX_ERROR_QUOTA, or the store's
 *
 * Returns: whether the file belongs to the store once this is committed
 */
gboolean
hx_file_rows_add (HxDb            *db,
                  const HxFileRow *row,
                  gint64           quota,
                  gint64           now,
                  GError         **error)
{
  return hx_db_run (db, error,
                    "INSERT INTO files (name, size, digest, state, created_at) VALUES ($1, $2, $3, 'kept', $4)", "sisi",
                    row->name, row->size, row->digest, now)
         && count (db, row->size, quota, error);
}

/**
 * hx_file_rows_drop:
 * @db: a connection, in a transaction
 * @name: (nullable): a file that nothing names any more
 * @error: the store's
 *
 * The file itself is removed some time after the commit, as a transaction that
 * is rolled back must find it where it was.
 *
 * Returns: whether it will be
 */
gboolean
hx_file_rows_drop (HxDb       *db,
                   const char *name,
                   GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = NULL;
  gint64 size;

  if (name == NULL)
    return TRUE;
  row = hx_db_query (db, &failure,
                     "UPDATE files SET state = 'doomed' WHERE name = $1 AND state <> 'doomed' RETURNING size", "s", name);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  size = hx_statement_get_int (row, 0);
  g_clear_pointer (&row, hx_statement_reset);
  return count (db, -size, 0, error);
}

/**
 * hx_file_rows_recount:
 * @db: a connection, in a transaction
 * @error: the store's
 *
 * Returns: whether the kept count is what the rows add up to
 */
gboolean
hx_file_rows_recount (HxDb    *db,
                      GError **error)
{
  return hx_db_run (db, error,
                    "UPDATE counters SET value = (SELECT coalesce(sum(size), 0) FROM files WHERE state <> 'doomed')"
                    " WHERE name = '" COUNTER "'",
                    "");
}

/**
 * hx_file_rows_has:
 * @db: a connection
 * @name: a file
 * @has: (out): whether there is a row of it
 * @error: the store's
 *
 * Returns: whether that could be found out
 */
gboolean
hx_file_rows_has (HxDb       *db,
                  const char *name,
                  gboolean   *has,
                  GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, "SELECT 1 FROM files WHERE name = $1", "s", name);

  *has = row != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_file_rows_forget:
 * @db: a connection, in a transaction
 * @name: a doomed file that was removed
 * @error: the store's
 *
 * Returns: whether its row is gone
 */
gboolean
hx_file_rows_forget (HxDb       *db,
                     const char *name,
                     GError    **error)
{
  return hx_db_run (db, error, "DELETE FROM files WHERE name = $1 AND state = 'doomed'", "s", name);
}

/**
 * hx_file_rows_mark:
 * @db: a connection, in a transaction
 * @name: a file
 * @missing: whether it is not there although it should be
 * @error: the store's
 *
 * Returns: whether its row says so
 */
gboolean
hx_file_rows_mark (HxDb       *db,
                   const char *name,
                   gboolean    missing,
                   GError    **error)
{
  return hx_db_run (db, error, "UPDATE files SET state = $2 WHERE name = $1 AND state = $3", "sss", name,
                    missing ? "missing" : "kept", missing ? "kept" : "missing");
}

/**
 * hx_file_fact_free:
 * @self: (transfer full) (nullable): a row
 */
void
hx_file_fact_free (HxFileFact *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->state);
  g_free (self->digest);
  g_free (self);
}

/**
 * hx_file_rows_page:
 * @db: a connection
 * @after: the last name of the page before, or an empty text
 * @limit: how many rows
 * @error: the store's
 *
 * Returns: (transfer full) (element-type HxFileFact) (nullable): rows by name
 */
GPtrArray *
hx_file_rows_page (HxDb       *db,
                   const char *after,
                   guint       limit,
                   GError    **error)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_file_fact_free);
  g_autoptr (HxStatement) rows = hx_db_prepare (
      db, "SELECT name, state, digest, size FROM files WHERE name > $1 ORDER BY name LIMIT $2", error);
  HxStep step;

  if (rows == NULL)
    return NULL;
  hx_statement_bind_text (rows, 1, after);
  hx_statement_bind_int (rows, 2, limit);
  while ((step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    {
      HxFileFact *fact = g_new0 (HxFileFact, 1);

      fact->name = g_strdup (hx_statement_get_text (rows, 0));
      fact->state = g_strdup (hx_statement_get_text (rows, 1));
      fact->digest = g_strdup (hx_statement_get_text (rows, 2));
      fact->size = hx_statement_get_int (rows, 3);
      g_ptr_array_add (page, fact);
    }
  return step == HX_STEP_DONE ? g_steal_pointer (&page) : NULL;
}

/**
 * hx_file_rows_adopt:
 * @db: a connection, in a transaction
 * @now: µs UTC
 * @error: the store's
 *
 * Makes the rows of files that recordings name, after recordings were written past the services.
 *
 * Returns: whether all of them have one
 */
gboolean
hx_file_rows_adopt (HxDb    *db,
                    gint64   now,
                    GError **error)
{
  return hx_db_run (db, error,
                    "INSERT INTO files (name, size, digest, state, created_at)"
                    " SELECT r.file, r.size, r.digest, 'kept', $1 FROM recordings r"
                    " WHERE r.file IS NOT NULL AND NOT EXISTS (SELECT 1 FROM files f WHERE f.name = r.file)",
                    "i", now)
         && hx_file_rows_recount (db, error);
}

/**
 * hx_file_rows_doomed:
 * @db: a connection
 * @limit: how many
 * @error: the store's
 *
 * Returns: (transfer full) (element-type utf8) (nullable): names of files that may be removed
 */
GPtrArray *
hx_file_rows_doomed (HxDb    *db,
                     guint    limit,
                     GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HxStatement) rows
      = hx_db_prepare (db, "SELECT name FROM files WHERE state = 'doomed' ORDER BY name LIMIT $1", error);
  HxStep step = HX_STEP_FAILED;

  if (rows == NULL)
    return NULL;
  hx_statement_bind_int (rows, 1, limit);
  while ((step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    g_ptr_array_add (names, g_strdup (hx_statement_get_text (rows, 0)));
  return step == HX_STEP_DONE ? g_steal_pointer (&names) : NULL;
}
