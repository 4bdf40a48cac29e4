/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-service-manager.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The first descriptor that is passed. */
#define FIRST 3

static void
passed_socket_clear (gpointer data)
{
  g_free (((HxPassedSocket *) data)->name);
}

/* Variables of the environment outlive a fork: they are meant for us only with our number. */
static guint64
read_number (const char *name,
             const char *pid_name)
{
  const char *value = g_getenv (name);
  const char *pid = g_getenv (pid_name);
  guint64 number;

  if (value == NULL || (pid != NULL && g_ascii_strtoll (pid, NULL, 10) != getpid ()))
    return 0;
  return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &number, NULL) ? number : 0;
}

/**
 * hx_service_manager_take_sockets:
 *
 * To be called once and before threads are made: it takes the variables out of the
 * environment.
 *
 * Returns: (transfer full) (element-type HxPassedSocket): listening sockets that were
 *   opened for us; the descriptors are the caller's
 */
GArray *
hx_service_manager_take_sockets (void)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (HxPassedSocket));
  guint64 count = g_getenv ("LISTEN_PID") != NULL ? MIN (read_number ("LISTEN_FDS", "LISTEN_PID"), 64) : 0;
  const char *all = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) names = g_strsplit (all != NULL ? all : "", ":", -1);
  guint n_names = g_strv_length (names);

  g_array_set_clear_func (sockets, passed_socket_clear);
  for (guint i = 0; i < count; i++)
    {
      HxPassedSocket passed = { FIRST + (int) i, g_strdup (i < n_names ? names[i] : "") };

      fcntl (passed.fd, F_SETFD, FD_CLOEXEC);
      g_array_append_val (sockets, passed);
    }
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  return sockets;
}

/**
 * hx_service_manager_notify:
 * @state: such as `READY=1`
 *
 * Tells whoever started us, when it wants to know.
 */
void
hx_service_manager_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path != NULL ? strlen (path) : 0;
  int fd;

  if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
    return;
  memcpy (address.sun_path, path, length);
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0
      || sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *) (gconstpointer) &address,
                 (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length))
             < 0)
    g_message ("The service manager could not be told: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
}

/**
 * hx_service_manager_get_watchdog:
 *
 * Returns: µs within which `WATCHDOG=1` is expected again and again; 0 for never
 */
guint64
hx_service_manager_get_watchdog (void)
{
  return read_number ("WATCHDOG_USEC", "WATCHDOG_PID");
}
