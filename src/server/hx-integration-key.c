/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-integration-key.h"
#include "service/hx-service.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static gboolean
write_private (const char *path,
               const char *text,
               GError    **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gssize length = (gssize) strlen (text);
  gboolean written = fd >= 0 && write (fd, text, (gsize) length) == length && fsync (fd) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  if (!written)
    g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", path, g_strerror (saved));
  return written;
}

/**
 * hx_integration_key_ensure:
 * @path: the file that has, or will have, the token
 * @db: a connection inside a transaction
 * @now: µs UTC
 * @error: the store's, or %HX_ERROR_STORE_READ_ONLY
 *
 * A PBX, and the client's “Simulate a call”, need a token before there is anybody
 * who could make one. The store keeps its hash only; the token is in this file,
 * which nobody but its owner can read.
 *
 * Returns: whether there is such a file
 */
gboolean
hx_integration_key_ensure (const char *path,
                           HxDb       *db,
                           gint64      now,
                           GError    **error)
{
  g_autofree char *token = NULL;
  g_autofree char *line = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!hx_service_create_key (db, "Calls from outside", HX_MAY_SEND_CALLS | HX_MAY_SIGN_IN, now, &token, error))
    return FALSE;
  line = g_strconcat (token, "\n", NULL);
  return write_private (path, line, error);
}
