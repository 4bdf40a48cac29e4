/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* Counts are kept for each team, as a lead sees the team's pool, under "" for what has no team, and under this for
 * all of it, so that nobody ever adds up more than the cells of one pool. */
#define HX_POOL_OF_ALL "*"

gboolean  hx_pool_get        (HxServiceCall  *call, GError **error);
/* Adds the same as `pool` to the page that the call answers with; before that page is asked for it can be said that this will
 * be, and all makes one journey. */
void      hx_pool_ask        (HxServiceCall  *call);
gboolean  hx_pool_append     (HxServiceCall  *call,
                              GError        **error);

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
/* Says that a cell will presently be loaded, see hx_db_ask(). */
void      hx_pool_ask_cell   (HxDb           *db,
                              const char     *team_id,
                              const char     *channel,
                              const char     *category,
                              const char     *issue_type);
/* A cell as it is now. */
HxRecord *hx_pool_load_cell  (HxDb           *db,
                              const char     *team_id,
                              const char     *channel,
                              const char     *category,
                              const char     *issue_type,
                              GError        **error);

G_END_DECLS
