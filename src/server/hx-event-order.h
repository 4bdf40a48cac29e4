/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-event-hub.h"

G_BEGIN_DECLS

/**
 * HxEventOrder:
 *
 * Lets each event of a shared store reach the streams of this server once, in the order of the numbers: those that were
 * committed here as soon as none is missing before them, those of other servers as they are read. For any thread.
 */
typedef struct _HxEventOrder HxEventOrder;

HxEventOrder *hx_event_order_new           (HxEventHub    *hub,
                                            gint64         last);
void          hx_event_order_free          (HxEventOrder  *self);
gint64        hx_event_order_get_last      (HxEventOrder  *self);
gboolean      hx_event_order_publish_own   (HxEventOrder  *self,
                                            GPtrArray     *events,
                                            GPtrArray     *records);
gboolean      hx_event_order_publish_known (HxEventOrder  *self,
                                            HxRecord      *event);
void          hx_event_order_publish       (HxEventOrder  *self,
                                            HxRecord      *event,
                                            HxRecord      *record);

G_END_DECLS
