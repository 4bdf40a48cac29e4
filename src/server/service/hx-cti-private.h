/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_cti_receive     (HxServiceCall *call, GError **error);

/* Closes calls whose hang-up never came. */
void     hx_cti_close_stale_ask (HxServiceCall *call);
gboolean hx_cti_close_stale     (HxServiceCall *call,
                                 gint64        *again_at,
                                 GError       **error);

/* What an event says, as far as it was understood. */
typedef struct
{
  HxRecord *event;
  GPtrArray *agents;    /* whom its numbers may mean */
  const char *agent_id; /* (nullable): the agent that it names */
  char *number;         /* (nullable): the customer's, E.164 */
  const char *line;     /* (nullable) */
  gboolean internal;    /* both ends are agents */
} HxCtiFacts;

/* Everything that follows from how the call stands now: whoever talked has a
 * wrap-up once it has ended, and so on. Makes only what is missing, so it may
 * run after any event in any order. @before is the call as it was stored. With
 * @stale the hang-up never came, and nobody waits for the wrap-up. */
gboolean hx_cti_settle    (HxServiceCall *call,
                           HxRecord      *phone_call,
                           HxRecord      *before,
                           gboolean       created,
                           gboolean       stale,
                           GError       **error);
gboolean hx_cti_add_talk  (HxServiceCall *call,
                           HxRecord      *phone_call,
                           const char    *agent_id,
                           GError       **error);
#define HX_CTI_BY_NAME "WHERE t.external_id = $1"

void        hx_cti_ask         (HxServiceCall *call);
/* (transfer full) (nullable) (element-type HxRecord): everybody active whom a number or name of the event may mean. */
GPtrArray  *hx_cti_find_agents (HxServiceCall *call,
                                GError       **error);
/* (nullable): of those the id of whom @text means: extension, staff number or name. */
const char *hx_cti_pick_agent  (GPtrArray     *agents,
                                const char    *text);

G_END_DECLS
