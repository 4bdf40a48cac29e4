/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "hx-text.h"
#include "hx-time.h"

#include <math.h>

/**
 * hx_json_append_string:
 * @out: where to
 * @text: UTF-8
 *
 * Appends @text as a JSON string.
 */
void
hx_json_append_string (GString    *out,
                       const char *text)
{
  const char *from = text;

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      guchar c = (guchar) *text;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (out, from, text - from);
      from = text + 1;
      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_printf (out, "\\%c", c);
    }
  g_string_append_len (out, from, text - from);
  g_string_append_c (out, '"');
}

/**
 * hx_json_append_member:
 * @out: an object that is being written
 * @name: the next member's name, which needs no escapes
 *
 * Appends the comma, if one is due, the name and the colon.
 */
void
hx_json_append_member (GString    *out,
                       const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append (out, "\":");
}

static void
append_real (GString *out,
             double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, isfinite (value) ? g_ascii_dtostr (buffer, sizeof buffer, value) : "null");
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
append_list (GString    *out,
             GPtrArray  *list,
             HxJsonFlags flags)
{
  g_string_append_c (out, '[');
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      hx_json_append_record (out, list->pdata[i], flags);
    }
  g_string_append_c (out, ']');
}

static void
append_text (GString       *out,
             const HxField *field,
             const char    *text,
             HxJsonFlags    flags)
{
  if ((flags & HX_JSON_MASKED) && (field->flags & HX_FIELD_MASKED))
    {
      g_autofree char *masked = hx_text_mask (text);

      hx_json_append_string (out, masked);
    }
  else
    hx_json_append_string (out, text);
}

/**
 * hx_json_append_value:
 * @out: where to
 * @record: a record
 * @field: the field's index
 * @flags: whether personal fields are masked
 *
 * Appends one value of @record, `null` when it has none.
 */
void
hx_json_append_value (GString    *out,
                      HxRecord   *record,
                      guint       field,
                      HxJsonFlags flags)
{
  const HxField *declared = &hx_record_get_schema (record)->fields[field];

  if (!hx_record_has (record, field))
    {
      g_string_append (out, "null");
      return;
    }
  switch (declared->kind)
    {
    case HX_KIND_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, hx_record_get_int (record, field));
      break;
    case HX_KIND_BOOLEAN:
      g_string_append (out, hx_record_get_int (record, field) ? "true" : "false");
      break;
    case HX_KIND_REAL:
      append_real (out, hx_record_get_real (record, field));
      break;
    case HX_KIND_TIME:
      append_time (out, hx_record_get_int (record, field));
      break;
    case HX_KIND_RECORD:
      hx_json_append_record (out, hx_record_get_record (record, field), flags);
      break;
    case HX_KIND_LIST:
      append_list (out, hx_record_get_list (record, field), flags);
      break;
    case HX_KIND_DOCUMENT:
      g_string_append (out, hx_record_get_text (record, field));
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_N_KINDS:
    default:
      append_text (out, declared, hx_record_get_text (record, field), flags);
      break;
    }
}

/**
 * hx_json_append_record:
 * @out: where to
 * @record: a record
 * @flags: whether personal fields are masked
 *
 * Appends @record as an object. Null fields are left out, hidden ones never leave.
 */
void
hx_json_append_record (GString    *out,
                       HxRecord   *record,
                       HxJsonFlags flags)
{
  const HxSchema *schema = hx_record_get_schema (record);

  g_string_append_c (out, '{');
  for (guint i = 0; i < schema->n_fields; i++)
    {
      if (!hx_record_has (record, i) || (schema->fields[i].flags & HX_FIELD_HIDDEN))
        continue;
      hx_json_append_member (out, schema->fields[i].name);
      hx_json_append_value (out, record, i, flags);
    }
  g_string_append_c (out, '}');
}
