/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-form.h"

#include <string.h>

/* More pairs than any schema has fields: whoever sends more means harm. */
#define MAX_PAIRS 100

/* Called for each pair; the value is decoded. FALSE with an error stops. */
typedef gboolean (*PairFunc) (const char *name, const char *value, gpointer data, GError **error);

static gboolean
malformed (GError    **error,
           const char *detail)
{
  g_set_error_literal (error, HX_ERROR, HX_ERROR_MALFORMED, detail);
  return FALSE;
}

/**
 * hx_form_decode:
 * @text: percent-encoded text
 * @length: its length in bytes
 * @plus_is_space: whether `+` means a space, as in queries and forms
 * @error: %HX_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable): the decoded text: UTF-8 without U+0000
 */
char *
hx_form_decode (const char *text,
                gsize       length,
                gboolean    plus_is_space,
                GError    **error)
{
  g_autoptr (GString) out = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length; i++)
    {
      int high, low;

      if (text[i] != '%')
        {
          g_string_append_c (out, plus_is_space && text[i] == '+' ? ' ' : text[i]);
          continue;
        }
      high = i + 2 < length ? g_ascii_xdigit_value (text[i + 1]) : -1;
      low = i + 2 < length ? g_ascii_xdigit_value (text[i + 2]) : -1;
      if (high < 0 || low < 0)
        {
          malformed (error, "A percent sign needs two hexadecimal digits");
          return NULL;
        }
      g_string_append_c (out, (char) (high * 16 + low));
      i += 2;
    }
  if (!g_utf8_validate_len (out->str, out->len, NULL))
    {
      malformed (error, "Not UTF-8");
      return NULL;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
each_pair (const char *text,
           gsize       length,
           PairFunc    func,
           gpointer    data,
           GError    **error)
{
  const char *end = text + length;
  guint pairs = 0;

  while (text < end)
    {
      const char *stop = memchr (text, '&', (gsize) (end - text));
      const char *equals;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (stop == NULL)
        stop = end;
      equals = memchr (text, '=', (gsize) (stop - text));
      name = hx_form_decode (text, (gsize) ((equals != NULL ? equals : stop) - text), TRUE, error);
      if (name == NULL)
        return FALSE;
      value = equals != NULL ? hx_form_decode (equals + 1, (gsize) (stop - equals - 1), TRUE, error) : g_strdup ("");
      if (value == NULL)
        return FALSE;
      if (++pairs > MAX_PAIRS)
        return malformed (error, "Too many parameters");
      if (stop > text && !func (name, value, data, error))
        return FALSE;
      text = stop + 1;
    }
  return TRUE;
}

typedef struct
{
  const HxSchema *schema;
  HxRecord *record;
  HxProblem *problem;
  guint64 seen;
} Reading;

static void
set_value (Reading    *reading,
           guint       index,
           const char *value)
{
  const HxField *field = &reading->schema->fields[index];
  const char *reason;

  if (!hx_field_set_from_text (field, reading->record, index, value))
    hx_problem_add (reading->problem, field->name, "wrong_type");
  else if (!hx_field_check_value (field, reading->record, index, &reason))
    hx_problem_add (reading->problem, field->name, reason);
}

static gboolean
on_query_pair (const char *name,
               const char *value,
               gpointer    data,
               GError    **error)
{
  Reading *reading = data;
  int index = reading->schema != NULL ? hx_schema_find (reading->schema, name) : -1;

  if (index < 0)
    {
      g_autofree char *shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 40));

      g_set_error (error, HX_ERROR, HX_ERROR_UNKNOWN_PARAMETER, "%s: unknown", g_strdelimit (shown, ";:", '_'));
      return FALSE;
    }
  if (reading->seen & (G_GUINT64_CONSTANT (1) << index))
    hx_problem_add (reading->problem, name, "duplicate");
  else
    set_value (reading, (guint) index, value);
  reading->seen |= G_GUINT64_CONSTANT (1) << index;
  return TRUE;
}

/* PBXs send more than we ask for, and lists as `user[]`: the first one counts. */
static gboolean
on_form_pair (const char *name,
              const char *value,
              gpointer    data,
              GError    **error)
{
  Reading *reading = data;
  g_autofree char *plain = g_strdup (name);
  gboolean list = g_str_has_suffix (name, "[]");
  int index;

  if (list)
    plain[strlen (plain) - 2] = '\0';
  index = hx_schema_find (reading->schema, plain);
  if (index < 0 || (reading->schema->fields[index].flags & (HX_FIELD_SERVER | HX_FIELD_VIEW | HX_FIELD_HIDDEN)))
    return TRUE;
  if (!(reading->seen & (G_GUINT64_CONSTANT (1) << index)))
    {
      if (*value != '\0')
        set_value (reading, (guint) index, value);
    }
  else if (!list)
    hx_problem_add (reading->problem, plain, "duplicate");
  reading->seen |= G_GUINT64_CONSTANT (1) << index;
  return TRUE;
}

static HxRecord *
read_pairs (const char     *text,
            gsize           length,
            const HxSchema *schema,
            PairFunc        func,
            gboolean        require,
            GError        **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) record = schema != NULL ? hx_record_new (schema) : NULL;
  Reading reading = { schema, record, problem, 0 };

  if (!each_pair (text, length, func, &reading, error))
    return NULL;
  for (guint i = 0; require && i < schema->n_fields; i++)
    if ((schema->fields[i].flags & HX_FIELD_REQUIRED) && !(schema->fields[i].flags & HX_FIELD_SERVER)
        && !hx_record_has (record, i) && hx_problem_find (problem, schema->fields[i].name) == NULL)
      hx_problem_add (problem, schema->fields[i].name, "required");
  if (!hx_problem_to_error (problem, error))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * hx_form_read_query:
 * @text: what follows the question mark
 * @schema: (nullable): the parameters there are; %NULL for none
 * @error: %HX_ERROR_MALFORMED, %HX_ERROR_UNKNOWN_PARAMETER or %HX_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): a record of @schema; %NULL also when
 *   there is no schema and no parameter, and then @error is not set
 */
HxRecord *
hx_form_read_query (const char     *text,
                    const HxSchema *schema,
                    GError        **error)
{
  return read_pairs (text, strlen (text), schema, on_query_pair, FALSE, error);
}

/**
 * hx_form_read_body:
 * @text: `application/x-www-form-urlencoded`
 * @length: its length in bytes
 * @schema: what it should be
 * @error: %HX_ERROR_MALFORMED or %HX_ERROR_INVALID
 *
 * Unlike JSON, names that @schema does not know are passed over.
 *
 * Returns: (transfer full) (nullable): the record
 */
HxRecord *
hx_form_read_body (const char     *text,
                   gsize           length,
                   const HxSchema *schema,
                   GError        **error)
{
  return read_pairs (text, length, schema, on_form_pair, TRUE, error);
}
