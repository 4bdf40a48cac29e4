/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "hx-time.h"

#include <string.h>

static gboolean
text_in_limits (const HxField *field,
                const char    *text,
                const char   **reason)
{
  glong length = g_utf8_strlen (text, -1);

  if (field->kind == HX_KIND_ID && !hx_id_is_valid (text))
    *reason = "not_an_id";
  else if (field->max > 0 && length > field->max)
    *reason = "too_long";
  else if (length < field->min)
    *reason = length == 0 ? "required" : "too_short";
  return *reason == NULL;
}

/**
 * hx_field_check_value:
 * @field: a field's declaration
 * @record: a record that has a value for it
 * @index: the field's index
 * @reason: (out): what is wrong
 *
 * Returns: whether the value keeps the field's limits
 */
gboolean
hx_field_check_value (const HxField *field,
                      HxRecord      *record,
                      guint          index,
                      const char   **reason)
{
  *reason = NULL;
  if (field->kind == HX_KIND_TEXT || field->kind == HX_KIND_ID)
    return text_in_limits (field, hx_record_get_text (record, index), reason);
  if (field->kind == HX_KIND_INTEGER && (field->min != 0 || field->max != 0))
    {
      gint64 value = hx_record_get_int (record, index);

      if (value < field->min || value > field->max)
        *reason = "out_of_range";
    }
  return *reason == NULL;
}

static gboolean read_value (HxJson *value, const HxField *field, HxRecord *record, guint index, HxProblem *problem);

static HxRecord *
read_members (HxJson         *object,
              const HxSchema *schema,
              HxProblem      *problem)
{
  g_autoptr (HxRecord) record = hx_record_new (schema);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      HxJson *member = hx_json_get_member (object, schema->fields[i].name);

      if (hx_json_get_type (member) != HX_JSON_NULL && !read_value (member, &schema->fields[i], record, i, problem))
        hx_problem_add (problem, schema->fields[i].name, "wrong_type");
    }
  return g_steal_pointer (&record);
}

static gboolean
read_list (HxJson        *value,
           const HxField *field,
           HxRecord      *record,
           guint          index,
           HxProblem     *problem)
{
  if (hx_json_get_type (value) != HX_JSON_ARRAY)
    return FALSE;
  hx_record_append_item (record, index, NULL);
  for (guint i = 0; i < hx_json_get_length (value); i++)
    {
      HxJson *element = hx_json_get_element (value, i);

      if (hx_json_get_type (element) != HX_JSON_OBJECT)
        return FALSE;
      hx_record_append_item (record, index, read_members (element, field->of, problem));
    }
  return TRUE;
}

static gboolean
read_text (HxJson        *value,
           const HxField *field,
           HxRecord      *record,
           guint          index)
{
  const char *text = hx_json_get_string (value);
  gint64 time;

  if (text == NULL)
    return FALSE;
  if (field->kind == HX_KIND_TIME)
    {
      if (!hx_time_parse (text, &time))
        return FALSE;
      hx_record_set_int (record, index, time);
      return TRUE;
    }
  hx_record_set_text (record, index, text);
  return hx_record_has (record, index);
}

static gboolean
read_number (HxJson        *value,
             const HxField *field,
             HxRecord      *record,
             guint          index)
{
  HxJsonType type = hx_json_get_type (value);

  if (field->kind == HX_KIND_REAL && (type == HX_JSON_REAL || type == HX_JSON_INTEGER))
    hx_record_set_real (record, index, hx_json_get_real (value));
  else if (type == (field->kind == HX_KIND_BOOLEAN ? HX_JSON_BOOLEAN : HX_JSON_INTEGER))
    hx_record_set_int (record, index, hx_json_get_integer (value));
  return hx_record_has (record, index);
}

static gboolean
read_value (HxJson        *value,
            const HxField *field,
            HxRecord      *record,
            guint          index,
            HxProblem     *problem)
{
  switch (field->kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_BOOLEAN:
    case HX_KIND_REAL:
      return read_number (value, field, record, index);
    case HX_KIND_RECORD:
      if (hx_json_get_type (value) == HX_JSON_OBJECT)
        {
          g_autoptr (HxRecord) embedded = read_members (value, field->of, problem);

          hx_record_set_record (record, index, embedded);
        }
      return hx_record_has (record, index);
    case HX_KIND_LIST:
      return read_list (value, field, record, index, problem);
    case HX_KIND_DOCUMENT:
      hx_record_take_text (record, index, hx_json_to_text (value));
      return TRUE;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_TIME:
    case HX_N_KINDS:
    default:
      return read_text (value, field, record, index);
    }
}

/**
 * hx_json_read_record:
 * @object: an object that the server wrote
 * @schema: what it is
 * @error: %HX_ERROR_MALFORMED
 *
 * Reads every field that @object has; members that @schema does not know are
 * passed over, so an older client can read a newer server.
 *
 * Returns: (transfer full) (nullable): the record
 */
HxRecord *
hx_json_read_record (HxJson         *object,
                     const HxSchema *schema,
                     GError        **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) record = NULL;

  if (hx_json_get_type (object) != HX_JSON_OBJECT)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "Expected an object: %s", schema->name);
      return NULL;
    }
  record = read_members (object, schema, problem);
  if (hx_problem_count (problem) > 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s.%s: %s", schema->name, hx_problem_name (problem, 0),
                   hx_problem_reason (problem, 0));
      return NULL;
    }
  return g_steal_pointer (&record);
}

static void
refuse_unknown (HxJson         *object,
                const HxSchema *schema,
                HxProblem      *problem)
{
  const char *name;

  for (guint i = 0; (name = hx_json_get_name (object, i)) != NULL; i++)
    {
      int field = hx_schema_find (schema, name);

      if (field < 0 || (schema->fields[field].flags & (HX_FIELD_HIDDEN | HX_FIELD_VIEW)))
        hx_problem_add (problem, name, "unknown");
      else if (schema->fields[field].flags & HX_FIELD_SERVER)
        hx_problem_add (problem, name, "read_only");
    }
}

/**
 * hx_json_read_input:
 * @object: an object that a client sent
 * @schema: what it should be
 * @problem: takes every complaint
 *
 * Reads and checks an input: types, limits, required fields, and no member that
 * is unknown or the server's own.
 *
 * Returns: (transfer full): the record, to be used only if @problem is empty
 */
HxRecord *
hx_json_read_input (HxJson         *object,
                    const HxSchema *schema,
                    HxProblem      *problem)
{
  HxRecord *record = read_members (object, schema, problem);

  refuse_unknown (object, schema, problem);
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const HxField *field = &schema->fields[i];
      const char *reason;

      if ((field->flags & (HX_FIELD_SERVER | HX_FIELD_VIEW)) || hx_problem_find (problem, field->name))
        continue;
      if (!hx_record_has (record, i))
        {
          if (field->flags & HX_FIELD_REQUIRED)
            hx_problem_add (problem, field->name, "required");
        }
      else if (!hx_field_check_value (field, record, i, &reason))
        hx_problem_add (problem, field->name, reason);
    }
  return record;
}

/**
 * hx_json_parse_record:
 * @text: JSON that the server wrote
 * @length: its length in bytes
 * @schema: what it is
 * @error: %HX_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable): the record
 */
HxRecord *
hx_json_parse_record (const char     *text,
                      gsize           length,
                      const HxSchema *schema,
                      GError        **error)
{
  g_autoptr (HxJson) root = hx_json_parse (text, length, error);

  return root != NULL ? hx_json_read_record (root, schema, error) : NULL;
}

/**
 * hx_field_set_from_text:
 * @field: a field's declaration
 * @record: a record
 * @index: the field's index
 * @text: the value as a query or a form has it
 *
 * Returns: whether @text is a value of the field's kind
 */
gboolean
hx_field_set_from_text (const HxField *field,
                        HxRecord      *record,
                        guint          index,
                        const char    *text)
{
  gint64 number;

  switch (field->kind)
    {
    case HX_KIND_INTEGER:
      if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
        return FALSE;
      hx_record_set_int (record, index, number);
      return TRUE;
    case HX_KIND_BOOLEAN:
      if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
        return FALSE;
      hx_record_set_int (record, index, g_str_equal (text, "true"));
      return TRUE;
    case HX_KIND_TIME:
      if (!hx_time_parse (text, &number))
        return FALSE;
      hx_record_set_int (record, index, number);
      return TRUE;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
      hx_record_set_text (record, index, text);
      return hx_record_has (record, index);
    case HX_KIND_REAL:
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_KIND_DOCUMENT:
    case HX_N_KINDS:
    default:
      return FALSE;
    }
}
