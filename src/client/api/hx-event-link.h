/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-client.h"

G_BEGIN_DECLS

/**
 * HxEventLink:
 *
 * One connection of an [class@EventSource]: what the server tells from one event on, about one choice of topics. It does
 * not come back when it is lost; that is for whoever made it.
 *
 * Signals: `opened`; `told` (const char *event (nullable), const char *data (nullable)): a block, its number is that of
 * the link by now; `lost` (const GError *): it never was open, or ended.
 */
#define HX_TYPE_EVENT_LINK (hx_event_link_get_type ())
G_DECLARE_FINAL_TYPE (HxEventLink, hx_event_link, HX, EVENT_LINK, GObject)

HxEventLink *hx_event_link_new        (HxClient    *client,
                                       const char  *watch, /* (nullable) */
                                       gint64       after);
void         hx_event_link_open       (HxEventLink *self);
void         hx_event_link_close      (HxEventLink *self);
const char  *hx_event_link_get_watch  (HxEventLink *self);
gint64       hx_event_link_get_number (HxEventLink *self);
gint64       hx_event_link_get_retry  (HxEventLink *self);

G_END_DECLS
