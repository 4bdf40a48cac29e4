/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-exchange.h"
#include "hx-outlet.h"

G_BEGIN_DECLS

/**
 * HxHttpLimits:
 *
 * What one client may cost.
 */
typedef struct
{
  guint64 body;            /* bytes kept in memory */
  guint64 upload;          /* bytes of a file */
  guint64 attachment;      /* bytes of a file that is attached; it is looked at in memory */
  guint connections;       /* of each listening socket */
  guint per_address;       /* connections; 0 for no limit */
  guint streams;           /* in all */
  guint person_streams;    /* of one person, or of one key */
  guint requests_per_s;    /* of one token, or of one address without; 0 for no limit */
  gboolean behind_proxy;    /* addresses are what a proxy writes into X-Forwarded-For */
  guint request_ms;        /* for the headers, and again for the body or each 64 KiB of a file, and of an answer */
  guint idle_s;            /* until a silent connection is closed */
} HxHttpLimits;

/**
 * HxHttpHandler:
 *
 * All are called by threads that serve all other clients too, so they must not
 * wait: they respond, or hold the exchange and hand it to somebody who may wait.
 * @refuse: the headers are here, and nothing can be made of them
 * @begin: the headers are here; may refuse, or ask for the body as a file
 * @dispatch: the body is here
 */
typedef struct
{
  void (*refuse) (HxExchange *exchange, const GError *error, gpointer data);
  void (*begin) (HxExchange *exchange, gpointer data);
  void (*dispatch) (HxExchange *exchange, gpointer data);
  gpointer data;
} HxHttpHandler;

/**
 * HxListenFlags:
 * @HX_LISTEN_LOCAL: only this computer's owner can reach it
 * @HX_LISTEN_PASSED: somebody else keeps it open: whoever connects while we stop waits for the next server
 */
typedef enum
{
  HX_LISTEN_LOCAL = 1 << 0,
  HX_LISTEN_PASSED = 1 << 1,
} HxListenFlags;

/**
 * HxHttp:
 *
 * The listening sockets.
 */
typedef struct _HxHttp HxHttp;

HxHttp  *hx_http_new             (const HxHttpLimits  *limits,
                                  const HxHttpHandler *handler);
gboolean hx_http_listen          (HxHttp              *self,
                                  int                  socket,
                                  HxListenFlags        flags,
                                  guint                threads,
                                  GError             **error);
void     hx_http_check_deadlines (HxHttp              *self);
void     hx_http_quiesce         (HxHttp              *self);
gboolean hx_http_wait_idle       (HxHttp              *self,
                                  guint                ms);
void     hx_http_free            (HxHttp              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxHttp, hx_http_free)

G_END_DECLS
