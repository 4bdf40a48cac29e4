/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"
#include "hx-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HxReply:
 *
 * What a call brought back.
 */
typedef struct
{
  HxRecord *item;   /* (nullable): of HX_SHAPE_ITEM; of HX_SHAPE_LIST what stands beside the page, see HX_OP_POOL */
  GPtrArray *items; /* (nullable): of HX_SHAPE_LIST, HxRecord */
  char *next;       /* (nullable): cursor of the page after this one */
  GBytes *bytes;    /* (nullable): of HX_SHAPE_BYTES */
  gint64 total;     /* of HX_SHAPE_BYTES: size of the whole, -1 unknown */
} HxReply;

/**
 * HxCall:
 *
 * One call of an operation of the API table. Everything is borrowed and copied
 * as far as needed; fields left out are %NULL or 0.
 */
typedef struct
{
  HxOperationId operation;
  const char *id;       /* what stands for {id} */
  HxRecord *query;
  HxRecord *input;
  const char *if_match; /* revision */
  const char *key;      /* idempotency key; a POST without one gets its own */
  gint64 offset;        /* of HX_SHAPE_BYTES: the first byte */
  gint64 length;        /* of HX_SHAPE_BYTES: how many; 0: all */
  GBytes *upload;       /* of HX_OP_UPLOAD */
  const char *media_type; /* of the upload */
} HxCall;

/**
 * HxClient:
 *
 * The one way to a server: over a Unix socket or an address. Turns problem
 * documents into errors of %HX_ERROR whose message is `field: reason; …` for
 * [error@Error.INVALID] and the detail otherwise.
 *
 * Signals: `renewed` (HxRecord *session): there are new tokens; `ended`: the
 * server will not renew them, and nobody is signed in any more.
 */
#define HX_TYPE_CLIENT (hx_client_get_type ())
G_DECLARE_FINAL_TYPE (HxClient, hx_client, HX, CLIENT, GObject)

HxClient   *hx_client_new         (void);
void        hx_client_set_socket  (HxClient            *self,
                                   const char          *path);
gboolean    hx_client_set_address (HxClient            *self,
                                   const char          *address,
                                   GError             **error);
void        hx_client_set_token   (HxClient            *self,
                                   const char          *token);
const char *hx_client_get_token   (HxClient            *self);
/* With these a token that is spent is renewed by itself. */
void        hx_client_set_tokens  (HxClient            *self,
                                   const char          *token,
                                   const char          *refresh_token,
                                   gint64               lasts);
void        hx_client_take_session(HxClient            *self,
                                   HxRecord            *session);
void        hx_client_renew_async (HxClient            *self,
                                   const char          *spent,
                                   GAsyncReadyCallback  callback,
                                   gpointer             data);
gboolean    hx_client_renew_finish(HxClient            *self,
                                   GAsyncResult        *result,
                                   GError             **error);
void        hx_client_call_async  (HxClient            *self,
                                   const HxCall        *call,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             data);
HxReply    *hx_client_call_finish (HxClient            *self,
                                   GAsyncResult        *result,
                                   GError             **error);
void        hx_reply_free         (HxReply             *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxReply, hx_reply_free)

G_END_DECLS
