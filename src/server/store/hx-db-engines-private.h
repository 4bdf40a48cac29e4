/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

G_BEGIN_DECLS

/* What the engines offer to hx-db alone. `location` is the URI without its scheme. */
HxDb *hx_db_sqlite_open (const char  *location,
                         HxDbMode     mode,
                         GError     **error);
HxDb *hx_db_pgsql_open  (const char  *location,
                         HxDbMode     mode,
                         GError     **error);

/* For tables of statements. */
guint hx_sql_hash       (gconstpointer text);

G_END_DECLS
