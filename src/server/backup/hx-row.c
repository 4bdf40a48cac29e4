/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-row.h"

#include <math.h>
#include <string.h>

/**
 * hx_row_clear:
 * @self: a row
 */
void
hx_row_clear (HxRow *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->json, hx_json_free);
  self->table = NULL;
}

static gboolean
refuse (GError    **error,
        const char *table,
        const char *column,
        const char *reason)
{
  g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s%s%s: %s", table, column != NULL ? "." : "",
               column != NULL ? column : "", reason);
  return FALSE;
}

static const char *
take_value (const HxColumn *column,
            HxJson         *json,
            HxValue        *value)
{
  HxJsonType type = hx_json_get_type (json);

  value->has = TRUE;
  switch (column->kind)
    {
    case HX_COLUMN_INTEGER:
      value->integer = type == HX_JSON_INTEGER ? hx_json_get_integer (json) : 0;
      return type == HX_JSON_INTEGER ? NULL : "not_an_integer";
    case HX_COLUMN_REAL:
      if (type != HX_JSON_INTEGER && type != HX_JSON_REAL)
        return "not_a_number";
      value->real = hx_json_get_real (json);
      return NULL;
    case HX_COLUMN_TEXT:
    default:
      value->text = type == HX_JSON_STRING ? hx_json_get_string (json) : "";
      return type == HX_JSON_STRING ? NULL : "not_a_text";
    }
}

static gboolean
take_values (HxRow   *self,
             HxJson  *row,
             GError **error)
{
  const HxTable *table = self->table;
  g_auto (GStrv) names = hx_json_dup_names (row);
  guint taken = 0;

  self->values = g_new0 (HxValue, table->columns->len);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HxColumn *column = table->columns->pdata[i];
      HxJson *json = hx_json_get_member (row, column->name);
      const char *reason = json != NULL ? take_value (column, json, &self->values[i]) : column->required ? "missing" : NULL;

      if (reason != NULL)
        return refuse (error, table->name, column->name, reason);
      taken += json != NULL;
    }
  for (guint i = 0; names[i] != NULL && taken < g_strv_length (names); i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < table->columns->len; j++)
        known = known || strcmp (((HxColumn *) table->columns->pdata[j])->name, names[i]) == 0;
      if (!known)
        return refuse (error, table->name, names[i], "unknown");
    }
  return TRUE;
}

/* There is one way to write a row; what is written in another was not exported. */
static gboolean
check_form (const HxRow *self,
            const char  *line,
            gsize        length,
            GError     **error)
{
  g_autoptr (GString) form = g_string_sized_new (length + 1);

  if (!hx_row_append (self, form, error))
    return FALSE;
  return (form->len == length && memcmp (form->str, line, length) == 0)
         || refuse (error, self->table->name, NULL, "not as an export writes it");
}

/**
 * hx_row_parse:
 * @self: (out): gets the row; to be cleared also after a failure
 * @catalog: what there may be
 * @line: a line of an export
 * @length: its bytes
 * @error: %HX_ERROR_MALFORMED with table, column and reason
 *
 * Returns: whether it is a row of a table, whole and in its one form
 */
gboolean
hx_row_parse (HxRow           *self,
              const HxCatalog *catalog,
              const char      *line,
              gsize            length,
              GError         **error)
{
  HxJson *row;

  *self = (HxRow){ .json = hx_json_parse (line, length, error) };
  if (self->json == NULL)
    return FALSE;
  row = hx_json_get_type (self->json) == HX_JSON_OBJECT ? hx_json_get_member (self->json, "row") : NULL;
  if (row == NULL || hx_json_get_type (row) != HX_JSON_OBJECT)
    return refuse (error, "row", NULL, "missing");
  self->table = hx_catalog_find (catalog, hx_json_member_string (self->json, "table"), &self->index);
  if (self->table == NULL)
    return refuse (error, "table", NULL, "unknown");
  return take_values (self, row, error) && check_form (self, line, length, error);
}

/**
 * hx_row_read:
 * @self: (out): gets the row
 * @table: a table
 * @statement: on a row of all its columns; it owns the texts until its next step
 */
void
hx_row_read (HxRow       *self,
             HxTable     *table,
             HxStatement *statement)
{
  *self = (HxRow){ .table = table, .values = g_new0 (HxValue, table->columns->len) };
  for (guint i = 0; i < table->columns->len; i++)
    {
      HxValue *value = &self->values[i];

      value->has = !hx_statement_is_null (statement, i);
      if (!value->has)
        continue;
      switch (((HxColumn *) table->columns->pdata[i])->kind)
        {
        case HX_COLUMN_INTEGER:
          value->integer = hx_statement_get_int (statement, i);
          break;
        case HX_COLUMN_REAL:
          value->real = hx_statement_get_real (statement, i);
          break;
        case HX_COLUMN_TEXT:
        default:
          value->text = hx_statement_get_text (statement, i);
          break;
        }
    }
}

static gboolean
append_value (const HxRow    *self,
              const HxColumn *column,
              const HxValue  *value,
              GString        *out,
              GError        **error)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (column->kind)
    {
    case HX_COLUMN_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value->integer);
      return TRUE;
    case HX_COLUMN_REAL:
      if (!isfinite (value->real))
        return refuse (error, self->table->name, column->name, "not_a_number");
      g_string_append (out, g_ascii_dtostr (number, sizeof number, value->real));
      return TRUE;
    case HX_COLUMN_TEXT:
    default:
      hx_json_append_string (out, value->text);
      return TRUE;
    }
}

/**
 * hx_row_append:
 * @self: a row
 * @out: gets its line, without an end
 * @error: for a number that JSON has no word for
 *
 * Returns: whether it could be written
 */
gboolean
hx_row_append (const HxRow *self,
               GString     *out,
               GError     **error)
{
  g_string_append (out, "{\"row\":{");
  for (guint i = 0; i < self->table->columns->len; i++)
    {
      const HxColumn *column = self->table->columns->pdata[i];

      if (!self->values[i].has)
        continue;
      hx_json_append_member (out, column->name);
      if (!append_value (self, column, &self->values[i], out, error))
        return FALSE;
    }
  g_string_append_printf (out, "},\"table\":\"%s\"}", self->table->name);
  return TRUE;
}

/**
 * hx_row_bind:
 * @table: a table
 * @column: place of one of its columns
 * @value: its value
 * @statement: gets it
 * @parameter: n of `$n`
 */
void
hx_row_bind (const HxTable *table,
             guint          column,
             const HxValue *value,
             HxStatement   *statement,
             guint          parameter)
{
  HxColumnKind kind = ((HxColumn *) table->columns->pdata[column])->kind;

  if (!value->has)
    hx_statement_bind_null (statement, parameter);
  else if (kind == HX_COLUMN_INTEGER)
    hx_statement_bind_int (statement, parameter, value->integer);
  else if (kind == HX_COLUMN_REAL)
    hx_statement_bind_real (statement, parameter, value->real);
  else
    hx_statement_bind_text (statement, parameter, value->text);
}

static guint
place_of (const HxTable *table,
          gconstpointer  column)
{
  guint place = 0;

  g_ptr_array_find (table->columns, column, &place);
  return place;
}

/**
 * hx_row_bind_keys:
 * @self: a row
 * @statement: gets its primary key as `$1`, `$2` …
 */
void
hx_row_bind_keys (const HxRow *self,
                  HxStatement *statement)
{
  for (guint i = 0; i < self->table->keys->len; i++)
    {
      guint place = place_of (self->table, self->table->keys->pdata[i]);

      hx_row_bind (self->table, place, &self->values[place], statement, i + 1);
    }
}

/**
 * hx_row_compare_keys:
 * @self: a row
 * @other: another of the same table
 *
 * Returns: less than, equal to or more than 0, as the store orders their keys
 */
int
hx_row_compare_keys (const HxRow *self,
                     const HxRow *other)
{
  int order = 0;

  for (guint i = 0; order == 0 && i < self->table->keys->len; i++)
    {
      const HxColumn *column = self->table->keys->pdata[i];
      guint place = place_of (self->table, column);
      const HxValue *a = &self->values[place], *b = &other->values[place];

      if (column->kind == HX_COLUMN_INTEGER)
        order = (a->integer > b->integer) - (a->integer < b->integer);
      else
        order = strcmp (a->text, b->text);
    }
  return order;
}
