/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-backup.h"

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
