/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-catalog-private.h"

#include <string.h>

/* One column of one table that names a row of another. */
typedef struct
{
  HxTable *from;
  HxTable *to;
  HxColumn *column;
} Reference;

static HxColumn *
find_column (const HxTable *table,
             const char    *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (((HxColumn *) table->columns->pdata[i])->name, name) == 0)
      return table->columns->pdata[i];
  return NULL;
}

static gboolean
read_references (HxCatalog *self,
                 GArray    *references,
                 GError   **error)
{
  g_autoptr (HxStatement) rows
      = hx_db_prepare (self->fresh,
                       "SELECT m.name, f.\"table\", f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f"
                       " WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq",
                       error);
  HxStep step = HX_STEP_FAILED;

  while (rows != NULL && (step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    {
      Reference reference = { hx_catalog_find (self, hx_statement_get_text (rows, 0), NULL),
                              hx_catalog_find (self, hx_statement_get_text (rows, 1), NULL), NULL };

      if (reference.from == NULL || reference.to == NULL)
        continue;
      reference.column = find_column (reference.from, hx_statement_get_text (rows, 2));
      g_array_append_val (references, reference);
    }
  return step == HX_STEP_DONE;
}

/* Whether all tables that the table's rows name are placed; those that may be
 * named later only count when asked for. */
static gboolean
is_ready (const HxTable *table,
          GArray        *references,
          GPtrArray     *placed,
          gboolean       optional)
{
  for (guint i = 0; i < references->len; i++)
    {
      const Reference *reference = &g_array_index (references, Reference, i);

      if (reference->from == table && reference->to != table && (optional || reference->column->required)
          && !g_ptr_array_find (placed, reference->to, NULL))
        return FALSE;
    }
  return TRUE;
}

static HxTable *
find_ready (HxCatalog *self,
            GArray    *references,
            GPtrArray *placed)
{
  for (int optional = TRUE; optional >= FALSE; optional--)
    for (guint i = 0; i < self->tables->len; i++)
      if (!g_ptr_array_find (placed, self->tables->pdata[i], NULL)
          && is_ready (self->tables->pdata[i], references, placed, optional))
        return self->tables->pdata[i];
  return NULL;
}

/* A table cannot be written after itself: what its rows name among themselves,
 * or in a circle, is written when all rows are there. */
static gboolean
mark_late (GPtrArray *placed,
           GArray    *references,
           GError   **error)
{
  for (guint i = 0; i < references->len; i++)
    {
      const Reference *reference = &g_array_index (references, Reference, i);
      guint from, to;

      g_ptr_array_find (placed, reference->from, &from);
      g_ptr_array_find (placed, reference->to, &to);
      if (to < from)
        continue;
      if (reference->column->required)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "Rows of %s need one another", reference->from->name);
          return FALSE;
        }
      reference->column->late = TRUE;
      reference->column->of = reference->to;
    }
  return TRUE;
}

gboolean
hx_catalog_order (HxCatalog *self,
                  GError   **error)
{
  g_autoptr (GArray) references = g_array_new (FALSE, FALSE, sizeof (Reference));
  g_autoptr (GPtrArray) placed = g_ptr_array_new ();

  if (!read_references (self, references, error))
    return FALSE;
  while (placed->len < self->tables->len)
    {
      HxTable *table = find_ready (self, references, placed);

      if (table == NULL)
        {
          g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "The tables need one another in a circle");
          return FALSE;
        }
      g_ptr_array_add (placed, table);
    }
  if (!mark_late (placed, references, error))
    return FALSE;
  memcpy (self->tables->pdata, placed->pdata, placed->len * sizeof (gpointer));
  return TRUE;
}

static void
append_names (GString   *sql,
              GPtrArray *columns,
              gboolean   number)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const HxColumn *column = columns->pdata[i];

      g_string_append (sql, i > 0 ? ", " : "");
      if (number)
        g_string_append_printf (sql, "$%u", i + 1);
      else
        g_string_append (sql, column->name);
    }
}

static char *
select_text (const HxTable *table,
             gboolean       first)
{
  GString *sql = g_string_new ("SELECT ");

  append_names (sql, table->columns, FALSE);
  g_string_append_printf (sql, " FROM %s", table->name);
  if (!first)
    {
      g_string_append (sql, " WHERE (");
      append_names (sql, table->keys, FALSE);
      g_string_append (sql, ") > (");
      append_names (sql, table->keys, TRUE);
      g_string_append_c (sql, ')');
    }
  g_string_append (sql, " ORDER BY ");
  append_names (sql, table->keys, FALSE);
  g_string_append (sql, " LIMIT 1000");
  return g_string_free (sql, FALSE);
}

/* The rows that a new store has are the same rows with other values. */
static char *
insert_text (const HxTable *table)
{
  GString *sql = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (sql, "INSERT INTO %s (", table->name);
  append_names (sql, table->columns, FALSE);
  g_string_append (sql, ") VALUES (");
  append_names (sql, table->columns, TRUE);
  g_string_append_c (sql, ')');
  if (!table->seeded)
    return g_string_free (sql, FALSE);
  g_string_append (sql, " ON CONFLICT (");
  append_names (sql, table->keys, FALSE);
  g_string_append (sql, ") DO UPDATE SET ");
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HxColumn *column = table->columns->pdata[i];

      if (column->key == 0)
        g_string_append_printf (sql, "%s%s = excluded.%s", n++ > 0 ? ", " : "", column->name, column->name);
    }
  return g_string_free (sql, FALSE);
}

/* The key is $1, $2 …, then the late columns by name. */
static char *
settle_text (const HxTable *table)
{
  GString *sql = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (sql, "UPDATE %s SET ", table->name);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HxColumn *column = table->columns->pdata[i];

      if (column->late)
        {
          g_string_append_printf (sql, "%s%s = $%u", n > 0 ? ", " : "", column->name, table->keys->len + n + 1);
          n++;
        }
    }
  for (guint i = 0; i < table->keys->len; i++)
    g_string_append_printf (sql, "%s%s = $%u", i > 0 ? " AND " : " WHERE ", ((HxColumn *) table->keys->pdata[i])->name,
                            i + 1);
  return g_string_free (sql, n == 0);
}

void
hx_table_make_texts (HxTable *self,
                     gboolean writing)
{
  if (!writing)
    {
      self->count = g_strdup_printf ("SELECT count(*) FROM %s", self->name);
      self->first = select_text (self, TRUE);
      self->next = select_text (self, FALSE);
      return;
    }
  self->insert = insert_text (self);
  self->settle = settle_text (self);
}
