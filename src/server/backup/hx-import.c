/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-export.h"
#include "hx-late-rows.h"
#include "hx-line-file.h"
#include "hx-row-group.h"
#include "store/hx-migrate.h"

#include <string.h>

typedef struct
{
  HxDb *db;
  HxCatalog *catalog;
  HxLineReader *lines;
  HxRowGroup *group;
  gint64 *wanted;      /* for each table: rows by the header */
  gint64 *found;
  HxLateRows *late;
  guint64 rows;
} Import;

static void
import_clear (Import *self)
{
  hx_catalog_free (self->catalog);
  hx_line_reader_free (self->lines);
  g_free (self->wanted);
  g_free (self->found);
  hx_late_rows_free (self->late);
  g_clear_pointer (&self->group, hx_row_group_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static gboolean
fail (GError    **error,
      HxError     code,
      const char *why)
{
  g_set_error_literal (error, HX_ERROR, (int) code, why);
  return FALSE;
}

/* -- an empty store ----------------------------------------------------------- */

/* The rows of a table that has few, as one text. */
static char *
read_rows (HxDb    *db,
           HxTable *table,
           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HxStatement) rows = hx_db_prepare (db, table->first, error);
  HxStep step = HX_STEP_FAILED;

  while (rows != NULL && (step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    {
      g_auto (HxRow) row = { 0 };

      hx_row_read (&row, table, rows);
      if (!hx_row_append (&row, text, error))
        return NULL;
    }
  return step == HX_STEP_DONE ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
check_fresh (Import  *self,
             GError **error)
{
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      HxTable *table = self->catalog->tables->pdata[i];
      g_autofree char *new = read_rows (self->catalog->fresh, table, error);
      g_autofree char *here = new != NULL ? read_rows (self->db, table, error) : NULL;

      if (here == NULL)
        return FALSE;
      if (strcmp (new, here) == 0)
        continue;
      g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT,
                   "The store is in use: %s has rows. An export goes only into a store that no server has run on",
                   table->name);
      return FALSE;
    }
  return TRUE;
}

/* -- the header --------------------------------------------------------------- */

static gboolean
read_counts (Import *self,
             HxJson *header)
{
  HxJson *rows = hx_json_get_member (header, "rows");
  g_auto (GStrv) names = NULL;

  if (rows == NULL || hx_json_get_type (rows) != HX_JSON_OBJECT)
    return FALSE;
  names = hx_json_dup_names (rows);
  if (g_strv_length (names) != self->catalog->tables->len)
    return FALSE;
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      self->wanted[i] = hx_json_member_integer (rows, ((HxTable *) self->catalog->tables->pdata[i])->name, -1);
      if (self->wanted[i] < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_header (Import  *self,
             GError **error)
{
  const char *line;
  gsize length;
  g_autoptr (HxJson) header = NULL;
  HxLineResult result = hx_line_reader_next (self->lines, &line, &length, error);

  if (result != HX_LINE_THERE)
    return result == HX_LINE_FAILED ? FALSE : fail (error, HX_ERROR_MALFORMED, "line 1: this is no export");
  header = hx_json_parse (line, length, NULL);
  if (header == NULL || hx_json_get_type (header) != HX_JSON_OBJECT
      || g_strcmp0 (hx_json_member_string (header, "format"), HX_EXPORT_FORMAT) != 0
      || hx_json_member_integer (header, "version", -1) != HX_EXPORT_VERSION)
    return fail (error, HX_ERROR_MALFORMED, "line 1: this is no export that this program knows");
  if (hx_json_member_integer (header, "form", -1) > self->catalog->form)
    return fail (error, HX_ERROR_STORE_NEWER, "line 1: the export is of a newer version");
  if (hx_json_member_integer (header, "form", -1) != self->catalog->form
      || g_strcmp0 (hx_json_member_string (header, "migrations"), self->catalog->digest) != 0)
    return fail (error, HX_ERROR_MALFORMED,
                 "line 1: the export has another form than this program; export it with the same version");
  return read_counts (self, header) || fail (error, HX_ERROR_MALFORMED, "line 1: rows: not those of this form");
}

/* -- rows --------------------------------------------------------------------- */

/* Nothing comes twice, as each row comes after the one before. */
static gboolean
check_order (Import      *self,
             const HxRow *row,
             GError     **error)
{
  const HxRow *before = hx_row_group_last (self->group);

  if (before != NULL && row->index < before->index)
    return fail (error, HX_ERROR_MALFORMED, "table: comes too late");
  if (before != NULL && row->index == before->index && hx_row_compare_keys (before, row) >= 0)
    return fail (error, HX_ERROR_MALFORMED, "key: comes twice, or out of order");
  if (++self->found[row->index] > self->wanted[row->index])
    return fail (error, HX_ERROR_MALFORMED, "table: has more rows than line 1 says");
  return TRUE;
}

static gboolean
insert_row (HxDb        *db,
            const HxRow *row,
            GError     **error)
{
  static const HxValue nothing = { 0 };
  g_autoptr (HxStatement) insert = hx_db_prepare (db, row->table->insert, error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < row->table->columns->len; i++)
    hx_row_bind (row->table, i, hx_late_rows_is_late (row, i) ? &nothing : &row->values[i], insert, i + 1);
  return hx_statement_run (insert, error);
}

static gboolean
take_line (Import     *self,
           const char *line,
           gsize       length,
           GError    **error)
{
  guint64 number = hx_line_reader_number (self->lines);
  g_auto (HxRow) row = { 0 };
  g_autoptr (GError) failure = NULL;

  if (hx_row_parse (&row, self->catalog, line, length, &failure) && check_order (self, &row, &failure))
    {
      hx_late_rows_note (self->late, &row, number, line, length);
      self->rows++;
      return hx_row_group_add (self->group, &row, number, length, error);
    }
  /* Of two lines that are wrong the first is told. */
  if (hx_row_group_finish (self->group, error))
    g_propagate_prefixed_error (error, g_steal_pointer (&failure), "line %" G_GUINT64_FORMAT ": ", number);
  return FALSE;
}

static gboolean
take_lines (Import  *self,
            GError **error)
{
  const char *line;
  gsize length;
  HxLineResult result;

  self->group = hx_row_group_new (self->db, insert_row);
  while ((result = hx_line_reader_next (self->lines, &line, &length, error)) == HX_LINE_THERE)
    if (!take_line (self, line, length, error))
      return FALSE;
  return result == HX_LINE_END && hx_row_group_finish (self->group, error);
}

/* As many as the header says, and no row that a new store had is left beside them. */
static gboolean
check_counts (Import  *self,
              GError **error)
{
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      const HxTable *table = self->catalog->tables->pdata[i];
      g_autoptr (HxStatement) row = hx_db_query (self->db, error, table->count, "");

      if (row == NULL)
        return FALSE;
      if (self->found[i] == self->wanted[i] && hx_statement_get_int (row, 0) == self->wanted[i])
        continue;
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s: has fewer rows than line 1 says", table->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
import_all (Import  *self,
            GError **error)
{
  return check_fresh (self, error) && take_lines (self, error) && hx_late_rows_settle (self->late, self->db, error)
         && check_counts (self, error) && hx_db_execute (self->db, "COMMIT", error);
}

/**
 * hx_import_read:
 * @db: a connection for writing, to a store that nothing was written to yet
 * @fd: (transfer full): an export
 * @rows: (out): how many rows there are now
 * @error: %HX_ERROR_MALFORMED with line, field and reason, %HX_ERROR_CONFLICT when
 *   the store is in use, %HX_ERROR_STORE_NEWER
 *
 * All of it in one transaction: whatever is wrong, the store stays as it was.
 *
 * Returns: whether the store holds what was exported
 */
gboolean
hx_import_read (HxDb    *db,
                int      fd,
                guint64 *rows,
                GError **error)
{
  g_auto (Import) self = { .db = db, .lines = hx_line_reader_new (fd) };

  self.catalog = hx_catalog_new (error);
  if (self.catalog == NULL)
    return FALSE;
  self.late = hx_late_rows_new (self.catalog);
  self.wanted = g_new0 (gint64, self.catalog->tables->len);
  self.found = g_new0 (gint64, self.catalog->tables->len);
  if (!read_header (&self, error) || !hx_migrate (db, error) || !hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  *rows = 0;
  if (import_all (&self, error))
    {
      *rows = self.rows;
      return hx_db_checkpoint (db, TRUE, error);
    }
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}
