/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"

#include <string.h>

static void
log_answer (GLogLevelFlags level,
            HxExchange    *exchange,
            const char    *name,
            guint          status,
            const char    *words)
{
  g_autofree char *spent
      = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time () - hx_exchange_get_started (exchange));
  g_autofree char *number = g_strdup_printf ("%u", status);

  g_log_structured (G_LOG_DOMAIN, level, "CODE_FILE", __FILE__, "HX_REQUEST_ID", hx_exchange_get_request_id (exchange),
                    "HX_OPERATION", name, "HX_STATUS", number, "HX_DURATION_US", spent, "MESSAGE", "%s", words);
}

/* Every answer passes here: it is counted, and logged without anything personal. */
void
hx_front_answer (HxFront    *self,
                 HxExchange *exchange,
                 const char *name,
                 HxReply    *reply)
{
  gint64 spent = g_get_monotonic_time () - hx_exchange_get_started (exchange);

  hx_metrics_count_answer (self->metrics, name, reply->status, spent);
  if (hx_log_wants (self->log, "http", G_LOG_LEVEL_INFO))
    log_answer (G_LOG_LEVEL_INFO, exchange, name, reply->status, "");
  if (g_atomic_int_get (&self->stopping))
    hx_reply_add_header (reply, "Connection", "close");
  hx_exchange_respond (exchange, reply);
}

void
hx_front_refuse (HxFront      *self,
                 HxExchange   *exchange,
                 const char   *name,
                 const GError *error,
                 const char   *current)
{
  HxReply *reply = hx_reply_new_problem (error, hx_exchange_get_request_id (exchange), current);

  hx_metrics_count_error (self->metrics, error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED);
  if (reply->status >= 500)
    log_answer (G_LOG_LEVEL_WARNING, exchange, name, reply->status, error->message);
  hx_front_answer (self, exchange, name, reply);
}

static void
refuse (HxFront    *self,
        HxExchange *exchange,
        HxError     code,
        const char *detail,
        const char *allowed)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, code, detail);
  HxReply *reply = hx_reply_new_problem (error, hx_exchange_get_request_id (exchange), NULL);

  if (allowed != NULL)
    hx_reply_add_header (reply, "Allow", allowed);
  hx_front_answer (self, exchange, "-", reply);
}

static void
answer_options (HxFront    *self,
                HxExchange *exchange,
                const char *allowed)
{
  HxReply *reply = hx_reply_new (204);

  hx_reply_add_header (reply, "Allow", allowed);
  hx_front_answer (self, exchange, "options", reply);
}

/* What is done with a method that an address does not have. */
void
hx_front_refuse_method (HxFront    *self,
                        HxExchange *exchange,
                        const char *allowed)
{
  if (strcmp (hx_exchange_get_method (exchange), "OPTIONS") == 0)
    answer_options (self, exchange, allowed);
  else
    refuse (self, exchange, HX_ERROR_METHOD_NOT_ALLOWED, "Another method is needed here", allowed);
}

static void
answer_description (HxFront    *self,
                    HxExchange *exchange)
{
  HxReply *reply = hx_reply_new (200);

  hx_reply_take_text (reply, "application/json", g_string_new (self->description));
  hx_front_answer (self, exchange, "openapi.get", reply);
}

static void
begin_operation (HxFront           *self,
                 HxExchange        *exchange,
                 const HxOperation *operation,
                 char              *id)
{
  HxRequest *request = hx_request_new (self, exchange, operation, id);
  g_autoptr (GError) error = NULL;

  hx_exchange_set_data (exchange, request, (GDestroyNotify) hx_request_free);
  if (!hx_request_check_early (request, &error))
    hx_front_refuse (self, exchange, operation->name, error, NULL);
  else if (operation->shape == HX_SHAPE_DOCUMENT)
    answer_description (self, exchange);
  else if (operation->flags & HX_OP_UPLOAD)
    hx_request_authorize (request);
}

static void
on_refuse (HxExchange   *exchange,
           const GError *error,
           gpointer      data)
{
  hx_front_refuse (data, exchange, "-", error, NULL);
}

static void
on_begin (HxExchange *exchange,
          gpointer    data)
{
  HxFront *self = data;
  const char *target = hx_exchange_get_target (exchange);
  const char *method = hx_exchange_get_method (exchange);
  g_autofree char *path = g_strndup (target, strcspn (target, "?"));
  g_autofree char *allowed = NULL;
  const HxOperation *operation;
  char *id;

  if (hx_public_page_serve (self, exchange, path, self->shows_metrics && hx_exchange_is_near (exchange)))
    return;
  switch (hx_router_find (self->router, method, path, &operation, &id, &allowed))
    {
    case HX_ROUTE_FOUND:
      begin_operation (self, exchange, operation, id);
      break;
    case HX_ROUTE_NO_METHOD:
      hx_front_refuse_method (self, exchange, allowed);
      break;
    case HX_ROUTE_NO_PATH:
    default:
      refuse (self, exchange, HX_ERROR_NOT_FOUND, "There is nothing at this address", NULL);
      break;
    }
}

static void
on_page (HxExchange *exchange,
         gpointer    data)
{
  HxFront *self = data;
  const char *target = hx_exchange_get_target (exchange);
  g_autofree char *path = g_strndup (target, strcspn (target, "?#"));

  if (!hx_public_page_serve (self, exchange, path, TRUE))
    refuse (self, exchange, HX_ERROR_NOT_FOUND, "There is nothing at this address", NULL);
}

static void
on_dispatch (HxExchange *exchange,
             gpointer    data)
{
  hx_request_start (hx_exchange_get_data (exchange));
}

/**
 * hx_front_new:
 * @site: what service functions know of the place; outlives the front
 * @workers: who has connections to the store
 * @hub: where streams listen
 * @limits: what one client may cost
 * @metrics: counts what is answered; outlives the front
 * @log: (nullable): the log
 *
 * Returns: (transfer full): a front
 */
HxFront *
hx_front_new (HxSite             *site,
              const HxWorkers    *workers,
              HxEventHub         *hub,
              const HxHttpLimits *limits,
              HxMetrics          *metrics,
              HxLog              *log)
{
  HxFront *self = g_new0 (HxFront, 1);

  self->router = hx_router_new ();
  self->site = site;
  self->workers = *workers;
  self->hub = hub;
  self->limits = *limits;
  self->metrics = metrics;
  self->log = log;
  self->handler = (HxHttpHandler){ on_refuse, on_begin, on_dispatch, self };
  self->pages = (HxHttpHandler){ on_refuse, on_page, on_dispatch, self };
  self->description = hx_api_to_openapi ();
  return self;
}

/**
 * hx_front_free:
 * @self: (transfer full) (nullable): a front that no exchange needs any more
 */
void
hx_front_free (HxFront *self)
{
  if (self == NULL)
    return;
  hx_router_free (self->router);
  g_free (self->description);
  g_free (self);
}

/**
 * hx_front_get_handler:
 * @self: a front
 *
 * Returns: (transfer none): what the HTTP server calls
 */
const HxHttpHandler *
hx_front_get_handler (HxFront *self)
{
  return &self->handler;
}

/**
 * hx_front_get_pages:
 * @self: a front
 *
 * Returns: (transfer none): for a socket that has the pages beside the API alone, with the metrics
 */
const HxHttpHandler *
hx_front_get_pages (HxFront *self)
{
  return &self->pages;
}

/**
 * hx_front_set_metrics:
 * @self: a front that answers nothing yet
 * @shown: whether callers on this computer may have the metrics on the API's sockets
 */
void
hx_front_set_metrics (HxFront *self,
                      gboolean shown)
{
  self->shows_metrics = shown;
}

/**
 * hx_front_stop:
 * @self: a front
 *
 * From now on it is not ready, and a connection that was kept open is closed with its answer.
 */
void
hx_front_stop (HxFront *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
}
