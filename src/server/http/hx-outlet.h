/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-reply.h"

G_BEGIN_DECLS

/**
 * HxOutlets:
 *
 * Sends bodies that have no end, on sockets of their own. The HTTP library walks
 * all connections that wait whenever one goes on, and keeps 32 KiB for each; with
 * thousands of streams that would be felt by every request. So an answer of this
 * kind leaves the library as soon as its request has been read.
 */
typedef struct _HxOutlets HxOutlets;

HxOutlets *hx_outlets_new   (guint         stall_ms);
void       hx_outlets_stop  (HxOutlets    *self,
                             guint         ms);
void       hx_outlets_free  (HxOutlets    *self);

HxOutlet  *hx_outlet_new    (HxOutlets    *outlets);
void       hx_outlet_start  (HxOutlet     *self,
                             int           socket,
                             const char   *head,
                             gboolean      chunked,
                             const HxReplyStream *stream);
void       hx_outlet_wake   (HxOutlet     *self);
void       hx_outlet_discard(HxOutlet     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxOutlets, hx_outlets_free)

G_END_DECLS
