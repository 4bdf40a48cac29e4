/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "hx-mask-within.h"
#include "hx-text.h"
#include "hx-time.h"

#include <math.h>
#include <string.h>

/* Pages of records are most of what a server writes, so that each value costs one look at the room that is left. */
static inline char *
make_room (GString *out,
           gsize    length)
{
  gsize at = out->len;

  if (at + length >= out->allocated_len)
    {
      g_string_set_size (out, at + length);
      out->len = at;
    }
  return out->str + at;
}

static inline void
end_at (GString *out,
        char    *end)
{
  *end = '\0';
  out->len = (gsize) (end - out->str);
}

static void
append_quoted (GString    *out,
               const char *text,
               gsize       length)
{
  char *at = make_room (out, length + 2);

  *at++ = '"';
  memcpy (at, text, length);
  at += length;
  *at++ = '"';
  end_at (out, at);
}

/* What cannot stand in a string as it is. */
static const guint8 is_special[256] = { [0 ... 0x1f] = 1, ['"'] = 1, ['\\'] = 1 };

/* So many bytes are looked at together, each for itself, of which compilers make a few wide instructions. */
#define WIDTH 16

static inline void
look_at (const guchar *c,
         guint8        found[WIDTH])
{
  for (guint i = 0; i < WIDTH; i++)
    found[i] |= (guint8) (c[i] < 0x20) | (guint8) (c[i] == '"') | (guint8) (c[i] == '\\');
}

static gboolean
any_special (const char *text,
             gsize       length)
{
  const guchar *c = (const guchar *) text, *end = c + length;
  guint8 found[WIDTH] = { 0 }, any = 0;

  if (length < WIDTH)
    {
      for (; c < end; c++)
        any |= is_special[*c];
      return any != 0;
    }
  for (; end - c > WIDTH; c += WIDTH)
    look_at (c, found);
  /* Some of the last ones once more. */
  look_at (end - WIDTH, found);
  for (guint i = 0; i < WIDTH; i++)
    any |= found[i];
  return any != 0;
}

static void
append_escaped (GString    *out,
                const char *text)
{
  const char *from = text;

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      guchar c = (guchar) *text;

      if (!is_special[c])
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
  gsize length = strlen (text);

  if (any_special (text, length))
    append_escaped (out, text);
  else
    append_quoted (out, text, length);
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
  gsize length = strlen (name);
  gboolean first = out->len == 0 || out->str[out->len - 1] == '{';
  char *at = make_room (out, length + 4);

  if (!first)
    *at++ = ',';
  *at++ = '"';
  memcpy (at, name, length);
  at += length;
  *at++ = '"';
  *at++ = ':';
  end_at (out, at);
}

/**
 * hx_json_append_field:
 * @out: an object that is being written
 * @field: the next member, a field of a schema
 *
 * As [func@json_append_member] with the field's name.
 */
void
hx_json_append_field (GString       *out,
                      const HxField *field)
{
  guint first = out->len == 0 || out->str[out->len - 1] == '{' ? 1 : 0;
  guint length = field->member_length - first;
  char *at = make_room (out, length);

  memcpy (at, field->member + first, length);
  end_at (out, at + length);
}

/**
 * hx_json_append_int:
 * @out: where to
 * @value: a number
 *
 * Appends @value in decimal.
 */
void
hx_json_append_int (GString *out,
                    gint64   value)
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  char digits[20];
  guint first = sizeof digits;
  char *at;

  do
    {
      digits[--first] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  at = make_room (out, sizeof digits + 1);
  if (value < 0)
    *at++ = '-';
  memcpy (at, digits + first, sizeof digits - first);
  end_at (out, at + sizeof digits - first);
}

/**
 * hx_json_append_real:
 * @out: where to
 * @value: a number
 *
 * Appends @value, or `null` when JSON has no number for it.
 */
void
hx_json_append_real (GString *out,
                     double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, isfinite (value) ? g_ascii_dtostr (buffer, sizeof buffer, value) : "null");
}

/**
 * hx_json_append_time:
 * @out: where to
 * @time: µs since 1970 UTC
 *
 * Appends @time as RFC 3339.
 */
void
hx_json_append_time (GString *out,
                     gint64   time)
{
  char text[HX_TIME_LENGTH];

  hx_time_format (time, text);
  append_quoted (out, text, HX_TIME_LENGTH - 1);
}

/**
 * hx_field_mask:
 * @field: a text or document
 * @text: its value, in clear
 *
 * What is shown of @text to who may not see what is personal.
 *
 * Returns: (transfer full) (nullable): the masked value; %NULL when it is shown as it is
 */
char *
hx_field_mask (const HxField *field,
               const char    *text)
{
  if (field->flags & HX_FIELD_MASKED)
    return hx_text_mask (text);
  if (!(field->flags & HX_FIELD_MASKED_WITHIN))
    return NULL;
  return field->kind == HX_KIND_DOCUMENT ? hx_mask_within_document (text) : hx_mask_within_text (text);
}

/**
 * hx_json_append_text:
 * @out: where to
 * @field: a field that is a text of one kind or another
 * @text: its value, in clear
 * @flags: whether personal fields are masked
 *
 * Appends the value as its kind is written.
 */
void
hx_json_append_text (GString       *out,
                     const HxField *field,
                     const char    *text,
                     HxJsonFlags    flags)
{
  g_autofree char *masked = flags & HX_JSON_MASKED ? hx_field_mask (field, text) : NULL;

  if (masked != NULL)
    text = masked;
  if (field->kind == HX_KIND_DOCUMENT)
    g_string_append (out, text);
  else
    hx_json_append_string (out, text);
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
      hx_json_append_int (out, hx_record_get_int (record, field));
      break;
    case HX_KIND_BOOLEAN:
      g_string_append (out, hx_record_get_int (record, field) ? "true" : "false");
      break;
    case HX_KIND_REAL:
      hx_json_append_real (out, hx_record_get_real (record, field));
      break;
    case HX_KIND_TIME:
      hx_json_append_time (out, hx_record_get_int (record, field));
      break;
    case HX_KIND_RECORD:
      hx_json_append_record (out, hx_record_get_record (record, field), flags);
      break;
    case HX_KIND_LIST:
      append_list (out, hx_record_get_list (record, field), flags);
      break;
    case HX_KIND_DOCUMENT:
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_N_KINDS:
    default:
      hx_json_append_text (out, declared, hx_record_get_text (record, field), flags);
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
      hx_json_append_field (out, &schema->fields[i]);
      hx_json_append_value (out, record, i, flags);
    }
  g_string_append_c (out, '}');
}
