/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-store-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct _HxStoreLock
{
  int fd;
};

/**
 * hx_store_lock:
 * @uri: a store, as for [func@db_open]
 * @error: %HX_ERROR_STORE_IN_USE when another server has it
 *
 * An embedded store has one server: two would hand out events that the other's
 * clients never hear of. The lock is a file beside the store that is never
 * removed, as removing it would let two servers lock two files of one name.
 *
 * Returns: (transfer full) (nullable): the lock, to be held while the store is open
 */
HxStoreLock *
hx_store_lock (const char *uri,
               GError    **error)
{
  const char *path = g_str_has_prefix (uri, "sqlite:") ? uri + strlen ("sqlite:") : NULL;
  g_autofree char *name = path != NULL ? g_strconcat (path, ".lock", NULL) : NULL;
  HxStoreLock *self;
  int fd = -1;

  if (name != NULL)
    {
      fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd < 0)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", name, g_strerror (errno));
          return NULL;
        }
      if (flock (fd, LOCK_EX | LOCK_NB) != 0)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_STORE_IN_USE, "%s: another server has this store open", path);
          close (fd);
          return NULL;
        }
    }
  self = g_new0 (HxStoreLock, 1);
  self->fd = fd;
  return self;
}

/**
 * hx_store_unlock:
 * @self: (transfer full) (nullable): a lock
 */
void
hx_store_unlock (HxStoreLock *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
