/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-texts-private.h"

static void
texts_free (gpointer data)
{
  HxRecordTexts *texts = data;

  g_free (texts->select);
  g_free (texts->insert);
  g_free (texts->update);
  g_free (texts);
}

static gboolean
is_column (const HxField *field)
{
  return !(field->flags & HX_FIELD_VIEW);
}

static void
append_columns (GString        *sql,
                const HxSchema *schema)
{
  for (guint i = 0; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      g_string_append_printf (sql, "%st.%s", i > 0 ? ", " : "", schema->fields[i].name);
}

static char *
insert_text (const HxSchema *schema)
{
  GString *sql = g_string_new (NULL), *values = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s (", schema->table);
  for (guint i = 0, n = 0; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      {
        g_string_append_printf (sql, "%s%s", n > 0 ? ", " : "", schema->fields[i].name);
        g_string_append_printf (values, "%s$%u", n > 0 ? ", " : "", n + 1);
        n++;
      }
  g_string_append_printf (sql, ") VALUES (%s)", values->str);
  g_string_free (values, TRUE);
  return g_string_free (sql, FALSE);
}

/* $1 is the id, $2 the revision that is expected, then every column after them. */
static char *
update_text (const HxSchema *schema)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE %s SET rev = rev + 1", schema->table);
  for (guint i = HX_RECORD_CREATED_AT, n = 3; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      g_string_append_printf (sql, ", %s = $%u", schema->fields[i].name, n++);
  g_string_append (sql, " WHERE id = $1 AND rev = $2 RETURNING rev");
  return g_string_free (sql, FALSE);
}

static char *
select_text (const HxSchema *schema,
             const HxView   *view)
{
  GString *sql = g_string_new ("SELECT ");

  append_columns (sql, schema);
  if (view != NULL && view->columns != NULL)
    g_string_append_printf (sql, ", %s", view->columns);
  if (view != NULL)
    g_string_append_printf (sql, " FROM %s ", view->from);
  else
    g_string_append_printf (sql, " FROM %s t ", schema->table);
  return g_string_free (sql, FALSE);
}

/* Made once for each connection: no lock, and gone with it. */
const HxRecordTexts *
hx_record_texts (HxDb           *db,
                 const HxSchema *schema,
                 const HxView   *view)
{
  gconstpointer key = view != NULL ? (gconstpointer) view : (gconstpointer) schema;
  HxRecordTexts *texts;

  if (db->texts == NULL)
    db->texts = g_hash_table_new_full (NULL, NULL, NULL, texts_free);
  texts = g_hash_table_lookup (db->texts, key);
  if (texts != NULL)
    return texts;
  texts = g_new0 (HxRecordTexts, 1);
  texts->select = select_text (schema, view);
  if (view == NULL)
    {
      texts->insert = insert_text (schema);
      texts->update = update_text (schema);
    }
  g_hash_table_insert (db->texts, (gpointer) key, texts);
  return texts;
}
