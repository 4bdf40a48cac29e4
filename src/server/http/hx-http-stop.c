/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-http-private.h"

#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>

/* After the last answer, how long nothing may begin until we believe that nothing will. */
#define QUIET_US (50 * G_TIME_SPAN_MILLISECOND)

/* Connections that the kernel has made and nobody has taken would be reset with the
 * socket. So it stops making them, by dropping what comes in for the socket: whoever
 * connects now asks again in a second and finds nobody, or another server. */
static void
drop_new (int socket)
{
  struct sock_filter nothing = BPF_STMT (BPF_RET | BPF_K, 0);
  struct sock_fprog program = { 1, &nothing };

  if (setsockopt (socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
    g_debug ("New connections could not be held off: %s", g_strerror (errno));
}

/* Those that were made are served like all others. */
static void
take_rest (HxListener *listener)
{
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  int fd;

  while ((fd = accept4 (listener->socket, (struct sockaddr *) &address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      /* The library closes what it does not take. */
      MHD_add_connection (listener->daemon, fd, (struct sockaddr *) &address, size);
      size = sizeof address;
    }
}

/**
 * hx_http_quiesce:
 * @self: a server
 *
 * Takes no more connections; those that are there go on, those that wait are taken.
 */
void
hx_http_quiesce (HxHttp *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      HxListener *listener = self->listeners->pdata[i];

      if (listener->daemon == NULL || listener->socket >= 0)
        continue;
      listener->socket = MHD_quiesce_daemon (listener->daemon);
      if (listener->socket < 0 || (listener->flags & HX_LISTEN_PASSED))
        continue;
      drop_new (listener->socket);
      take_rest (listener);
      shutdown (listener->socket, SHUT_RDWR);
    }
}

/* With the lock held. */
static gboolean
wait_until_answered (HxHttp *self,
                     gint64  end)
{
  while (self->busy > 0)
    if (!g_cond_wait_until (&self->idle, &self->lock, end))
      return self->busy == 0;
  return TRUE;
}

/**
 * hx_http_wait_idle:
 * @self: a server that was quiesced
 * @ms: how long at most
 *
 * A connection that is kept open may ask once more; its answer closes it.
 *
 * Returns: whether every request has been answered
 */
gboolean
hx_http_wait_idle (HxHttp *self,
                   guint   ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;
  gboolean idle;
  guint64 before;

  g_mutex_lock (&self->lock);
  do
    {
      gint64 quiet;

      idle = wait_until_answered (self, end);
      before = self->begun;
      quiet = MIN (g_get_monotonic_time () + QUIET_US, end);
      while (self->begun == before && g_cond_wait_until (&self->idle, &self->lock, quiet))
        continue;
    }
  while (idle && self->begun != before && g_get_monotonic_time () < end);
  idle = self->busy == 0;
  g_mutex_unlock (&self->lock);
  hx_outlets_stop (self->outlets, (guint) (MAX (end - g_get_monotonic_time (), 0) / 1000));
  return idle;
}
