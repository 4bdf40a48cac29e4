/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-link-private.h"
#include "hx-reply.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

/* A reader gets a new deadline each time it has taken this much. */
#define ANSWER_STEP (G_GUINT64_CONSTANT (64) << 10)

struct _HxLinks
{
  const HxHttpLimits *limits;
  HxGuard *guard;
  GMutex lock;
  GHashTable *all; /* of HxLink; the lock also guards each link's deadline */
};

/**
 * hx_links_new:
 * @limits: how long each phase may take; outlives the links
 * @guard: who counts connections; outlives the links
 *
 * Returns: (transfer full): no connections
 */
HxLinks *
hx_links_new (const HxHttpLimits *limits,
              HxGuard            *guard)
{
  HxLinks *self = g_new0 (HxLinks, 1);

  self->limits = limits;
  self->guard = guard;
  self->all = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  g_mutex_init (&self->lock);
  return self;
}

/**
 * hx_links_free:
 * @self: (transfer full): connections that have all ended
 */
void
hx_links_free (HxLinks *self)
{
  g_hash_table_unref (self->all);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The library has no way to answer while a body is coming in, or before a request, so these few bytes go
 * straight to the socket, before the connection is closed. */
static void
send_bare (int     fd,
           HxError code)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, (int) code, hx_error_title (code));
  g_autoptr (HxReply) reply = hx_reply_new_problem (error, "0", NULL);
  g_autofree char *text
      = g_strdup_printf ("HTTP/1.1 %u Refused\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\n"
                         "X-Request-Id: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n%s",
                         reply->status, reply->text->len, reply->text->str);

  if (send (fd, text, strlen (text), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    g_debug ("A client was gone before it could be refused");
}

/* Until everything is taken the kernel knows how far the client is; of a private socket it does not, and
 * there the library's own time-out must do. */
static gboolean
bytes_taken (int      fd,
             guint64 *bytes)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0
      || length < G_STRUCT_OFFSET (struct tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked)
    return FALSE;
  *bytes = info.tcpi_bytes_acked;
  return TRUE;
}

static void
set_deadline (HxLinks    *self,
              HxLink     *link,
              HxLinkPhase phase)
{
  gint64 ms = phase == HX_LINK_IDLE ? (gint64) self->limits->idle_s * 1000 : (gint64) self->limits->request_ms;

  link->phase = phase;
  link->deadline = g_get_monotonic_time () + ms * 1000;
  if (phase == HX_LINK_FREE || (phase == HX_LINK_TAKING && !bytes_taken (link->fd, &link->taken)))
    link->deadline = 0;
}

/**
 * hx_links_open:
 * @self: connections
 * @fd: the socket of a new one
 * @address: (nullable): where it comes from
 *
 * Returns: (transfer none): it; refused already, if there are too many
 */
HxLink *
hx_links_open (HxLinks               *self,
               int                    fd,
               const struct sockaddr *address)
{
  HxLink *link = g_new0 (HxLink, 1);
  HxError refusal = HX_ERROR_TOO_MANY;

  link->fd = fd;
  link->address = hx_guard_address (self->guard, address);
  link->counted = hx_guard_enter (self->guard, link->address, &refusal);
  g_mutex_lock (&self->lock);
  set_deadline (self, link, HX_LINK_ASKING);
  g_hash_table_add (self->all, link);
  g_mutex_unlock (&self->lock);
  if (!link->counted)
    hx_links_cut (self, link, refusal);
  return link;
}

/**
 * hx_links_close:
 * @self: connections
 * @link: (transfer full): one that has ended
 */
void
hx_links_close (HxLinks *self,
                HxLink  *link)
{
  if (link->counted)
    hx_guard_leave (self->guard, link->address);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->all, link);
  g_mutex_unlock (&self->lock);
}

/**
 * hx_links_expect:
 * @self: connections
 * @link: one of them
 * @phase: what is waited for from now on
 */
void
hx_links_expect (HxLinks    *self,
                 HxLink     *link,
                 HxLinkPhase phase)
{
  g_mutex_lock (&self->lock);
  set_deadline (self, link, phase);
  g_mutex_unlock (&self->lock);
}

/**
 * hx_links_cut:
 * @self: connections
 * @link: one of them
 * @code: why
 *
 * Says why, as far as that is possible now, and closes the connection.
 */
void
hx_links_cut (HxLinks *self,
              HxLink  *link,
              HxError  code)
{
  g_mutex_lock (&self->lock);
  link->deadline = 0;
  send_bare (link->fd, code);
  shutdown (link->fd, SHUT_RDWR);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_reading_on (HxLinks *self,
               HxLink  *link)
{
  guint64 before = link->taken;

  if (link->phase != HX_LINK_TAKING)
    return FALSE;
  set_deadline (self, link, HX_LINK_TAKING);
  return link->taken - before >= ANSWER_STEP;
}

/**
 * hx_links_check:
 * @self: connections
 *
 * Cuts those whose deadline has passed.
 */
void
hx_links_check (HxLinks *self)
{
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  HxLink *link;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &link, NULL))
    {
      if (link->deadline == 0 || link->deadline > now || is_reading_on (self, link))
        continue;
      if (link->phase == HX_LINK_ASKING)
        send_bare (link->fd, HX_ERROR_TOO_SLOW);
      shutdown (link->fd, SHUT_RDWR);
      link->deadline = 0;
    }
  g_mutex_unlock (&self->lock);
}
