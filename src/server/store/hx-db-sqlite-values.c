/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-sqlite-private.h"

/* A number that the statement does not use gives index 0, which SQLite passes over. */
static int
parameter_index (HxStatement *statement,
                 guint        parameter)
{
  GArray *parameters = ((HxSqliteStatement *) statement)->parameters;

  return parameter <= parameters->len ? g_array_index (parameters, int, parameter - 1) : 0;
}

void
hx_sqlite_bind_null (HxStatement *statement,
                     guint        parameter)
{
  sqlite3_bind_null (((HxSqliteStatement *) statement)->handle, parameter_index (statement, parameter));
}

void
hx_sqlite_bind_int (HxStatement *statement,
                    guint        parameter,
                    gint64       value)
{
  sqlite3_bind_int64 (((HxSqliteStatement *) statement)->handle, parameter_index (statement, parameter), value);
}

void
hx_sqlite_bind_real (HxStatement *statement,
                     guint        parameter,
                     double       value)
{
  sqlite3_bind_double (((HxSqliteStatement *) statement)->handle, parameter_index (statement, parameter), value);
}

void
hx_sqlite_bind_text (HxStatement *statement,
                     guint        parameter,
                     const char  *value)
{
  sqlite3_bind_text (((HxSqliteStatement *) statement)->handle, parameter_index (statement, parameter), value, -1,
                     SQLITE_TRANSIENT);
}

void
hx_sqlite_lend_text (HxStatement *statement,
                     guint        parameter,
                     const char  *value)
{
  sqlite3_bind_text (((HxSqliteStatement *) statement)->handle, parameter_index (statement, parameter), value, -1,
                     SQLITE_STATIC);
}

gboolean
hx_sqlite_is_null (HxStatement *statement,
                   guint        column)
{
  return sqlite3_column_type (((HxSqliteStatement *) statement)->handle, (int) column) == SQLITE_NULL;
}

gint64
hx_sqlite_get_int (HxStatement *statement,
                   guint        column)
{
  return sqlite3_column_int64 (((HxSqliteStatement *) statement)->handle, (int) column);
}

double
hx_sqlite_get_real (HxStatement *statement,
                    guint        column)
{
  return sqlite3_column_double (((HxSqliteStatement *) statement)->handle, (int) column);
}

const char *
hx_sqlite_get_text (HxStatement *statement,
                    guint        column)
{
  return (const char *) sqlite3_column_text (((HxSqliteStatement *) statement)->handle, (int) column);
}
