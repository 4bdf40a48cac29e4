/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-sqlite-private.h"

#include <fcntl.h>
#include <unistd.h>

/* Pages of one step: 4 MiB with pages of 4 KiB. */
#define STEP_PAGES 1024

/* The copy must be what it is also after a power cut. */
static gboolean
sync_file (const char *path,
           GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean durable = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  if (!durable)
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s cannot be made durable", path);
  return durable;
}

static gboolean
copy_pages (HxDb    *db,
            sqlite3 *target,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", hx_db_sqlite_handle (db), "main");
  int result = SQLITE_OK;

  while (backup != NULL && result == SQLITE_OK)
    result = sqlite3_backup_step (backup, STEP_PAGES);
  if (backup != NULL && sqlite3_backup_finish (backup) == SQLITE_OK && result == SQLITE_DONE)
    return TRUE;
  g_set_error (error, HX_ERROR, sqlite3_errcode (target) == SQLITE_FULL ? HX_ERROR_STORE_FULL : HX_ERROR_FAILED,
               "The store could not be copied: %s", sqlite3_errmsg (target));
  return FALSE;
}

/* One snapshot is held for the whole of it, so that writers go on and the copy
 * need not begin anew with each of their commits; meanwhile the log grows. */
gboolean
hx_db_sqlite_backup (HxDb       *db,
                     const char *path,
                     GError    **error)
{
  sqlite3 *target = NULL;
  gboolean good = sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK;

  if (!good)
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, sqlite3_errmsg (target));
  good = good && hx_db_execute (db, "BEGIN; SELECT count(*) FROM sqlite_master", error);
  if (good)
    {
      good = copy_pages (db, target, error);
      hx_db_execute (db, "COMMIT", NULL);
    }
  sqlite3_close (target);
  return good && sync_file (path, error);
}
