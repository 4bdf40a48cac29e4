/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_BYTES 1024

/* libpq's own password file is not taken for this: it refuses what systemd's LoadCredential makes. */
static gboolean
read_secret (const char *path,
             char        secret[MAX_BYTES],
             GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  gssize length = -1;

  if (fd >= 0 && fstat (fd, &status) == 0)
    length = read (fd, secret, MAX_BYTES - 1);
  if (length < 0)
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
  else if (status.st_mode & S_IRWXO)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s can be read by everybody: chmod 600", path);
      length = -1;
    }
  if (fd >= 0)
    close (fd);
  if (length < 0)
    return FALSE;
  secret[length] = '\0';
  secret[strcspn (secret, "\r\n")] = '\0';
  return TRUE;
}

/**
 * hx_config_take_password:
 * @self: a configuration
 * @error: why the password could not be read
 *
 * Gives the store's password to libpq, by the variable that it reads; nobody but the
 * process itself and root can look at that. To be called before threads are made.
 *
 * Returns: whether there is none to give, or it was given
 */
gboolean
hx_config_take_password (const HxConfig *self,
                         GError        **error)
{
  char secret[MAX_BYTES];
  gboolean good;

  if (self->store_password == NULL)
    return TRUE;
  good = read_secret (self->store_password, secret, error);
  if (good)
    g_setenv ("PGPASSWORD", secret, TRUE);
  explicit_bzero (secret, sizeof secret);
  return good;
}
