/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-session-claim.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

struct _HxSessionClaim
{
  int fd; /* of the locked file; -1 where none can be made */
};

/**
 * hx_session_claim_dup_path:
 * @server: address of a server
 *
 * Where every program of this user finds it, also from within a sandbox of its own.
 *
 * Returns: (transfer full): the file that is locked, whether it is there or not
 */
char *
hx_session_claim_dup_path (const char *server)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, server, -1);
  g_autofree char *name = g_strdup_printf ("%.16s.lock", digest);

  return g_build_filename (g_get_user_state_dir (), "huixiang", "sessions", name, NULL);
}

/**
 * hx_session_claim_new:
 * @server: address of a server
 *
 * Without a place for the lock nobody is kept from anything.
 *
 * Returns: (transfer full) (nullable): the claim; %NULL when another one exists
 */
HxSessionClaim *
hx_session_claim_new (const char *server)
{
  g_autofree char *path = hx_session_claim_dup_path (server);
  g_autofree char *folder = g_path_get_dirname (path);
  HxSessionClaim *self;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    g_message ("%s: %s", path, g_strerror (errno));
  else if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      close (fd);
      return NULL;
    }
  self = g_new (HxSessionClaim, 1);
  self->fd = fd;
  return self;
}

/**
 * hx_session_claim_free:
 * @self: (transfer full): a claim
 *
 * The file stays: whoever removed it might remove one that another program has locked meanwhile.
 */
void
hx_session_claim_free (HxSessionClaim *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
