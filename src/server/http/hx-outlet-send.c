/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-outlet-private.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* The thread that sends all streams. Everything here is its own but what the lock guards. */

#define EVENTS_AT_ONCE 256

static void
list (HxOutlet *self)
{
  HxOutlets *outlets = self->outlets;

  if (self->listed)
    return;
  self->listed = TRUE;
  self->next = outlets->first;
  if (self->next != NULL)
    self->next->previous = self;
  outlets->first = self;
}

static void
unlist (HxOutlet *self)
{
  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    self->outlets->first = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
}

static void
end (HxOutlet *self)
{
  HxOutlets *outlets = self->outlets;

  /* Whoever wakes it does so while it is listed with them, so this comes first. */
  self->stream.close (self->stream.data);
  if (self->stalled != 0)
    outlets->n_stalled--;
  unlist (self);
  /* The library may still have the other descriptor of this socket, so closing ours is not enough. */
  epoll_ctl (outlets->epoll, EPOLL_CTL_DEL, self->fd, NULL);
  close (self->fd);
  g_mutex_lock (&outlets->lock);
  if (self->queued)
    g_ptr_array_remove_fast (outlets->ready, self);
  outlets->count--;
  g_cond_broadcast (&outlets->ended);
  g_mutex_unlock (&outlets->lock);
  g_clear_pointer (&self->rest, g_byte_array_unref);
  g_free (self);
}

static void
watch (HxOutlet *self,
       gboolean  output)
{
  struct epoll_event event = { .events = EPOLLRDHUP | (output ? EPOLLOUT : 0), .data.ptr = self };

  if (epoll_ctl (self->outlets->epoll, EPOLL_CTL_MOD, self->fd, &event) != 0)
    g_warning ("A stream cannot be watched: %s", g_strerror (errno));
}

/* How much the socket took, -1 when it is gone. */
static gssize
send_some (HxOutlet     *self,
           const guint8 *bytes,
           gsize         length)
{
  gsize sent = 0;

  while (sent < length)
    {
      gssize part = send (self->fd, bytes + sent, length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);

      if (part < 0 && errno == EINTR)
        continue;
      if (part < 0)
        return errno == EAGAIN ? (gssize) sent : -1;
      sent += (gsize) part;
    }
  return (gssize) sent;
}

static void
stall (HxOutlet *self)
{
  if (self->stalled != 0)
    return;
  self->outlets->n_stalled++;
  self->stalled = g_get_monotonic_time ();
  watch (self, TRUE);
}

static void
flow (HxOutlet *self)
{
  if (self->stalled == 0)
    return;
  self->outlets->n_stalled--;
  self->stalled = 0;
  watch (self, FALSE);
}

/* FALSE: the socket is gone. */
static gboolean
send_or_keep (HxOutlet     *self,
              const guint8 *bytes,
              gsize         length)
{
  gssize sent = send_some (self, bytes, length);

  if (sent < 0)
    return FALSE;
  if ((gsize) sent == length)
    return TRUE;
  self->rest = g_byte_array_sized_new ((guint) (length - (gsize) sent));
  g_byte_array_append (self->rest, bytes + sent, (guint) (length - (gsize) sent));
  stall (self);
  return TRUE;
}

static gboolean
send_rest (HxOutlet *self)
{
  gssize sent;

  if (self->rest == NULL)
    return TRUE;
  sent = send_some (self, self->rest->data, self->rest->len);
  if (sent < 0)
    return FALSE;
  if ((guint) sent == self->rest->len)
    {
      g_clear_pointer (&self->rest, g_byte_array_unref);
      flow (self);
    }
  else
    {
      g_byte_array_remove_range (self->rest, 0, (guint) sent);
      stall (self);
    }
  return TRUE;
}

/* The next piece, framed; NULL when there is nothing now. */
static const guint8 *
read_piece (HxOutlet *self,
            gsize    *length)
{
  guint8 *piece = self->outlets->buffer + HX_OUTLET_FRAMING;
  gssize filled = self->stream.read (self->stream.data, (char *) piece, HX_OUTLET_PIECE);
  char head[HX_OUTLET_FRAMING];
  int head_length;

  self->last = filled < 0;
  *length = (gsize) MAX (filled, 0);
  if (filled == 0 || (filled < 0 && !self->chunked))
    return NULL;
  if (!self->chunked)
    return piece;
  head_length = g_snprintf (head, sizeof head, "%zx\r\n", *length);
  memcpy (piece + *length, "\r\n", 2);
  memcpy (piece - head_length, head, (gsize) head_length);
  *length += (gsize) head_length + 2;
  return piece - head_length;
}

/* FALSE: it is over. */
static gboolean
serve (HxOutlet *self)
{
  if (!send_rest (self))
    return FALSE;
  while (self->rest == NULL && !self->last)
    {
      gsize length;
      const guint8 *bytes = read_piece (self, &length);

      if (bytes == NULL)
        return !self->last;
      if (!send_or_keep (self, bytes, length))
        return FALSE;
    }
  return self->rest != NULL || !self->last;
}

static GPtrArray *
take_ready (HxOutlets *self)
{
  GPtrArray *taken;

  g_mutex_lock (&self->lock);
  taken = self->ready;
  self->ready = self->spare;
  self->spare = taken;
  for (guint i = 0; i < taken->len; i++)
    {
      HxOutlet *outlet = taken->pdata[i];

      outlet->queued = FALSE;
      list (outlet);
    }
  g_mutex_unlock (&self->lock);
  return taken;
}

static void
serve_ready (HxOutlets *self)
{
  GPtrArray *taken = take_ready (self);

  for (guint i = 0; i < taken->len; i++)
    if (!serve (taken->pdata[i]))
      end (taken->pdata[i]);
  g_ptr_array_set_size (taken, 0);
}

/* A reader that does not take one piece in so long is not reading. */
static void
end_stalled (HxOutlets *self)
{
  gint64 before = g_get_monotonic_time () - self->stall;
  HxOutlet *next;

  for (HxOutlet *outlet = self->n_stalled > 0 ? self->first : NULL; outlet != NULL; outlet = next)
    {
      next = outlet->next;
      if (outlet->stalled != 0 && outlet->stalled < before)
        end (outlet);
    }
}

static gboolean
is_stopping (HxOutlets *self)
{
  gboolean stopping;

  g_mutex_lock (&self->lock);
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return stopping;
}

static void
serve_event (HxOutlet *self,
             guint32   events)
{
  list (self);
  /* A client says all that it has to say in its request: one that closes its side has left. */
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) || !serve (self))
    end (self);
}

/* The thread: %HxOutlets is its data. */
gpointer
hx_outlets_send_all (gpointer data)
{
  HxOutlets *self = data;
  struct epoll_event events[EVENTS_AT_ONCE];
  guint64 ignored;

  while (!is_stopping (self))
    {
      int count = epoll_wait (self->epoll, events, EVENTS_AT_ONCE, self->n_stalled > 0 ? 250 : -1);

      for (int i = 0; i < count; i++)
        {
          if (events[i].data.ptr != NULL)
            serve_event (events[i].data.ptr, events[i].events);
          else if (read (self->wake, &ignored, sizeof ignored) < 0)
            g_debug ("Woken twice");
        }
      serve_ready (self);
      end_stalled (self);
    }
  g_ptr_array_set_size (take_ready (self), 0);
  while (self->first != NULL)
    end (self->first);
  return NULL;
}
