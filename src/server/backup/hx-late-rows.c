/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-late-rows.h"
#include "hx-row-group.h"

#include <string.h>

typedef struct
{
  guint64 number;
  char *text;
} Late;

struct _HxLateRows
{
  const HxCatalog *catalog;
  GArray *lines; /* of Late */
};

static void
late_clear (gpointer data)
{
  g_free (((Late *) data)->text);
}

/**
 * hx_late_rows_new:
 * @catalog: what there may be; must stay
 *
 * Returns: (transfer full): nothing noted yet
 */
HxLateRows *
hx_late_rows_new (const HxCatalog *catalog)
{
  HxLateRows *self = g_new0 (HxLateRows, 1);

  self->catalog = catalog;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Late));
  g_array_set_clear_func (self->lines, late_clear);
  return self;
}

/**
 * hx_late_rows_free:
 * @self: (transfer full) (nullable): what was noted
 */
void
hx_late_rows_free (HxLateRows *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * hx_late_rows_is_late:
 * @row: a row
 * @column: one of its table's
 *
 * Returns: whether it has a value there that is written when all rows are
 */
gboolean
hx_late_rows_is_late (const HxRow *row,
                      guint        column)
{
  return ((HxColumn *) row->table->columns->pdata[column])->late && row->values[column].has;
}

/**
 * hx_late_rows_note:
 * @self: what was noted
 * @row: a row
 * @number: of its line
 * @line: (array length=length): that line
 * @length: its bytes
 *
 * Notes the line, if anything of the row is late.
 */
void
hx_late_rows_note (HxLateRows  *self,
                   const HxRow *row,
                   guint64      number,
                   const char  *line,
                   gsize        length)
{
  for (guint i = 0; i < row->table->columns->len; i++)
    if (hx_late_rows_is_late (row, i))
      {
        Late late = { number, g_strndup (line, length) };

        g_array_append_val (self->lines, late);
        return;
      }
}

static gboolean
settle_row (HxDb        *db,
            const HxRow *row,
            GError     **error)
{
  g_autoptr (HxStatement) settle = hx_db_prepare (db, row->table->settle, error);
  guint parameter = row->table->keys->len;

  if (settle == NULL)
    return FALSE;
  hx_row_bind_keys (row, settle);
  for (guint i = 0; i < row->table->columns->len; i++)
    if (((HxColumn *) row->table->columns->pdata[i])->late)
      hx_row_bind (row->table, i, &row->values[i], settle, ++parameter);
  return hx_statement_run (settle, error);
}

/* Some columns may name what comes until the transaction ends, which is too late to tell the line. */
static gboolean
check_named (HxDb        *db,
             const HxRow *row,
             GError     **error)
{
  for (guint i = 0; i < row->table->columns->len; i++)
    {
      const HxColumn *column = row->table->columns->pdata[i];
      g_autofree char *sql = NULL;
      g_autoptr (GError) failure = NULL;
      g_autoptr (HxStatement) named = NULL;

      if (!hx_late_rows_is_late (row, i))
        continue;
      sql = g_strdup_printf ("SELECT 1 FROM %s WHERE %s = $1", column->of->name,
                             ((HxColumn *) column->of->keys->pdata[0])->name);
      named = hx_db_query (db, &failure, sql, "s", row->values[i].text);
      if (failure == NULL && named == NULL)
        g_set_error (&failure, HX_ERROR, HX_ERROR_MALFORMED, "%s.%s: names no row", row->table->name, column->name);
      if (failure == NULL)
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_all (HxLateRows *self,
           HxDb       *db,
           HxRowWriter writer,
           GError    **error)
{
  g_autoptr (HxRowGroup) group = hx_row_group_new (db, writer);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Late *late = &g_array_index (self->lines, Late, i);
      gsize length = strlen (late->text);
      g_auto (HxRow) row = { 0 };

      if (!hx_row_parse (&row, self->catalog, late->text, length, error)
          || !hx_row_group_add (group, &row, late->number, length, error))
        return FALSE;
    }
  return hx_row_group_finish (group, error);
}

static gboolean
has_loose_ends (HxDb           *db,
                const HxTable  *table,
                const HxColumn *column,
                gboolean       *loose,
                GError        **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM %s t WHERE t.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.%s = t.%s))"
      " THEN 1 ELSE 0 END",
      table->name, column->name, column->of->name, ((HxColumn *) column->of->keys->pdata[0])->name, column->name);
  gint64 found = 0;

  if (!hx_db_query_int (db, &found, error, sql))
    return FALSE;
  *loose = *loose || found != 0;
  return TRUE;
}

/**
 * hx_late_rows_settle:
 * @self: what was noted
 * @db: the connection that all rows were written to
 * @error: the store's; with the line, if a row names one that is not there
 *
 * Returns: whether the late columns are written, and name rows
 */
gboolean
hx_late_rows_settle (HxLateRows *self,
                     HxDb       *db,
                     GError    **error)
{
  gboolean loose = FALSE;

  if (!write_all (self, db, settle_row, error))
    return FALSE;
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      const HxTable *table = self->catalog->tables->pdata[i];

      for (guint j = 0; j < table->columns->len; j++)
        if (((HxColumn *) table->columns->pdata[j])->late && !has_loose_ends (db, table, table->columns->pdata[j], &loose, error))
          return FALSE;
    }
  return !loose || write_all (self, db, check_named, error);
}
