/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-sealed.h"
#include "hx-record-store.h"
#include "hx-text.h"
#include "hx-time.h"

#include <math.h>

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

/* Members that are texts of one kind or another; @text is in clear. */
static void
append_text (GString       *out,
             const HxField *field,
             const char    *text,
             HxJsonFlags    flags)
{
  g_autofree char *masked = NULL;

  if (field->kind == HX_KIND_DOCUMENT)
    {
      g_string_append (out, text);
      return;
    }
  if ((field->flags & HX_FIELD_MASKED) && (flags & HX_JSON_MASKED))
    masked = hx_text_mask (text);
  hx_json_append_string (out, masked != NULL ? masked : text);
}

static void
append_value (GString       *out,
              const HxField *field,
              HxStatement   *row,
              guint          column,
              HxJsonFlags    flags)
{
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
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
      append_text (out, field, hx_statement_get_text (row, column), flags);
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

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
  g_autofree char *text = NULL;

  if (hx_statement_is_null (row, column) || (field->flags & HX_FIELD_HIDDEN))
    return TRUE;
  hx_json_append_member (out, field->name);
  if (!(field->flags & HX_FIELD_SEALED))
    {
      append_value (out, field, row, column, flags);
      return TRUE;
    }
  text = hx_field_open (row->db, schema, index, hx_statement_get_text (row, hx_record_column (schema, field->sealed_by)),
                        hx_statement_get_text (row, column), error);
  if (text != NULL)
    append_text (out, field, text, flags);
  return text != NULL;
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
  for (guint i = 0; i < view->n_fields; i++)
    if (!append_field (schema, view->fields[i], row, column++, flags, out, error))
      return FALSE;
  g_string_append_c (out, '}');
  return TRUE;
}
