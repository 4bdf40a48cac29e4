/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_cti_receive     (HxServiceCall *call, GError **error);

/* Closes calls whose hang-up never came. */
gboolean hx_cti_close_stale (HxServiceCall *call,
                             gint64        *again_at,
                             GError       **error);

/* What an event says, as far as it was understood. */
typedef struct
{
  HxRecord *event;
  char *agent_id;    /* (nullable): the agent that it names */
  char *number;      /* (nullable): the customer's, E.164 */
  const char *line;  /* (nullable) */
  gboolean internal; /* both ends are agents */
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
/* (transfer full) (nullable): the active agent of that extension, staff number or name. */
char    *hx_cti_find_agent (HxDb         *db,
                            const char   *text,
                            GError      **error);

G_END_DECLS
