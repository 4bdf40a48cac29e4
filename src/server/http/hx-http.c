/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-http-private.h"
#include "hx-header.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How much of a refused body is read so that the client hears the answer before
 * the connection is reset; larger ones are cut. */
#define SWALLOW_LIMIT (G_GUINT64_CONSTANT (8) << 20)

/* A file's sender gets a new deadline each time it has sent this much. */
#define FILE_STEP (G_GUINT64_CONSTANT (64) << 10)

/* Those above the limit are let in for as long as it takes to say so. */
#define SPARE_CONNECTIONS 64

/* Headers of one request must fit in here, with the library's own buffers. */
#define CONNECTION_MEMORY 32768

static void
on_link (void                                *data,
         struct MHD_Connection               *connection,
         void                               **context,
         enum MHD_ConnectionNotificationCode  code)
{
  HxListener *listener = data;
  HxHttp *self = listener->http;

  if (code == MHD_CONNECTION_NOTIFY_CLOSED)
    hx_links_close (self->links, *context);
  else
    *context = hx_links_open (
        self->links, MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
        listener->flags & HX_LISTEN_LOCAL ? NULL : MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
}

static void *
on_request_line (void                  *data,
                 const char            *target,
                 struct MHD_Connection *connection)
{
  HxListener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = hx_exchange_new (self->outlets, &self->limits, target);

  exchange->local = (listener->flags & HX_LISTEN_LOCAL) != 0;
  exchange->link = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  hx_links_expect (self->links, exchange->link, HX_LINK_ASKING);
  g_mutex_lock (&self->lock);
  self->busy++;
  self->begun++;
  g_mutex_unlock (&self->lock);
  return exchange;
}

static void
on_completed (void                            *data,
              struct MHD_Connection           *connection,
              void                           **context,
              enum MHD_RequestTerminationCode  code)
{
  HxListener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = *context;

  if (exchange == NULL)
    return;
  *context = NULL;
  hx_links_expect (self->links, exchange->link, HX_LINK_IDLE);
  hx_exchange_free (exchange);
  g_mutex_lock (&self->lock);
  if (--self->busy == 0)
    g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);
}

/* Whoever has a token is known by it, wherever it is; others are known by their address. */
static gboolean
is_too_fast (HxHttp     *self,
             HxExchange *exchange)
{
  const char *token = hx_header_bearer (hx_exchange_get_header (exchange, "Authorization"));
  g_autofree char *forwarded = NULL;
  guint64 client = exchange->link->address;

  if (exchange->local)
    return FALSE;
  if (self->limits.behind_proxy && token == NULL)
    forwarded = hx_header_forwarded (hx_exchange_get_header (exchange, "X-Forwarded-For"));
  if (token != NULL || forwarded != NULL)
    client = hx_guard_text (self->guard, token != NULL ? token : forwarded);
  return !hx_guard_admit (self->guard, client, exchange->started);
}

static void
begin (HxHttp                *self,
       HxExchange            *exchange,
       struct MHD_Connection *connection,
       const char            *method,
       const char            *version)
{
  g_autoptr (GError) error = NULL;
  gboolean sound = hx_exchange_read_head (exchange, connection, method, version, &error);

  hx_links_expect (self->links, exchange->link, hx_exchange_has_body (exchange) ? HX_LINK_ASKING : HX_LINK_FREE);
  exchange->phase = HX_PHASE_BEGUN;
  if (sound && is_too_fast (self, exchange))
    g_set_error_literal (&error, HX_ERROR, HX_ERROR_TOO_MANY, "Ask more slowly");
  if (error != NULL)
    self->handler.refuse (exchange, error, self->handler.data);
  else
    self->handler.begin (exchange, self->handler.data);
}

static enum MHD_Result
send_answer (HxHttp     *self,
             HxExchange *exchange)
{
  hx_links_expect (self->links, exchange->link, HX_LINK_TAKING);
  return hx_exchange_queue (exchange);
}

/* The headers have been looked at, now or by somebody who was waited for. */
static enum MHD_Result
go_on (HxHttp     *self,
       HxExchange *exchange)
{
  if (exchange->reply == NULL)
    exchange->phase = HX_PHASE_BODY;
  else if (!exchange->closing && exchange->length <= SWALLOW_LIMIT)
    exchange->phase = HX_PHASE_SWALLOW;
  else
    return send_answer (self, exchange);
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
      hx_links_cut (self->links, exchange->link, HX_ERROR_TOO_LARGE);
      return MHD_NO;
    }
  if (exchange->file >= 0 && before / FILE_STEP != exchange->received / FILE_STEP)
    hx_links_expect (self->links, exchange->link, HX_LINK_ASKING);
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
  HxListener *listener = data;
  HxHttp *self = listener->http;
  HxExchange *exchange = *context;

  exchange->held = FALSE;
  if (exchange->phase == HX_PHASE_HEADERS)
    {
      begin (self, exchange, connection, method, version);
      return exchange->held ? MHD_YES : go_on (self, exchange);
    }
  if (exchange->phase == HX_PHASE_BEGUN)
    return go_on (self, exchange);
  if (*length > 0)
    return take_body (self, exchange, bytes, length);
  if (exchange->phase == HX_PHASE_BODY)
    {
      hx_links_expect (self->links, exchange->link, HX_LINK_FREE);
      exchange->phase = HX_PHASE_WORK;
      self->handler.dispatch (exchange, self->handler.data);
      if (exchange->held)
        return MHD_YES;
    }
  return exchange->reply != NULL ? send_answer (self, exchange) : MHD_NO;
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
  self->guard = hx_guard_new (&self->limits);
  self->links = hx_links_new (&self->limits, self->guard);
  self->outlets = hx_outlets_new (self->limits.request_ms);
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  return self;
}

/**
 * hx_http_listen:
 * @self: a server
 * @socket: a listening socket, which @self closes in the end
 * @flags: what kind of socket it is
 * @threads: how many threads serve it
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Returns: whether requests are answered now
 */
gboolean
hx_http_listen (HxHttp       *self,
                int           socket,
                HxListenFlags flags,
                guint         threads,
                GError      **error)
{
  HxListener *listener = g_new0 (HxListener, 1);

  listener->http = self;
  listener->flags = flags;
  listener->socket = -1;
  g_ptr_array_add (self->listeners, listener);
  listener->daemon
      = MHD_start_daemon (MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME
                              | MHD_USE_ERROR_LOG | MHD_USE_TURBO,
                          0, NULL, NULL, on_access, listener,
                          MHD_OPTION_EXTERNAL_LOGGER, on_library_message, NULL,
                          MHD_OPTION_LISTEN_SOCKET, socket,
                          MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
                          MHD_OPTION_CONNECTION_LIMIT, (self->limits.connections + SPARE_CONNECTIONS) * MAX (threads, 1),
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
 * Cuts connections whose client is not done in time. To be called about each second.
 */
void
hx_http_check_deadlines (HxHttp *self)
{
  hx_links_check (self->links);
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
      HxListener *listener = self->listeners->pdata[i];

      if (listener->daemon != NULL)
        MHD_stop_daemon (listener->daemon);
      if (listener->socket >= 0)
        close (listener->socket);
    }
  g_ptr_array_unref (self->listeners);
  hx_outlets_free (self->outlets);
  hx_links_free (self->links);
  hx_guard_free (self->guard);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self);
}
