/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3  *hx_db_sqlite_handle    (HxDb        *db);
gboolean  hx_db_sqlite_backup    (HxDb        *db,
                                  const char  *path,
                                  GError     **error);

G_END_DECLS
