/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-schema.h"

#include <string.h>

/**
 * hx_schema_find:
 * @schema: a schema
 * @name: a field's name
 *
 * Returns: the field's index, -1 when there is none
 */
int
hx_schema_find (const HxSchema *schema,
                const char     *name)
{
  for (guint i = 0; i < schema->n_fields; i++)
    if (strcmp (schema->fields[i].name, name) == 0)
      return (int) i;
  return -1;
}

/**
 * hx_schema_is_stored:
 * @schema: a schema
 *
 * Returns: whether records of it have a table, and so an id and a revision
 */
gboolean
hx_schema_is_stored (const HxSchema *schema)
{
  return schema->table != NULL;
}

/**
 * hx_enum_find:
 * @values: a closed list
 * @name: (nullable): a value's name
 *
 * Returns: the value, -1 when the list has no such name
 */
int
hx_enum_find (const HxEnum *values,
              const char   *name)
{
  for (guint i = 0; name != NULL && i < values->n_values; i++)
    if (strcmp (values->values[i].name, name) == 0)
      return (int) i;
  return -1;
}

/**
 * hx_enum_name:
 * @values: a closed list
 * @value: a value of it
 *
 * Returns: (nullable): the value's name
 */
const char *
hx_enum_name (const HxEnum *values,
              int           value)
{
  return value >= 0 && (guint) value < values->n_values ? values->values[value].name : NULL;
}
