/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db.h"

/**
 * hx_db_query_texts:
 * @db: a connection
 * @error: what went wrong
 * @n_columns: how many columns of each row are wanted
 * @sql: one statement
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * For what is done to each row of an answer: the statement is over before the first of it.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the first columns of all rows, one text after the
 *   other; %NULL for an error only
 */
GPtrArray *
hx_db_query_texts (HxDb       *db,
                   GError    **error,
                   guint       n_columns,
                   const char *sql,
                   const char *types,
                   ...)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  HxStatement *row;
  HxStep step;
  va_list arguments;

  va_start (arguments, types);
  row = hx_db_query_valist (db, &failure, sql, types, arguments);
  va_end (arguments);
  for (step = row != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW; step = hx_statement_step (row, &failure))
    for (guint i = 0; i < n_columns; i++)
      g_ptr_array_add (texts, g_strdup (hx_statement_get_text (row, i)));
  if (row != NULL)
    hx_statement_reset (row);
  if (failure == NULL)
    return g_steal_pointer (&texts);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hx_db_query_int:
 * @db: a connection
 * @value: (out): the first column of the first row; 0 where there is none
 * @error: what went wrong
 * @sql: one statement without parameters
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_db_query_int (HxDb       *db,
                 gint64     *value,
                 GError    **error,
                 const char *sql)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, sql, "");

  *value = row != NULL ? hx_statement_get_int (row, 0) : 0;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
