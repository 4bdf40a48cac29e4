/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-catalog.h"
#include "hx-catalog-private.h"
#include "secrets/hx-digest.h"
#include "store/hx-migrate.h"

#include <string.h>

/* Which migrations ran is what the header of an export tells, not one of its rows. */
#define TABLES " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite#_%' ESCAPE '#' AND m.name <> 'schema_migrations'"

static void
column_free (gpointer data)
{
  HxColumn *self = data;

  g_free (self->name);
  g_free (self);
}

static void
table_free (gpointer data)
{
  HxTable *self = data;

  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->keys);
  g_free (self->name);
  g_free (self->count);
  g_free (self->first);
  g_free (self->next);
  g_free (self->insert);
  g_free (self->settle);
  g_free (self);
}

/**
 * hx_catalog_free:
 * @self: (transfer full) (nullable): a catalog
 */
void
hx_catalog_free (HxCatalog *self)
{
  if (self == NULL)
    return;
  hx_db_close (self->fresh);
  g_ptr_array_unref (self->tables);
  g_free (self->digest);
  g_free (self);
}

/**
 * hx_catalog_find:
 * @self: a catalog
 * @name: (nullable): perhaps the name of a table
 * @index: (out) (optional): its place in the order
 *
 * Returns: (transfer none) (nullable): the table
 */
HxTable *
hx_catalog_find (const HxCatalog *self,
                 const char      *name,
                 guint           *index)
{
  for (guint i = 0; name != NULL && i < self->tables->len; i++)
    if (strcmp (((HxTable *) self->tables->pdata[i])->name, name) == 0)
      {
        if (index != NULL)
          *index = i;
        return self->tables->pdata[i];
      }
  return NULL;
}

static HxTable *
add_table (HxCatalog  *self,
           const char *name)
{
  HxTable *table = g_new0 (HxTable, 1);

  table->name = g_strdup (name);
  table->columns = g_ptr_array_new_with_free_func (column_free);
  table->keys = g_ptr_array_new ();
  g_ptr_array_add (self->tables, table);
  return table;
}

static void
add_column (HxCatalog   *self,
            HxStatement *row)
{
  HxTable *table = hx_catalog_find (self, hx_statement_get_text (row, 0), NULL);
  HxColumn *column = g_new0 (HxColumn, 1);
  const char *type = hx_statement_get_text (row, 2);

  if (table == NULL)
    table = add_table (self, hx_statement_get_text (row, 0));
  column->name = g_strdup (hx_statement_get_text (row, 1));
  column->kind = strcmp (type, "double precision") == 0 ? HX_COLUMN_REAL
                 : g_str_has_suffix (type, "int")       ? HX_COLUMN_INTEGER
                                                        : HX_COLUMN_TEXT;
  column->required = hx_statement_get_int (row, 3) != 0;
  column->key = (guint) hx_statement_get_int (row, 4);
  g_ptr_array_add (table->columns, column);
}

static gboolean
read_tables (HxCatalog *self,
             GError   **error)
{
  g_autoptr (HxStatement) rows = hx_db_prepare (self->fresh,
                                                "SELECT m.name, c.name, lower(c.type), c.\"notnull\", c.pk"
                                                " FROM sqlite_master m, pragma_table_info(m.name) c" TABLES
                                                " ORDER BY m.name, c.name",
                                                error);
  HxStep step = HX_STEP_FAILED;

  while (rows != NULL && (step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    add_column (self, rows);
  return step == HX_STEP_DONE;
}

static gboolean
order_keys (HxTable *table,
            GError **error)
{
  for (guint key = 1; key <= table->columns->len; key++)
    for (guint i = 0; i < table->columns->len; i++)
      if (((HxColumn *) table->columns->pdata[i])->key == key)
        g_ptr_array_add (table->keys, table->columns->pdata[i]);
  if (table->keys->len > 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "Table %s has no primary key", table->name);
  return FALSE;
}

static gboolean
look_into (HxCatalog *self,
           HxTable   *table,
           GError   **error)
{
  g_autoptr (HxStatement) row = NULL;

  if (!order_keys (table, error))
    return FALSE;
  hx_table_make_texts (table, FALSE);
  row = hx_db_query (self->fresh, error, table->count, "");
  if (row == NULL)
    return FALSE;
  table->seeded = hx_statement_get_int (row, 0) > 0;
  return TRUE;
}

/* What export and import must agree on: the text of every migration. */
static gboolean
read_form (HxCatalog *self,
           GError   **error)
{
  g_autoptr (HxDigest) digest = hx_digest_new ();
  g_autoptr (HxStatement) rows
      = hx_db_prepare (self->fresh, "SELECT number, checksum FROM schema_migrations ORDER BY number", error);
  HxStep step = HX_STEP_FAILED;

  while (rows != NULL && (step = hx_statement_step (rows, error)) == HX_STEP_ROW)
    {
      const char *checksum = hx_statement_get_text (rows, 1);

      self->form = hx_statement_get_int (rows, 0);
      hx_digest_update (digest, checksum, strlen (checksum));
    }
  self->digest = hx_digest_finish (digest);
  return step == HX_STEP_DONE;
}

/**
 * hx_catalog_new:
 * @error: what went wrong
 *
 * Returns: (transfer full) (nullable): the tables of a store of this program's form
 */
HxCatalog *
hx_catalog_new (GError **error)
{
  g_autoptr (HxCatalog) self = g_new0 (HxCatalog, 1);

  self->tables = g_ptr_array_new_with_free_func (table_free);
  self->fresh = hx_db_open ("sqlite::memory:", HX_DB_WRITE, error);
  if (self->fresh == NULL || !hx_migrate (self->fresh, error) || !read_form (self, error) || !read_tables (self, error))
    return NULL;
  for (guint i = 0; i < self->tables->len; i++)
    if (!look_into (self, self->tables->pdata[i], error))
      return NULL;
  if (!hx_catalog_order (self, error))
    return NULL;
  for (guint i = 0; i < self->tables->len; i++)
    hx_table_make_texts (self->tables->pdata[i], TRUE);
  return g_steal_pointer (&self);
}
