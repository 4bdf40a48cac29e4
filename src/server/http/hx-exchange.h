/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-reply.h"
#include "things/hx-audit-entry.h"

G_BEGIN_DECLS

/**
 * HxExchange:
 *
 * One request and its answer. Nothing outside this file and hx-http knows which
 * HTTP library carries it.
 */
typedef struct _HxExchange HxExchange;

const char *hx_exchange_get_method     (HxExchange     *self);
const char *hx_exchange_get_target     (HxExchange     *self);
const char *hx_exchange_get_header     (HxExchange     *self,
                                        const char     *name);
const char *hx_exchange_get_request_id (HxExchange     *self);
gboolean    hx_exchange_is_local       (HxExchange     *self);
HxOrigin    hx_exchange_get_origin     (HxExchange     *self);
gboolean    hx_exchange_is_near        (HxExchange     *self);
char       *hx_exchange_dup_address    (HxExchange     *self);
gboolean    hx_exchange_has_body       (HxExchange     *self);
guint64     hx_exchange_get_length     (HxExchange     *self);
const char *hx_exchange_get_body       (HxExchange     *self,
                                        gsize          *length);
gint64      hx_exchange_get_started    (HxExchange     *self);
void        hx_exchange_set_data       (HxExchange     *self,
                                        gpointer        data,
                                        GDestroyNotify  destroy);
gpointer    hx_exchange_get_data       (HxExchange     *self);

gboolean    hx_exchange_receive_file   (HxExchange     *self,
                                        const char     *folder,
                                        guint64         limit,
                                        GError        **error);
const char *hx_exchange_get_file       (HxExchange     *self);
gboolean    hx_exchange_sync_file      (HxExchange     *self,
                                        GError        **error);

void        hx_exchange_hold           (HxExchange     *self);
void        hx_exchange_proceed        (HxExchange     *self);
void        hx_exchange_respond        (HxExchange     *self,
                                        HxReply        *reply);
HxOutlet   *hx_exchange_new_outlet     (HxExchange     *self);

G_END_DECLS
