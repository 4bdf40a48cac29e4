/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_pool_get        (HxServiceCall  *call, GError **error);

/* Counts a feedback of the pool in (1) or out (-1) and tells how the cell
 * stands, at once or with the call's pool_changes; does nothing for one that is not in the pool. */
gboolean  hx_pool_count      (HxServiceCall  *call,
                              HxRecord       *feedback,
                              gint64          delta,
                              GError        **error);
/* How many wait in the pool of a team, of all teams for NULL; -1 for a failure. */
gint64    hx_pool_total      (HxDb           *db,
                              const char     *team_id,
                              GError        **error);
/* The cell that an event's detail names, as it is now. */
HxRecord *hx_pool_load_cell  (HxDb           *db,
                              const char     *team_id,
                              const char     *detail,
                              GError        **error);

G_END_DECLS
