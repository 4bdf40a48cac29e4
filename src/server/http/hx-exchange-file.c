/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static gboolean
fail (GError    **error,
      const char *what,
      int         code)
{
  g_set_error (error, HX_ERROR, (int) hx_error_of_disk (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * hx_exchange_receive_file:
 * @self: an exchange whose body has not come yet
 * @folder: where the file is made
 * @limit: bytes that it may have
 * @error: as [func@error_of_disk] says
 *
 * Lets the body go to a new file, which is removed with the exchange unless
 * somebody moves it away before. Its name is ours, never the client's.
 *
 * Returns: whether the file could be made
 */
gboolean
hx_exchange_receive_file (HxExchange *self,
                          const char *folder,
                          guint64     limit,
                          GError    **error)
{
  g_autofree char *name = g_strdup_printf (".upload-%s", self->request_id);

  self->file_limit = limit;
  self->file_path = g_build_filename (folder, name, NULL);
  self->file = open (self->file_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (self->file >= 0)
    return TRUE;
  g_clear_pointer (&self->file_path, g_free);
  return fail (error, "The folder of files cannot be written", errno);
}

/* While the body is coming in the library cannot answer, and who goes on sending would not hear it: so the rest is
 * taken, and why the file cannot be kept is said at the end. Its room is free at once. */
void
hx_exchange_write_file (HxExchange *self,
                        const char *bytes,
                        gsize       length)
{
  while (length > 0 && self->file_error == 0)
    {
      gssize written = write (self->file, bytes, length);

      if (written > 0)
        {
          bytes += written;
          length -= (gsize) written;
        }
      else if (written == 0 || errno != EINTR)
        {
          self->file_error = written == 0 ? ENOSPC : errno;
          if (ftruncate (self->file, 0) != 0)
            g_debug ("Half an upload takes room until its sender is told");
        }
    }
}

/**
 * hx_exchange_get_file:
 * @self: an exchange
 *
 * Returns: (nullable): path of the received file
 */
const char *
hx_exchange_get_file (HxExchange *self)
{
  return self->file_path;
}

/**
 * hx_exchange_sync_file:
 * @self: an exchange whose body went to a file
 * @error: as [func@error_of_disk] says
 *
 * Waits until the received file is durable. What once failed is never asked again: the kernel tells of a lost
 * write only once.
 *
 * Returns: whether it is
 */
gboolean
hx_exchange_sync_file (HxExchange *self,
                       GError    **error)
{
  if (self->file_error == 0 && self->file >= 0 && fsync (self->file) != 0)
    self->file_error = errno;
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
  return self->file_error == 0 || fail (error, "The file could not be written", self->file_error);
}
