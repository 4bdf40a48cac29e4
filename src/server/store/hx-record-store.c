/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-store.h"
#include "hx-names.h"
#include "hx-record-sealed.h"
#include "hx-record-texts-private.h"
#include "hx-time.h"

static gboolean
is_column (const HxField *field)
{
  return !(field->flags & HX_FIELD_VIEW);
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
  return hx_record_texts (db, view->schema, view)->select;
}

/**
 * hx_record_select:
 * @db: a connection
 * @schema: a stored thing
 *
 * Returns: (transfer none): the same for a thing's own columns
 */
const char *
hx_record_select (HxDb           *db,
                  const HxSchema *schema)
{
  return hx_record_texts (db, schema, NULL)->select;
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

/* The row that a sealed field belongs to has been read before it. */
static gboolean
read_field (HxStatement *row,
            guint        column,
            HxRecord    *record,
            guint        field,
            GError     **error)
{
  const HxField *description = &hx_record_get_schema (record)->fields[field];
  char *text;

  if (!(description->flags & HX_FIELD_SEALED) || hx_statement_is_null (row, column))
    {
      read_value (row, column, record, field);
      return TRUE;
    }
  text = hx_field_open (row->db, hx_record_get_schema (record), field,
                        hx_record_get_text (record, description->sealed_by), hx_statement_get_text (row, column), error);
  if (text != NULL)
    hx_record_take_text (record, field, text);
  return text != NULL;
}

static gboolean
read_name (HxStatement    *row,
           HxRecord       *record,
           const HxNameOf *of,
           GError        **error)
{
  const char *id = hx_record_get_text (record, of->id);
  const char *name = NULL;

  if (id != NULL && !hx_name_of_user (row->db, id, &name, error))
    return FALSE;
  hx_record_set_text (record, of->name, name);
  return TRUE;
}

static HxRecord *
read_row (const HxSchema *schema,
          const HxView   *view,
          HxStatement    *row,
          GError        **error)
{
  g_autoptr (HxRecord) record = hx_record_new (schema);
  guint column = 0;

  for (guint i = 0; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]) && !read_field (row, column++, record, i, error))
      return NULL;
  for (guint i = 0; view != NULL && i < view->n_names; i++)
    if (!read_name (row, record, &view->names[i], error))
      return NULL;
  for (guint i = 0; view != NULL && i < view->n_fields; i++)
    if (!read_field (row, column++, record, view->fields[i], error))
      return NULL;
  return g_steal_pointer (&record);
}

/**
 * hx_view_read:
 * @view: how it was read
 * @row: a statement of [func@view_select] on a row
 * @error: when a sealed field cannot be opened
 *
 * Returns: (transfer full) (nullable): the record, its sealed fields opened
 */
HxRecord *
hx_view_read (const HxView *view,
              HxStatement  *row,
              GError      **error)
{
  return read_row (view->schema, view, row, error);
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
  g_autofree char *sql = g_strconcat (hx_record_texts (db, schema, view)->select, tail, NULL);
  g_autoptr (HxStatement) row = hx_db_query_valist (db, error, sql, types, arguments);

  return row != NULL ? read_row (schema, view, row, error) : NULL;
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
    {
      HxRecord *record = read_row (view->schema, view, row, &failure);

      if (record == NULL)
        break;
      g_ptr_array_add (records, record);
    }
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
  HxRecord *record = hx_record_find (db, schema, &failure, HX_RECORD_BY_ID, "s", id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (schema));
  return record;
}

/**
 * hx_record_ask:
 * @db: a connection
 * @schema: a stored thing
 * @tail: as for [func@record_find]; only a record that has the value of `$1` may fit it
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Says what [func@record_find] will presently be called with, see [func@db_ask].
 */
void
hx_record_ask (HxDb           *db,
               const HxSchema *schema,
               const char     *tail,
               const char     *types,
               ...)
{
  g_autofree char *sql = g_strconcat (hx_record_select (db, schema), tail, NULL);
  va_list arguments;

  va_start (arguments, types);
  hx_db_ask_valist (db, 1, sql, types, arguments);
  va_end (arguments);
}

static void
bind_plain (HxStatement *statement,
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
      hx_statement_lend_text (statement, parameter, hx_record_get_text (record, field));
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
bind_field (HxStatement *statement,
            guint        parameter,
            HxRecord    *record,
            guint        field,
            GError     **error)
{
  const HxSchema *schema = hx_record_get_schema (record);
  g_autofree char *sealed = NULL;

  if (!(schema->fields[field].flags & HX_FIELD_SEALED) || !hx_record_has (record, field))
    {
      bind_plain (statement, parameter, record, field);
      return TRUE;
    }
  sealed = hx_field_seal (statement->db, schema, field, hx_record_get_id (record), hx_record_get_text (record, field),
                          error);
  if (sealed != NULL)
    hx_statement_bind_text (statement, parameter, sealed);
  return sealed != NULL;
}

static gboolean
bind_columns (HxStatement *statement,
              HxRecord    *record,
              guint        first_field,
              guint        first_parameter,
              GError     **error)
{
  const HxSchema *schema = hx_record_get_schema (record);

  if (!hx_record_index (statement->db, record, error))
    return FALSE;
  for (guint i = first_field; i < schema->n_fields; i++)
    if (is_column (&schema->fields[i]) && !bind_field (statement, first_parameter++, record, i, error))
      return FALSE;
  return TRUE;
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
  g_autoptr (HxStatement) statement = NULL;

  if (!hx_record_has (record, HX_RECORD_ID))
    hx_record_take_text (record, HX_RECORD_ID, hx_id_new ());
  hx_record_set_int (record, HX_RECORD_REV, 1);
  if (!hx_record_has (record, HX_RECORD_CREATED_AT))
    hx_record_set_int (record, HX_RECORD_CREATED_AT, now);
  if (!hx_record_has (record, HX_RECORD_UPDATED_AT))
    hx_record_set_int (record, HX_RECORD_UPDATED_AT, hx_record_get_int (record, HX_RECORD_CREATED_AT));
  statement = hx_db_prepare (db, hx_record_texts (db, hx_record_get_schema (record), NULL)->insert, error);
  return statement != NULL && bind_columns (statement, record, HX_RECORD_ID, 1, error)
         && hx_statement_run (statement, error);
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
  g_autoptr (HxStatement) statement = hx_db_prepare (db, hx_record_texts (db, schema, NULL)->update, error);
  HxStep step;

  if (statement == NULL)
    return FALSE;
  hx_record_set_int (record, HX_RECORD_UPDATED_AT, now);
  hx_statement_lend_text (statement, 1, hx_record_get_id (record));
  hx_statement_bind_int (statement, 2, hx_record_get_int (record, HX_RECORD_REV));
  if (!bind_columns (statement, record, HX_RECORD_CREATED_AT, 3, error))
    return FALSE;
  step = hx_statement_step (statement, error);
  if (step == HX_STEP_ROW)
    hx_record_set_int (record, HX_RECORD_REV, hx_statement_get_int (statement, 0));
  else if (step == HX_STEP_DONE)
    g_set_error (error, HX_ERROR, HX_ERROR_STALE, "This %s has changed meanwhile", schema->name);
  return step == HX_STEP_ROW;
}
