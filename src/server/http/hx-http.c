/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How much of a refused body is read so that the client hears the answer before
 * the connection is reset; larger ones are cut. */
#define SWALLOW_LIMIT (G_GUINT64_CONSTANT (8) << 20)

/* A file's sender gets a new deadline each time it has sent this much. */
#define FILE_STEP (G_GUINT64_CONSTANT (64) << 10)

/* Headers of one request must fit in here, with the library's own buffers. */
#define CONNECTION_MEMORY 32768

typedef struct
{
  HxHttp *http;
  struct MHD_Daemon *daemon;
  gboolean local;
  int socket; /* ours again after the library let it go; -1 before */
} Listener;

struct _HxHttp
{
  HxHttpLimits limits;
  HxHttpHandler handler;
  GPtrArray *listeners;
  GMutex lock;
  GHashTable *links;  /* of HxLink; also guards each link's deadline */
  GCond idle;
  guint busy;         /* exchanges that are not finished */
};

static void
link_expect (HxHttp  *self,
             HxLink  *link,
             guint64  ms,
             gboolean asked)
{
  g_mutex_lock (&self->lock);
  link->deadline = ms > 0 ? g_get_monotonic_time () + (gint64) ms * 1000 : 0;
  link->asked = asked;
  g_mutex_unlock (&self->lock);
}

/* The library has no way to answer while a body is coming in, so these few bytes go
 * straight to the socket, before the connection is closed. */
static void
send_bare (int     fd,
           HxError code)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, code, hx_error_title (code));
  g_autoptr (HxReply) reply = hx_reply_new_problem (error, "0", NULL);
  g_autofree char *text
      = g_strdup_printf ("HTTP/1.1 %u Refused\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\n"
                         "Connection: close\r\n\r\n%s",
                         reply->status, reply->text->len, reply->text->str);

  if (send (fd, text, strlen (text), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    g_debug ("A client was gone before it could be refused");
}

static void
on_link (void                                *data,
         struct MHD_Connection               *connection,
         void                               **context,
         enum MHD_ConnectionNotificationCode  code)
{
  Listener *listener = data;
  HxHttp *self = listener->http;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      HxLink *link = g_new0 (HxLink, 1);

      link->fd = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
      link->deadline = g_get_monotonic_time () + (gint64) self->limits.request_ms * 1000;
      link->asked = TRUE;
      *context = link;
      g_mutex_lock (&self->lock);
      g_hash_table_add (self->links, link);
      g_mutex_unlock (&self->lock);
      return;
    }
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->links, *context);
  g_mutex_unlock (&self->lock);
}

static void *
on_request_line (void                  *data,
                 const char            *target,
                 struct MHD_Connection *connection)
{
  Listener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = hx_exchange_new (self, &self->limits, target);

  exchange->local = listener->local;
  exchange->link = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  link_expect (self, exchange->link, self->limits.request_ms, TRUE);
  g_mutex_lock (&self->lock);
  self->busy++;
  g_mutex_unlock (&self->lock);
  return exchange;
}

static void
on_completed (void                            *data,
              struct MHD_Connection           *connection,
              void                           **context,
              enum MHD_RequestTerminationCode  code)
{
  Listener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = *context;

  if (exchange == NULL)
    return;
  *context = NULL;
  link_expect (self, exchange->link, self->limits.idle_s * G_GUINT64_CONSTANT (1000), FALSE);
  hx_exchange_free (exchange);
  g_mutex_lock (&self->lock);
  if (--self->busy == 0)
    g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);
}

static enum MHD_Result
begin (HxHttp                *self,
       HxExchange            *exchange,
       struct MHD_Connection *connection,
       const char            *method)
{
  hx_exchange_read_headers (exchange, connection, method);
  link_expect (self, exchange->link, hx_exchange_has_body (exchange) ? self->limits.request_ms : 0, TRUE);
  exchange->phase = HX_PHASE_BEGUN;
  self->handler.begin (exchange, self->handler.data);
  return MHD_YES;
}

/* The headers have been looked at, now or by somebody who was waited for. */
static enum MHD_Result
go_on (HxHttp     *self,
       HxExchange *exchange)
{
  if (exchange->reply == NULL)
    exchange->phase = HX_PHASE_BODY;
  else if (exchange->length <= SWALLOW_LIMIT)
    exchange->phase = HX_PHASE_SWALLOW;
  else
    return hx_exchange_queue (exchange);
  return MHD_YES;
}

static enum MHD_Result
take_body (HxHttp     *self,
           HxExchange *exchange,
           const char *bytes,
           size_t     *length)
{
  guint64 before = exchange->received;
  gboolean fits;

  if (exchange->phase == HX_PHASE_SWALLOW)
    {
      exchange->received += *length;
      fits = exchange->received <= SWALLOW_LIMIT;
    }
  else
    fits = hx_exchange_take_body (exchange, bytes, *length);
  if (!fits)
    {
      link_expect (self, exchange->link, 0, FALSE);
      send_bare (exchange->link->fd, HX_ERROR_TOO_LARGE);
      return MHD_NO;
    }
  if (exchange->file >= 0 && before / FILE_STEP != exchange->received / FILE_STEP)
    link_expect (self, exchange->link, self->limits.request_ms, TRUE);
  *length = 0;
  return MHD_YES;
}

/* Called for the headers, for each part of the body, and once more at its end;
 * and again at the same point after an exchange was held. */
static enum MHD_Result
on_access (void                  *data,
           struct MHD_Connection *connection,
           const char            *path,
           const char            *method,
           const char            *version,
           const char            *bytes,
           size_t                *length,
           void                 **context)
{
  Listener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = *context;

  exchange->held = FALSE;
  if (exchange->phase == HX_PHASE_HEADERS)
    {
      begin (self, exchange, connection, method);
      return exchange->held ? MHD_YES : go_on (self, exchange);
    }
  if (exchange->phase == HX_PHASE_BEGUN)
    return go_on (self, exchange);
  if (*length > 0)
    return take_body (self, exchange, bytes, length);
  if (exchange->phase == HX_PHASE_BODY)
    {
      link_expect (self, exchange->link, 0, FALSE);
      exchange->phase = HX_PHASE_WORK;
      self->handler.dispatch (exchange, self->handler.data);
      if (exchange->held)
        return MHD_YES;
    }
  link_expect (self, exchange->link, 0, FALSE);
  return exchange->reply != NULL ? hx_exchange_queue (exchange) : MHD_NO;
}

static void
on_library_message (void       *data,
                    const char *format,
                    va_list     arguments)
{
  g_autofree char *text = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_vprintf (format, arguments);
#pragma GCC diagnostic pop
  /* Mostly clients that went away; nothing that somebody could act on. */
  g_debug ("HTTP: %s", g_strchomp (text));
}

/**
 * hx_http_new:
 * @limits: what one client may cost
 * @handler: who answers
 *
 * Returns: (transfer full): a server that listens nowhere yet
 */
HxHttp *
hx_http_new (const HxHttpLimits  *limits,
             const HxHttpHandler *handler)
{
  HxHttp *self = g_new0 (HxHttp, 1);

  self->limits = *limits;
  self->handler = *handler;
  self->listeners = g_ptr_array_new_with_free_func (g_free);
  self->links = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  return self;
}

/**
 * hx_http_listen:
 * @self: a server
 * @socket: a listening socket, which @self closes in the end
 * @local: whether only this computer's owner can reach it
 * @threads: how many threads serve it
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Returns: whether requests are answered now
 */
gboolean
hx_http_listen (HxHttp   *self,
                int       socket,
                gboolean  local,
                guint     threads,
                GError  **error)
{
  Listener *listener = g_new0 (Listener, 1);

  listener->http = self;
  listener->local = local;
  listener->socket = -1;
  g_ptr_array_add (self->listeners, listener);
  listener->daemon
      = MHD_start_daemon (MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME
                              | MHD_USE_ERROR_LOG | MHD_USE_TURBO,
                          0, NULL, NULL, on_access, listener,
                          MHD_OPTION_EXTERNAL_LOGGER, on_library_message, NULL,
                          MHD_OPTION_LISTEN_SOCKET, socket,
                          MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
                          MHD_OPTION_CONNECTION_LIMIT, self->limits.connections,
                          MHD_OPTION_PER_IP_CONNECTION_LIMIT, self->limits.per_address,
                          MHD_OPTION_CONNECTION_TIMEOUT, self->limits.idle_s,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
                          MHD_OPTION_URI_LOG_CALLBACK, on_request_line, listener,
                          MHD_OPTION_NOTIFY_COMPLETED, on_completed, listener,
                          MHD_OPTION_NOTIFY_CONNECTION, on_link, listener,
                          MHD_OPTION_END);
  if (listener->daemon == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "The HTTP server could not be started");
  return listener->daemon != NULL;
}

/**
 * hx_http_check_deadlines:
 * @self: a server
 *
 * Cuts connections whose request is not complete in time. To be called about
 * each second.
 */
void
hx_http_check_deadlines (HxHttp *self)
{
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  HxLink *link;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, (gpointer *) &link, NULL))
    {
      if (link->deadline == 0 || link->deadline > now)
        continue;
      if (link->asked)
        send_bare (link->fd, HX_ERROR_TOO_SLOW);
      shutdown (link->fd, SHUT_RDWR);
      link->deadline = 0;
    }
  g_mutex_unlock (&self->lock);
}

/**
 * hx_http_quiesce:
 * @self: a server
 *
 * Takes no more connections; those that are there go on.
 */
void
hx_http_quiesce (HxHttp *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = self->listeners->pdata[i];

      if (listener->daemon == NULL || listener->socket >= 0)
        continue;
      listener->socket = MHD_quiesce_daemon (listener->daemon);
      if (listener->socket >= 0)
        shutdown (listener->socket, SHUT_RDWR);
    }
}

/**
 * hx_http_wait_idle:
 * @self: a server
 * @ms: how long at most
 *
 * Returns: whether every request has been answered
 */
gboolean
hx_http_wait_idle (HxHttp *self,
                   guint   ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;
  gboolean idle, in_time = TRUE;

  g_mutex_lock (&self->lock);
  while (self->busy > 0 && in_time)
    in_time = g_cond_wait_until (&self->idle, &self->lock, end);
  idle = self->busy == 0;
  g_mutex_unlock (&self->lock);
  return idle;
}

/**
 * hx_http_free:
 * @self: (transfer full) (nullable): a server whose held exchanges were all answered
 */
void
hx_http_free (HxHttp *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = self->listeners->pdata[i];

      if (listener->daemon != NULL)
        MHD_stop_daemon (listener->daemon);
      if (listener->socket >= 0)
        close (listener->socket);
    }
  g_ptr_array_unref (self->listeners);
  g_hash_table_unref (self->links);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self);
}
