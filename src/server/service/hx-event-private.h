/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* What happened, to whom it belongs. */
typedef struct
{
  const char *thing;
  const char *action;   /* created, updated */
  HxRecord *record;     /* as it is now */
  const char *agent_id; /* (nullable) */
  const char *team_id;  /* (nullable) */
  const char *detail;   /* (nullable): which part of a thing that has no id */
} HxHappening;

gboolean hx_event_append      (HxServiceCall     *call,
                               const HxHappening *happening,
                               GError           **error);
gint64   hx_event_last_number (HxDb              *db,
                               GError           **error);

G_END_DECLS
