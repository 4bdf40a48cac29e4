/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

/* What PostgreSQL calls the type of a comparison. */
#define TYPE_BOOL 16

/* -- parameters: as text, whose type the server finds out --------------------- */

static HxPgsqlParameter *
parameter_at (HxStatement *statement,
              guint        number)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlParameter *parameter;

  if (self->parameters->len < number)
    g_array_set_size (self->parameters, number);
  self->n_parameters = MAX (self->n_parameters, number);
  parameter = &g_array_index (self->parameters, HxPgsqlParameter, number - 1);
  g_clear_pointer (&parameter->text, g_free);
  parameter->digits[0] = '\0';
  parameter->type = NULL;
  return parameter;
}

void
hx_pgsql_bind_null (HxStatement *statement,
                    guint        parameter)
{
  parameter_at (statement, parameter);
}

void
hx_pgsql_bind_int (HxStatement *statement,
                   guint        parameter,
                   gint64       value)
{
  HxPgsqlParameter *bound = parameter_at (statement, parameter);

  bound->type = "bigint";
  g_snprintf (bound->digits, sizeof bound->digits, "%" G_GINT64_FORMAT, value);
}

void
hx_pgsql_bind_real (HxStatement *statement,
                    guint        parameter,
                    double       value)
{
  HxPgsqlParameter *bound = parameter_at (statement, parameter);

  bound->type = "double precision";
  g_ascii_dtostr (bound->digits, sizeof bound->digits, value);
}

void
hx_pgsql_bind_text (HxStatement *statement,
                    guint        parameter,
                    const char  *value)
{
  HxPgsqlParameter *bound = parameter_at (statement, parameter);

  bound->type = "text";
  bound->text = g_strdup (value);
}

/* -- rows --------------------------------------------------------------------- */

gboolean
hx_pgsql_is_null (HxStatement *statement,
                  guint        column)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;

  return PQgetisnull (self->reply->result, self->row, self->first_column + (int) column) != 0;
}

gint64
hx_pgsql_get_int (HxStatement *statement,
                  guint        column)
{
  const char *text = hx_pgsql_get_text (statement, column);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

double
hx_pgsql_get_real (HxStatement *statement,
                   guint        column)
{
  const char *text = hx_pgsql_get_text (statement, column);

  return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

const char *
hx_pgsql_get_text (HxStatement *statement,
                   guint        column)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  const PGresult *result = self->reply->result;
  int number = self->first_column + (int) column;
  const char *text;

  if (PQgetisnull (result, self->row, number))
    return NULL;
  text = PQgetvalue (result, self->row, number);
  if (PQftype (result, number) != TYPE_BOOL)
    return text;
  /* What the embedded engine makes of a comparison. */
  return *text == 't' ? "1" : "0";
}
