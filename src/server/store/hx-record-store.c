/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-store.h"
#include "hx-text.h"
#include "hx-time.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *select; /* of views and of things */
  char *insert; /* of things alone */
  char *update;
} Texts;

static void
texts_free (gpointer data)
{
  Texts *texts = data;

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
static const Texts *
find_texts (HxDb           *db,
            const HxSchema *schema,
            const HxView   *view)
{
  gconstpointer key = view != NULL ? (gconstpointer) view : (gconstpointer) schema;
  Texts *texts;

  if (db->texts == NULL)
    db->texts = g_hash_table_new_full (NULL, NULL, NULL, texts_free);
  texts = g_hash_table_lookup (db->texts, key);
  if (texts != NULL)
    return texts;
  texts = g_new0 (Texts, 1);
  texts->select = select_text (schema, view);
  if (view == NULL)
    {
      texts->insert = insert_text (schema);
      texts->update = update_text (schema);
    }
  g_hash_table_insert (db->texts, (gpointer) key, texts);
  return texts;
}

/**
 * hx_view_select:
 * @db: a connection
 * @view: how to read
 *
 * Returns: (transfer none): `SELECT … FROM … `, to be followed by WHERE and the rest
 */
const char *
hx_view_select (HxDb         *db,
                const HxView *view)
{
  return find_texts (db, view->schema, view)->select;
}

static void
read_value (HxStatement *row,
            guint        column,
            HxRecord    *record,
            guint        field)
{
  if (hx_statement_is_null (row, column))
    return;
  switch (hx_record_get_schema (record)->fields[field].kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
    case HX_KIND_BOOLEAN:
      hx_record_set_int (record, field, hx_statement_get_int (row, column));
      break;
    case HX_KIND_REAL:
      hx_record_set_real (record, field, hx_statement_get_real (row, column));
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
      hx_record_set_text (record, field, hx_statement_get_text (row, column));
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static HxRecord *
read_row (const HxSchema *schema,
          const HxView   *view,
          HxStatement    *row)
{
  HxRecord *record = hx_record_new (schema);
  guint column = 0;

  for (guint i = 0; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      read_value (row, column++, record, i);
  for (guint i = 0; view != NULL && i < view->n_fields; i++)
    read_value (row, column++, record, view->fields[i]);
  return record;
}

/**
 * hx_view_read:
 * @view: how it was read
 * @row: a statement of [func@view_select] on a row
 *
 * Returns: (transfer full): the record
 */
HxRecord *
hx_view_read (const HxView *view,
              HxStatement  *row)
{
  return read_row (view->schema, view, row);
}

static void
append_time (GString *out,
             gint64   time)
{
  char text[HX_TIME_LENGTH];

  hx_time_format (time, text);
  g_string_append_c (out, '"');
  g_string_append_len (out, text, HX_TIME_LENGTH - 1);
  g_string_append_c (out, '"');
}

static void
append_number (GString *out,
               double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, isfinite (value) ? g_ascii_dtostr (text, sizeof text, value) : "null");
}

static void
append_value (GString       *out,
              const HxField *field,
              HxStatement   *row,
              guint          column,
              HxJsonFlags    flags)
{
  g_autofree char *masked = NULL;

  if (hx_statement_is_null (row, column) || (field->flags & HX_FIELD_HIDDEN))
    return;
  hx_json_append_member (out, field->name);
  switch (field->kind)
    {
    case HX_KIND_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, hx_statement_get_int (row, column));
      break;
    case HX_KIND_BOOLEAN:
      g_string_append (out, hx_statement_get_int (row, column) != 0 ? "true" : "false");
      break;
    case HX_KIND_TIME:
      append_time (out, hx_statement_get_int (row, column));
      break;
    case HX_KIND_REAL:
      append_number (out, hx_statement_get_real (row, column));
      break;
    case HX_KIND_DOCUMENT:
      g_string_append (out, hx_statement_get_text (row, column));
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
      if ((field->flags & HX_FIELD_MASKED) && (flags & HX_JSON_MASKED))
        masked = hx_text_mask (hx_statement_get_text (row, column));
      hx_json_append_string (out, masked != NULL ? masked : hx_statement_get_text (row, column));
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

/**
 * hx_view_append_json:
 * @view: how it was read
 * @row: a statement of [func@view_select] on a row
 * @flags: whether personal fields are masked
 * @out: where to
 *
 * Appends the row as an object, the same as [func@json_append_record] would
 * write its record, without making one.
 */
void
hx_view_append_json (const HxView *view,
                     HxStatement  *row,
                     HxJsonFlags   flags,
                     GString      *out)
{
  const HxSchema *schema = view->schema;
  guint column = 0;

  g_string_append_c (out, '{');
  for (guint i = 0; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      append_value (out, &schema->fields[i], row, column++, flags);
  for (guint i = 0; i < view->n_fields; i++)
    append_value (out, &schema->fields[view->fields[i]], row, column++, flags);
  g_string_append_c (out, '}');
}

static HxRecord *
find (HxDb           *db,
      const HxSchema *schema,
      const HxView   *view,
      GError        **error,
      const char     *tail,
      const char     *types,
      va_list         arguments)
{
  g_autofree char *sql = g_strconcat (find_texts (db, schema, view)->select, tail, NULL);
  g_autoptr (HxStatement) row = hx_db_query_valist (db, error, sql, types, arguments);

  return row != NULL ? read_row (schema, view, row) : NULL;
}

/**
 * hx_view_find:
 * @db: a connection
 * @view: how to read
 * @error: what went wrong; unset when there is merely no such record
 * @tail: `WHERE …`
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Returns: (transfer full) (nullable): the first record
 */
HxRecord *
hx_view_find (HxDb         *db,
              const HxView *view,
              GError      **error,
              const char   *tail,
              const char   *types,
              ...)
{
  HxRecord *record;
  va_list arguments;

  va_start (arguments, types);
  record = find (db, view->schema, view, error, tail, types, arguments);
  va_end (arguments);
  return record;
}

/**
 * hx_record_find:
 * @db: a connection
 * @schema: a stored thing
 * @error: what went wrong; unset when there is merely no such record
 * @tail: `WHERE t.…`
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Returns: (transfer full) (nullable): the first record, without what views add
 */
HxRecord *
hx_record_find (HxDb           *db,
                const HxSchema *schema,
                GError        **error,
                const char     *tail,
                const char     *types,
                ...)
{
  HxRecord *record;
  va_list arguments;

  va_start (arguments, types);
  record = find (db, schema, NULL, error, tail, types, arguments);
  va_end (arguments);
  return record;
}

/**
 * hx_view_all:
 * @db: a connection
 * @view: how to read
 * @error: what went wrong
 * @tail: `WHERE … ORDER BY … LIMIT …`
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Returns: (transfer full) (nullable) (element-type HxRecord): the records
 */
GPtrArray *
hx_view_all (HxDb         *db,
             const HxView *view,
             GError      **error,
             const char   *tail,
             const char   *types,
             ...)
{
  g_autofree char *sql = g_strconcat (hx_view_select (db, view), tail, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = NULL;
  HxStep step;
  va_list arguments;

  va_start (arguments, types);
  row = hx_db_query_valist (db, &failure, sql, types, arguments);
  va_end (arguments);
  for (step = row != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW; step = hx_statement_step (row, &failure))
    g_ptr_array_add (records, read_row (view->schema, view, row));
  if (failure == NULL)
    return g_steal_pointer (&records);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hx_not_found:
 * @schema: a thing
 *
 * Returns: (transfer full): the one answer for what does not exist and for what
 *   is not the caller's
 */
GError *
hx_not_found (const HxSchema *schema)
{
  return g_error_new (HX_ERROR, HX_ERROR_NOT_FOUND, "There is no such %s", schema->name);
}

/**
 * hx_record_load:
 * @db: a connection
 * @schema: a stored thing
 * @id: (nullable): an id
 * @error: %HX_ERROR_NOT_FOUND, or the store's
 *
 * Returns: (transfer full) (nullable): the record, without what views add
 */
HxRecord *
hx_record_load (HxDb           *db,
                const HxSchema *schema,
                const char     *id,
                GError        **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_record_find (db, schema, &failure, "WHERE t.id = $1", "s", id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (schema));
  return record;
}

static void
bind_field (HxStatement *statement,
            guint        parameter,
            HxRecord    *record,
            guint        field)
{
  if (!hx_record_has (record, field))
    {
      hx_statement_bind_null (statement, parameter);
      return;
    }
  switch (hx_record_get_schema (record)->fields[field].kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
    case HX_KIND_BOOLEAN:
      hx_statement_bind_int (statement, parameter, hx_record_get_int (record, field));
      break;
    case HX_KIND_REAL:
      hx_statement_bind_real (statement, parameter, hx_record_get_real (record, field));
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
      hx_statement_bind_text (statement, parameter, hx_record_get_text (record, field));
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static void
bind_columns (HxStatement *statement,
              HxRecord    *record,
              guint        first_field,
              guint        first_parameter)
{
  const HxSchema *schema = hx_record_get_schema (record);

  for (guint i = first_field; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]))
      bind_field (statement, first_parameter++, record, i);
}

/**
 * hx_record_insert:
 * @db: a connection for writing
 * @record: a record; gets its id, revision 1 and times where it has none
 * @now: µs UTC
 * @error: %HX_ERROR_CONFLICT when the store has one like it, or the store's
 *
 * Returns: whether it is in the store
 */
gboolean
hx_record_insert (HxDb     *db,
                  HxRecord *record,
                  gint64    now,
                  GError  **error)
{
  HxStatement *statement;
  HxStep step;

  if (!hx_record_has (record, HX_RECORD_ID))
    hx_record_take_text (record, HX_RECORD_ID, hx_id_new ());
  hx_record_set_int (record, HX_RECORD_REV, 1);
  if (!hx_record_has (record, HX_RECORD_CREATED_AT))
    hx_record_set_int (record, HX_RECORD_CREATED_AT, now);
  if (!hx_record_has (record, HX_RECORD_UPDATED_AT))
    hx_record_set_int (record, HX_RECORD_UPDATED_AT, hx_record_get_int (record, HX_RECORD_CREATED_AT));
  statement = hx_db_prepare (db, find_texts (db, hx_record_get_schema (record), NULL)->insert, error);
  if (statement == NULL)
    return FALSE;
  bind_columns (statement, record, HX_RECORD_ID, 1);
  step = hx_statement_step (statement, error);
  hx_statement_reset (statement);
  return step == HX_STEP_DONE;
}

/**
 * hx_record_save:
 * @db: a connection for writing
 * @record: a record as it was read, changed; gets its new revision
 * @now: µs UTC
 * @error: %HX_ERROR_STALE when the store has another revision of it, or the store's
 *
 * Returns: whether it is in the store
 */
gboolean
hx_record_save (HxDb     *db,
                HxRecord *record,
                gint64    now,
                GError  **error)
{
  const HxSchema *schema = hx_record_get_schema (record);
  HxStatement *statement = hx_db_prepare (db, find_texts (db, schema, NULL)->update, error);
  HxStep step;

  if (statement == NULL)
    return FALSE;
  hx_record_set_int (record, HX_RECORD_UPDATED_AT, now);
  hx_statement_bind_text (statement, 1, hx_record_get_id (record));
  hx_statement_bind_int (statement, 2, hx_record_get_int (record, HX_RECORD_REV));
  bind_columns (statement, record, HX_RECORD_CREATED_AT, 3);
  step = hx_statement_step (statement, error);
  if (step == HX_STEP_ROW)
    hx_record_set_int (record, HX_RECORD_REV, hx_statement_get_int (statement, 0));
  else if (step == HX_STEP_DONE)
    g_set_error (error, HX_ERROR, HX_ERROR_STALE, "This %s has changed meanwhile", schema->name);
  hx_statement_reset (statement);
  return step == HX_STEP_ROW;
}

/**
 * hx_counter_next:
 * @db: a connection for writing
 * @name: a row of counters
 * @error: the store's
 *
 * Numbers without gaps: the row is locked until the transaction ends.
 *
 * Returns: the next number, 0 for a failure
 */
gint64
hx_counter_next (HxDb       *db,
                 const char *name,
                 GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (
      db, &failure, "UPDATE counters SET value = value + 1 WHERE name = $1 RETURNING value", "s", name);

  if (row != NULL)
    return hx_statement_get_int (row, 0);
  if (failure == NULL)
    failure = g_error_new (HX_ERROR, HX_ERROR_STORE_CORRUPT, "The store has no counter “%s”", name);
  g_propagate_error (error, g_steal_pointer (&failure));
  return 0;
}
