/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-listen.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

static int
fail (int         fd,
      const char *what,
      GError    **error)
{
  int saved = errno;

  if (fd >= 0)
    close (fd);
  g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s: %s", what, g_strerror (saved));
  return -1;
}

/**
 * hx_listen_private:
 * @path: where the socket is made; what lies there is taken for the rest of a
 *   server that crashed, so whoever calls this holds the lock of the store
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Returns: a listening socket that only its owner can open, -1 on failure
 */
int
hx_listen_private (const char *path,
                   GError    **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *folder = g_path_get_dirname (path);
  mode_t mask;
  int fd, bound;

  if (strlen (path) >= sizeof address.sun_path)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "The path of a socket has at most %zu bytes: %s",
                   sizeof address.sun_path - 1, path);
      return -1;
    }
  memcpy (address.sun_path, path, strlen (path));
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (-1, folder, error);
  g_unlink (path);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return fail (fd, path, error);
  /* The mask makes it private from its first moment; no other thread runs yet. */
  mask = umask (0177);
  bound = bind (fd, (struct sockaddr *) &address, sizeof address);
  umask (mask);
  return bound == 0 && listen (fd, BACKLOG) == 0 ? fd : fail (fd, path, error);
}

/**
 * hx_listen_port:
 * @fd: a listening socket
 *
 * Returns: its port, 0 when it has none
 */
guint16
hx_listen_port (int fd)
{
  struct sockaddr_storage native;
  socklen_t size = sizeof native;

  if (getsockname (fd, (struct sockaddr *) &native, &size) != 0)
    return 0;
  if (native.ss_family == AF_INET6)
    return ntohs (((struct sockaddr_in6 *) &native)->sin6_port);
  return native.ss_family == AF_INET ? ntohs (((struct sockaddr_in *) &native)->sin_port) : 0;
}

/* A socket bound to what is asked for, -1 with `errno` for none. */
static int
bind_tcp (const char *address,
          guint16     port)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
  struct sockaddr_storage native;
  const int yes = 1;
  socklen_t size;
  int fd, saved;

  errno = EINVAL;
  if (wanted == NULL || !g_socket_address_to_native (wanted, &native, sizeof native, NULL))
    return -1;
  size = (socklen_t) g_socket_address_get_native_size (wanted);
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  /* Handed on to each connection: an event of a few hundred bytes must not wait for more. */
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (bind (fd, (struct sockaddr *) &native, size) == 0)
    return fd;
  saved = errno;
  close (fd);
  errno = saved;
  return -1;
}

/**
 * hx_listen_check:
 * @address: a numeric address
 * @port: a port
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Returns: whether a server could listen there; one that does is no reason against
 */
gboolean
hx_listen_check (const char *address,
                 guint16     port,
                 GError    **error)
{
  g_autofree char *what = g_strdup_printf ("%s port %u", address, port);
  int fd = bind_tcp (address, port);

  if (fd < 0 && errno != EADDRINUSE)
    return fail (-1, what, error) >= 0;
  if (fd >= 0)
    close (fd);
  return TRUE;
}

/**
 * hx_listen_tcp:
 * @address: a numeric IPv4 or IPv6 address
 * @port: 0 for any that is free
 * @given: (out): the port
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Returns: a listening socket, -1 on failure
 */
int
hx_listen_tcp (const char *address,
               guint16     port,
               guint16    *given,
               GError    **error)
{
  g_autofree char *what = g_strdup_printf ("%s port %u", address, port);
  int fd = bind_tcp (address, port);

  if (fd < 0 || listen (fd, BACKLOG) != 0)
    return fail (fd, what, error);
  *given = hx_listen_port (fd);
  return fd;
}
