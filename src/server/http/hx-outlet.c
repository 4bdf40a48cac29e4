/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-outlet-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the kernel may keep of a stream: a reader that stands still costs this and one piece, however much happens. */
#define SEND_BUFFER 65536

/**
 * hx_outlets_new:
 * @stall_ms: how long a reader may take for a piece of 16384 bytes
 *
 * Returns: (transfer full): a running sender without streams
 */
HxOutlets *
hx_outlets_new (guint stall_ms)
{
  HxOutlets *self = g_new0 (HxOutlets, 1);
  struct epoll_event event = { .events = EPOLLIN };

  self->stall = (gint64) stall_ms * 1000;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->epoll < 0 || self->wake < 0 || epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->wake, &event) != 0)
    g_error ("There are no descriptors for streams: %s", g_strerror (errno));
  self->buffer = g_malloc (HX_OUTLET_FRAMING + HX_OUTLET_PIECE + HX_OUTLET_FRAMING);
  self->ready = g_ptr_array_new ();
  self->spare = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  self->thread = g_thread_new ("outlets", hx_outlets_send_all, self);
  return self;
}

static void
signal_thread (HxOutlets *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_debug ("The streams' thread is awake already");
}

/**
 * hx_outlets_stop:
 * @self: a sender whose streams have all been told to end
 * @ms: how long they may take to say so to their readers
 *
 * Ends the thread. Whatever is started after this ends at once.
 */
void
hx_outlets_stop (HxOutlets *self,
                 guint      ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) ms * 1000;
  gboolean in_time = TRUE;

  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->lock);
  while (self->count > 0 && in_time)
    in_time = g_cond_wait_until (&self->ended, &self->lock, until);
  self->stopping = TRUE;
  signal_thread (self);
  g_mutex_unlock (&self->lock);
  g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * hx_outlets_free:
 * @self: (transfer full) (nullable): a sender
 */
void
hx_outlets_free (HxOutlets *self)
{
  if (self == NULL)
    return;
  hx_outlets_stop (self, 0);
  close (self->epoll);
  close (self->wake);
  g_ptr_array_unref (self->ready);
  g_ptr_array_unref (self->spare);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_free (self->buffer);
  g_free (self);
}

/**
 * hx_outlet_new:
 * @outlets: who will send
 *
 * Returns: (transfer full): an outlet that can be woken, but sends nothing before
 *   it is started; either start or discard it
 */
HxOutlet *
hx_outlet_new (HxOutlets *outlets)
{
  HxOutlet *self = g_new0 (HxOutlet, 1);

  self->outlets = outlets;
  self->fd = -1;
  return self;
}

/**
 * hx_outlet_discard:
 * @self: (transfer full): an outlet; one that was started ends by itself
 */
void
hx_outlet_discard (HxOutlet *self)
{
  if (self->fd < 0)
    g_free (self);
}

static void
set_up_socket (int socket)
{
  const int on = 1, off = 0, size = SEND_BUFFER;

  /* All but the first fail on a private socket, which does without. */
  setsockopt (socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt (socket, IPPROTO_TCP, TCP_CORK, &off, sizeof off);
  setsockopt (socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/**
 * hx_outlet_start:
 * @self: (transfer full): an outlet, which ends by itself
 * @socket: (transfer full): where to send
 * @head: status line and headers
 * @chunked: whether the reader understands chunks; else the end is the socket's
 * @stream: where the body comes from; closed by the outlet, and discards it then
 */
void
hx_outlet_start (HxOutlet            *self,
                 int                  socket,
                 const char          *head,
                 gboolean             chunked,
                 const HxReplyStream *stream)
{
  HxOutlets *outlets = self->outlets;
  struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = self };
  gboolean refused;

  set_up_socket (socket);
  self->stream = *stream;
  self->chunked = chunked;
  self->rest = g_byte_array_new ();
  g_byte_array_append (self->rest, (const guint8 *) head, (guint) strlen (head));
  g_mutex_lock (&outlets->lock);
  refused = outlets->stopping || outlets->thread == NULL;
  if (!refused)
    {
      self->fd = socket;
      self->queued = TRUE;
      outlets->count++;
      g_ptr_array_add (outlets->ready, self);
      /* Listed first: the thread may hear of its end before it was ever ready. */
      if (epoll_ctl (outlets->epoll, EPOLL_CTL_ADD, socket, &event) != 0)
        g_warning ("A stream cannot be watched: %s", g_strerror (errno));
      signal_thread (outlets);
    }
  g_mutex_unlock (&outlets->lock);
  if (!refused)
    return;
  close (socket);
  g_byte_array_unref (self->rest);
  stream->close (stream->data);
}

/**
 * hx_outlet_wake:
 * @self: an outlet whose stream is not closed
 *
 * From any thread: the stream has more, or has ended.
 */
void
hx_outlet_wake (HxOutlet *self)
{
  HxOutlets *outlets = self->outlets;

  g_mutex_lock (&outlets->lock);
  if (self->fd >= 0 && !self->queued)
    {
      self->queued = TRUE;
      g_ptr_array_add (outlets->ready, self);
      if (outlets->ready->len == 1)
        signal_thread (outlets);
    }
  g_mutex_unlock (&outlets->lock);
}
