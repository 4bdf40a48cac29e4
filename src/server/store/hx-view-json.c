/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-names.h"
#include "hx-record-sealed.h"
#include "hx-record-store.h"

/**
 * hx_record_column:
 * @schema: a stored thing
 * @field: one of its stored fields, or its number of fields
 *
 * Returns: which column of the select it is; those that a view adds begin at the last
 */
guint
hx_record_column (const HxSchema *schema,
                  guint           field)
{
  guint column = 0;

  for (guint i = 0; i < field; i++)
    if (!(schema->fields[i].flags & HX_FIELD_VIEW))
      column++;
  return column;
}

/* Among the kinds that are one column. */
static gboolean
is_text (HxKind kind)
{
  return kind == HX_KIND_TEXT || kind == HX_KIND_ID || kind == HX_KIND_ENUM || kind == HX_KIND_DOCUMENT;
}

static void
append_number (GString       *out,
               const HxField *field,
               HxStatement   *row,
               guint          column)
{
  switch (field->kind)
    {
    case HX_KIND_INTEGER:
      hx_json_append_int (out, hx_statement_get_int (row, column));
      break;
    case HX_KIND_BOOLEAN:
      g_string_append (out, hx_statement_get_int (row, column) != 0 ? "true" : "false");
      break;
    case HX_KIND_TIME:
      hx_json_append_time (out, hx_statement_get_int (row, column));
      break;
    case HX_KIND_REAL:
      hx_json_append_real (out, hx_statement_get_real (row, column));
      break;
    case HX_KIND_DOCUMENT:
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
append_sealed (const HxSchema *schema,
               guint           index,
               HxStatement    *row,
               const char     *sealed,
               HxJsonFlags     flags,
               GString        *out,
               GError        **error)
{
  const HxField *field = &schema->fields[index];
  g_autofree char *text
      = hx_field_open (row->db, schema, index, hx_statement_get_text (row, hx_record_column (schema, field->sealed_by)),
                       sealed, error);

  if (text != NULL)
    hx_json_append_text (out, field, text, flags);
  return text != NULL;
}

static gboolean
append_field (const HxSchema *schema,
              guint           index,
              HxStatement    *row,
              guint           column,
              HxJsonFlags     flags,
              GString        *out,
              GError        **error)
{
  const HxField *field = &schema->fields[index];
  gboolean textual = is_text (field->kind);
  const char *text = textual ? hx_statement_get_text (row, column) : NULL;

  if ((field->flags & HX_FIELD_HIDDEN) || (textual ? text == NULL : hx_statement_is_null (row, column)))
    return TRUE;
  hx_json_append_member (out, field->name);
  if (field->flags & HX_FIELD_SEALED)
    return append_sealed (schema, index, row, text, flags, out, error);
  if (textual)
    hx_json_append_text (out, field, text, flags);
  else
    append_number (out, field, row, column);
  return TRUE;
}

static gboolean
append_name (const HxSchema *schema,
             const HxNameOf *of,
             HxStatement    *row,
             HxJsonFlags     flags,
             GString        *out,
             GError        **error)
{
  const char *id = hx_statement_get_text (row, hx_record_column (schema, of->id));
  const HxField *field = &schema->fields[of->name];
  const char *name = NULL;

  if (id != NULL && !hx_name_of_user (row->db, id, &name, error))
    return FALSE;
  if (name == NULL || (field->flags & HX_FIELD_HIDDEN))
    return TRUE;
  hx_json_append_member (out, field->name);
  hx_json_append_text (out, field, name, flags);
  return TRUE;
}

/**
 * hx_view_append_json:
 * @view: how it was read
 * @row: a statement of [func@view_select] on a row
 * @flags: whether personal fields are masked
 * @out: where to
 * @error: when a sealed field cannot be opened; @out is not to be used then
 *
 * Appends the row as an object, the same as [func@json_append_record] would
 * write its record, without making one.
 *
 * Returns: whether all of it could be read
 */
gboolean
hx_view_append_json (const HxView *view,
                     HxStatement  *row,
                     HxJsonFlags   flags,
                     GString      *out,
                     GError      **error)
{
  const HxSchema *schema = view->schema;
  guint column = 0;

  g_string_append_c (out, '{');
  for (guint i = 0; i < schema->n_fields; i++)
    if (!(schema->fields[i].flags & HX_FIELD_VIEW) && !append_field (schema, i, row, column++, flags, out, error))
      return FALSE;
  for (guint i = 0; i < view->n_names; i++)
    if (!append_name (schema, &view->names[i], row, flags, out, error))
      return FALSE;
  for (guint i = 0; i < view->n_fields; i++)
    if (!append_field (schema, view->fields[i], row, column++, flags, out, error))
      return FALSE;
  g_string_append_c (out, '}');
  return TRUE;
}
