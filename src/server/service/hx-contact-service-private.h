/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_contacts_create     (HxServiceCall *call, GError **error);
gboolean  hx_customers_contacts  (HxServiceCall *call, GError **error);

/* Writes a touch and everything that is counted of it, and tells of it. */
gboolean  hx_contact_add         (HxServiceCall *call,
                                  HxRecord      *contact,
                                  GError       **error);
/* Tells of a contact anew. With an agent, the event carries that agent's
 * feedback, for who may see it. */
gboolean  hx_contact_tell        (HxServiceCall *call,
                                  const char    *id,
                                  const char    *action,
                                  const char    *agent_id,
                                  const char    *team_id,
                                  GError       **error);
HxRecord *hx_contact_view_load   (HxDb          *db,
                                  const char    *id,
                                  const char    *agent_id,
                                  GError       **error);
/* As an event carries it; without an agent it goes to whoever sees customers, with an audience for its recording. */
HxRecord *hx_contact_event_load  (HxDb          *db,
                                  const char    *id,
                                  const char    *agent_id,
                                  GError       **error);
/* How far a contact's time may be ahead of when we are told: a time zone that somebody forgot, and no more. */
#define HX_CONTACT_AHEAD HX_DAY

gint64    hx_contact_made_since  (gint64         at,
                                  gint64         now);
HxRecord *hx_contact_find_of_call (HxDb         *db,
                                   const char   *call_id,
                                   GError      **error);
/* What brought the customer here: the last thing they did on a channel by
 * themselves, no longer ago than the policy says; NULL for nothing. */
void      hx_contact_ask_source  (HxServiceCall *call,
                                  const char    *customer_id);
HxRecord *hx_contact_find_source (HxServiceCall *call,
                                  const char    *customer_id,
                                  GError       **error);

G_END_DECLS
