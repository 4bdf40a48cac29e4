/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-export.h"
#include "hx-line-file.h"
#include "hx-row.h"

typedef struct
{
  HxDb *db;
  HxCatalog *catalog;
  HxLineWriter *lines;
  GString *line;
  guint64 rows;
} Export;

static gboolean
check_form (Export  *self,
            GError **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, error, "SELECT coalesce(max(number), 0) FROM schema_migrations", "");

  if (row == NULL)
    return FALSE;
  if (hx_statement_get_int (row, 0) == self->catalog->form)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED,
               "The store has form %" G_GINT64_FORMAT ", this program writes form %" G_GINT64_FORMAT
               "; run huixiangd migrate first",
               hx_statement_get_int (row, 0), self->catalog->form);
  return FALSE;
}

/* No time and no version of the program: the same rows are the same bytes. */
static gboolean
write_header (Export  *self,
              GError **error)
{
  g_string_assign (self->line, "{\"form\":");
  g_string_append_printf (self->line, "%" G_GINT64_FORMAT ",\"format\":\"" HX_EXPORT_FORMAT "\",\"migrations\":\"%s\",\"rows\":{",
                          self->catalog->form, self->catalog->digest);
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      const HxTable *table = self->catalog->tables->pdata[i];
      g_autoptr (HxStatement) row = hx_db_query (self->db, error, table->count, "");

      if (row == NULL)
        return FALSE;
      g_string_append_printf (self->line, "%s\"%s\":%" G_GINT64_FORMAT, i > 0 ? "," : "", table->name,
                              hx_statement_get_int (row, 0));
    }
  g_string_append_printf (self->line, "},\"version\":%d}", HX_EXPORT_VERSION);
  return hx_line_writer_add (self->lines, self->line->str, self->line->len, error);
}

/* One page; @last gets its last row, so that the next page begins after it. */
static HxStep
write_page (Export      *self,
            HxTable     *table,
            HxStatement *rows,
            HxRow       *last,
            guint       *written,
            GError     **error)
{
  HxStep step;

  *written = 0;
  while ((step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    {
      HxRow row;
      gboolean good;

      hx_row_read (&row, table, rows);
      g_string_truncate (self->line, 0);
      good = hx_row_append (&row, self->line, error)
             && hx_line_writer_add (self->lines, self->line->str, self->line->len, error);
      hx_row_clear (&row);
      if (!good)
        return HX_STEP_FAILED;
      ++*written;
    }
  self->rows += *written;
  hx_row_clear (last);
  return step;
}

static gboolean
write_table (Export  *self,
             HxTable *table,
             GError **error)
{
  g_auto (HxRow) last = { 0 };
  guint written = 0;

  do
    {
      g_autoptr (HxStatement) rows = hx_db_prepare (self->db, last.table == NULL ? table->first : table->next, error);

      if (rows == NULL)
        return FALSE;
      if (last.table != NULL)
        hx_row_bind_keys (&last, rows);
      if (write_page (self, table, rows, &last, &written, error) != HX_STEP_DONE)
        return FALSE;
      /* The line that was written last still has the key. */
      if (written > 0 && !hx_row_parse (&last, self->catalog, self->line->str, self->line->len, error))
        return FALSE;
    }
  while (written > 0);
  return TRUE;
}

static gboolean
write_all (Export  *self,
           GError **error)
{
  if (!check_form (self, error) || !write_header (self, error))
    return FALSE;
  for (guint i = 0; i < self->catalog->tables->len; i++)
    if (!write_table (self, self->catalog->tables->pdata[i], error))
      return FALSE;
  return hx_line_writer_finish (self->lines, error);
}

/**
 * hx_export_write:
 * @db: a connection for reading, of the form that this program works with
 * @fd: (transfer full): where to
 * @rows: (out): how many rows were written
 * @error: the store's, or %HX_ERROR_STORE_FULL
 *
 * Writes every row of every table, of one moment, while others go on writing.
 * Sealed values stay sealed.
 *
 * Returns: whether all of it is there
 */
gboolean
hx_export_write (HxDb    *db,
                 int      fd,
                 guint64 *rows,
                 GError **error)
{
  g_autoptr (HxLineWriter) lines = hx_line_writer_new (fd);
  g_autoptr (HxCatalog) catalog = hx_catalog_new (error);
  g_autoptr (GString) line = g_string_new (NULL);
  Export self = { .db = db, .catalog = catalog, .lines = lines, .line = line };
  gboolean good = catalog != NULL && hx_db_execute (db, "BEGIN", error);

  if (!good)
    return FALSE;
  good = write_all (&self, error);
  hx_db_execute (db, "COMMIT", NULL);
  *rows = self.rows;
  return good;
}
