/* SPDX-License-Identifier: GPL-3.0-or-later */
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
    if (!(schema->fields[i].flags & HX_FIELD_VIEW))
      append_value (out, &schema->fields[i], row, column++, flags);
  for (guint i = 0; i < view->n_fields; i++)
    append_value (out, &schema->fields[view->fields[i]], row, column++, flags);
  g_string_append_c (out, '}');
}
