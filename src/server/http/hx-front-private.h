/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-front.h"
#include "hx-router.h"

G_BEGIN_DECLS

struct _HxFront
{
  HxRouter *router;
  HxSite *site;
  HxWorkers workers;
  HxEventHub *hub;
  HxHttpLimits limits;
  HxHttpHandler handler;
  HxHttpHandler pages; /* what is beside the API, alone */
  char *description; /* openapi.json */
  HxMetrics *metrics;
  HxLog *log;
  gboolean shows_metrics; /* on the sockets of the API */
  gint stopping;          /* atomic */
};

/**
 * HxRequest:
 *
 * One call of one operation on its way: first a job for a reader, and, when it
 * changes something, then a job for the writer.
 */
typedef struct
{
  HxJob job;
  HxFront *front;
  HxExchange *exchange;
  const HxOperation *operation;
  HxCaller caller;
  HxServiceCall call;
  char *id;
  HxRecord *query;
  HxRecord *input;
  char *if_match;
  char *digest;          /* of what is asked: the same key must mean the same */
  const char *key;       /* (nullable): Idempotency-Key */
  char *replay;          /* (nullable): a first answer, given again */
  guint replay_status;
  HxEventStream *stream; /* (nullable): until it is answered */
  gboolean account;      /* reading it must be accounted for before it is answered */
  GError *refusal;       /* (nullable): why it is refused, while that is being accounted for */
} HxRequest;

HxRequest *hx_request_new        (HxFront           *front,
                                  HxExchange        *exchange,
                                  const HxOperation *operation,
                                  char              *id);
void       hx_request_free       (HxRequest         *self);
guint64    hx_request_limit      (HxRequest         *self);
gboolean   hx_request_check_early(HxRequest         *self,
                                  GError           **error);
void       hx_request_authorize  (HxRequest         *self);
void       hx_request_start      (HxRequest         *self);
gboolean   hx_request_check      (HxRequest         *self,
                                  HxDb              *db,
                                  GError           **error);
gboolean   hx_request_take_file  (HxRequest         *self,
                                  GError           **error);
gboolean   hx_request_admit      (HxRequest         *self,
                                  HxDb              *db,
                                  GError           **error);
HxReply   *hx_request_make_reply (HxRequest         *self,
                                  GError           **error);
HxReply   *hx_download_reply     (HxRequest         *self,
                                  GError           **error);

void       hx_front_answer       (HxFront           *self,
                                  HxExchange        *exchange,
                                  const char        *name,
                                  HxReply           *reply);
void       hx_front_refuse       (HxFront           *self,
                                  HxExchange        *exchange,
                                  const char        *name,
                                  const GError      *error,
                                  const char        *current);
void       hx_front_refuse_method(HxFront          *self,
                                  HxExchange        *exchange,
                                  const char        *allowed);
gboolean   hx_public_page_serve  (HxFront           *self,
                                  HxExchange        *exchange,
                                  const char        *path,
                                  gboolean           with_metrics);

G_END_DECLS
