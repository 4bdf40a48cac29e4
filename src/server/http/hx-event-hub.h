/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-exchange.h"
#include "service/hx-service.h"
#include "watch/hx-metrics.h"

G_BEGIN_DECLS

/**
 * HxEventHub:
 *
 * Brings what happened to those who listen and may see it.
 */
typedef struct _HxEventHub HxEventHub;

/**
 * HxEventStream:
 *
 * One listener. It belongs to the exchange that it answers.
 */
typedef struct _HxEventStream HxEventStream;

/* Who wants to know who listens, to tell other servers: called with the hub's lock
 * held, so it must not ask it anything. */
typedef void (*HxPresentFunc) (const char *user_id, gboolean present, gpointer data);

HxEventHub    *hx_event_hub_new          (guint            streams,
                                          guint            person_streams,
                                          HxMetrics       *metrics);
void           hx_event_hub_free         (HxEventHub      *self);
void           hx_event_hub_publish      (HxEventHub      *self,
                                          GPtrArray       *events,
                                          GPtrArray       *records);
gboolean       hx_event_hub_concerns     (HxEventHub      *self,
                                          HxRecord        *event);
void           hx_event_hub_watch        (HxEventHub      *self,
                                          HxPresentFunc    present,
                                          gpointer         data);
void           hx_event_hub_heartbeat    (HxEventHub      *self);
void           hx_event_hub_set_site     (HxEventHub      *self,
                                          HxSite          *site);
void           hx_event_hub_note         (HxEventHub      *self,
                                          GPtrArray       *events,
                                          GPtrArray       *records);
void           hx_event_hub_close        (HxEventHub      *self);
gboolean       hx_event_hub_is_present   (const char      *user_id,
                                          gpointer         self);
guint          hx_event_hub_count        (HxEventHub      *self);

HxEventStream *hx_event_stream_new       (HxEventHub      *hub,
                                          HxExchange      *exchange,
                                          const HxCaller  *caller,
                                          const char      *watch,
                                          GError         **error);
gboolean       hx_event_stream_catch_up  (HxEventStream   *self,
                                          gint64           number,
                                          HxDb            *db,
                                          HxSite          *site,
                                          GError         **error);
HxReply       *hx_event_stream_reply     (HxEventStream   *self);
void           hx_event_stream_free      (HxEventStream   *self);

G_END_DECLS
