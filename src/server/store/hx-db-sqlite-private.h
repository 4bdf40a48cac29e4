/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct
{
  HxStatement statement;
  sqlite3_stmt *handle;
  GArray *parameters; /* of int: n - 1 → index, as SQLite numbers by first appearance */
  gboolean used; /* since it was prepared and until it is reset */
} HxSqliteStatement;

sqlite3  *hx_db_sqlite_handle    (HxDb        *db);
gboolean  hx_db_sqlite_backup    (HxDb        *db,
                                  const char  *path,
                                  GError     **error);

void        hx_sqlite_bind_null   (HxStatement  *statement,
                                   guint         parameter);
void        hx_sqlite_bind_int    (HxStatement  *statement,
                                   guint         parameter,
                                   gint64        value);
void        hx_sqlite_bind_real   (HxStatement  *statement,
                                   guint         parameter,
                                   double        value);
void        hx_sqlite_bind_text   (HxStatement  *statement,
                                   guint         parameter,
                                   const char   *value);
void        hx_sqlite_lend_text   (HxStatement  *statement,
                                   guint         parameter,
                                   const char   *value);
gboolean    hx_sqlite_is_null     (HxStatement  *statement,
                                   guint         column);
gint64      hx_sqlite_get_int     (HxStatement  *statement,
                                   guint         column);
double      hx_sqlite_get_real    (HxStatement  *statement,
                                   guint         column);
const char *hx_sqlite_get_text    (HxStatement  *statement,
                                   guint         column);

G_END_DECLS
