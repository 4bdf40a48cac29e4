/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"

#include <string.h>

/* Every answer passes here: it is counted, and logged without anything personal. */
void
hx_front_answer (HxFront    *self,
                 HxExchange *exchange,
                 const char *name,
                 HxReply    *reply)
{
  gint64 spent = g_get_monotonic_time () - hx_exchange_get_started (exchange);

  g_atomic_int_inc (&self->answered[MIN (reply->status / 100, 5)]);
  g_debug ("%s %s %u %.1f ms", hx_exchange_get_request_id (exchange), name, reply->status, (double) spent / 1000);
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

  if (reply->status >= 500)
    g_warning ("%s %s: %s", hx_exchange_get_request_id (exchange), name, error->message);
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

  if (hx_public_page_serve (self, exchange, path))
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
 *
 * Returns: (transfer full): a front
 */
HxFront *
hx_front_new (HxSite             *site,
              const HxWorkers    *workers,
              HxEventHub         *hub,
              const HxHttpLimits *limits)
{
  HxFront *self = g_new0 (HxFront, 1);

  self->router = hx_router_new ();
  self->site = site;
  self->workers = *workers;
  self->hub = hub;
  self->limits = *limits;
  self->handler = (HxHttpHandler){ on_refuse, on_begin, on_dispatch, self };
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
