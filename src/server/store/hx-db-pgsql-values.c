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

/* More digits than these might be too many. */
#define SAFE_DIGITS 18

/* A page has hundreds of numbers, and most are short or a time: no sign, no space, no overflow. */
gint64
hx_pgsql_get_int (HxStatement *statement,
                  guint        column)
{
  const char *text = hx_pgsql_get_text (statement, column);
  gint64 value = 0;
  guint length = 0;

  if (text == NULL)
    return 0;
  for (; length < SAFE_DIGITS && g_ascii_isdigit (text[length]); length++)
    value = 10 * value + (text[length] - '0');
  return text[length] == '\0' ? value : g_ascii_strtoll (text, NULL, 10);
}

double
hx_pgsql_get_real (HxStatement *statement,
                   guint        column)
{
  const char *text = hx_pgsql_get_text (statement, column);

  return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

/* Hardly any answer has comparisons, and libpq looks after each question that it is one of that answer. */
static gboolean
has_comparisons (HxPgsqlReply *reply)
{
  int n_columns = reply->looked ? 0 : PQnfields (reply->result);

  for (int i = 0; i < n_columns; i++)
    reply->comparisons |= PQftype (reply->result, i) == TYPE_BOOL;
  reply->looked = TRUE;
  return reply->comparisons;
}

const char *
hx_pgsql_get_text (HxStatement *statement,
                   guint        column)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  const PGresult *result = self->reply->result;
  int number = self->first_column + (int) column;
  const char *text = PQgetvalue (result, self->row, number);

  /* What is null looks like an empty text. */
  if (*text == '\0')
    return PQgetisnull (result, self->row, number) ? NULL : text;
  if (!has_comparisons (self->reply) || PQftype (result, number) != TYPE_BOOL)
    return text;
  /* What the embedded engine makes of a comparison. */
  return *text == 't' ? "1" : "0";
}
