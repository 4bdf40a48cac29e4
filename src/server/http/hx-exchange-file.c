/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/**
 * hx_exchange_receive_file:
 * @self: an exchange whose body has not come yet
 * @folder: where the file is made
 * @limit: bytes that it may have
 * @error: %HX_ERROR_UNAVAILABLE
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
  if (self->file < 0)
    {
      g_clear_pointer (&self->file_path, g_free);
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "The folder of files cannot be written: %s",
                   g_strerror (errno));
    }
  return self->file >= 0;
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
 * @error: %HX_ERROR_STORE_FULL
 *
 * Waits until the received file is durable.
 *
 * Returns: whether it is
 */
gboolean
hx_exchange_sync_file (HxExchange *self,
                       GError    **error)
{
  gboolean durable = self->file >= 0 && fsync (self->file) == 0;

  if (!durable)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_FULL, "The file could not be written");
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
  return durable;
}
