/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-event-hub.h"

G_BEGIN_DECLS

/**
 * HxEventFeed:
 *
 * Brings the events of every server on one store to the streams of this one, in
 * the order of their numbers, and tells the others who listens here. The table of
 * events is the truth; what is announced is only a reason to look.
 */
typedef struct _HxEventFeed HxEventFeed;

HxEventFeed *hx_event_feed_new     (const char   *store,
                                    HxKeyring    *keyring,
                                    HxSite       *site,
                                    HxEventHub   *hub,
                                    GError      **error);
void         hx_event_feed_publish (HxEventFeed  *self,
                                    GPtrArray    *events,
                                    GPtrArray    *records);
const char * hx_event_feed_get_server_id (HxEventFeed *self);
void         hx_event_feed_free    (HxEventFeed  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxEventFeed, hx_event_feed_free)

G_END_DECLS
