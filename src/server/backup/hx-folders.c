/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-backup.h"
#include "hx-error.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

static int
remove_one (const char        *path,
            const struct stat *status,
            int                kind,
            struct FTW        *place)
{
  return remove (path);
}

/**
 * hx_backup_fail:
 * @error: %HX_ERROR_STORE_FULL when there is no room, else %HX_ERROR_FAILED
 * @path: what could not be written, read or removed
 *
 * To be called while errno says why.
 *
 * Returns: %FALSE
 */
gboolean
hx_backup_fail (GError    **error,
                const char *path)
{
  g_set_error (error, HX_ERROR, errno == ENOSPC || errno == EDQUOT ? HX_ERROR_STORE_FULL : HX_ERROR_FAILED, "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/**
 * hx_tree_remove:
 * @folder: a folder of ours, or a file
 *
 * Returns: whether it is gone with all in it; links are removed, not followed
 */
gboolean
hx_tree_remove (const char *folder)
{
  return nftw (folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT;
}

/**
 * hx_folder_sync:
 * @folder: a folder
 *
 * Returns: whether what was made or renamed in it is durable
 */
gboolean
hx_folder_sync (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return good;
}
