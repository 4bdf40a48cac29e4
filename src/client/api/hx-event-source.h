/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-client.h"

G_BEGIN_DECLS

/**
 * HxEventSource:
 *
 * Listens to what happens at the server, and comes back by itself, from the
 * event after the last one it saw, whenever the connection is lost. What is
 * watched can change at any time: the stream of the new topics is opened beside
 * the old one, which is heard until then.
 *
 * Signals: `event` (const char *thing, const char *action, HxRecord *record
 * (nullable)); `opened`: listening (again); `lost` (const GError *): not
 * listening now, will try again unless the error is one of
 * [error@Error.UNAUTHENTICATED] or [error@Error.FORBIDDEN]; `reset`: too much
 * was missed, what is known has to be loaded again.
 */
#define HX_TYPE_EVENT_SOURCE (hx_event_source_get_type ())
G_DECLARE_FINAL_TYPE (HxEventSource, hx_event_source, HX, EVENT_SOURCE, GObject)

HxEventSource  *hx_event_source_new       (HxClient      *client);
void            hx_event_source_watch     (HxEventSource *self,
                                           const char    *watch);
void            hx_event_source_start     (HxEventSource *self,
                                           gint64         after);
void            hx_event_source_stop      (HxEventSource *self);
void            hx_event_source_retry_now (HxEventSource *self);
gint64          hx_event_source_get_number(HxEventSource *self);
const HxSchema *hx_thing_find             (const char    *name);

G_END_DECLS
