/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* Counts are kept for each team, as a lead sees the team's board, and under this for all of it. */
#define HX_BOARD_OF_ALL "*"
/* The column of a state that is not cancelled: hx_rectification_column() in SQL. */
#define HX_BOARD_COLUMN_OF(STATE) \
  "CASE " STATE " WHEN 'pending' THEN 'pending' WHEN 'done' THEN 'done' ELSE 'in_progress' END"

gboolean  hx_board_get            (HxServiceCall *call, GError **error);
gboolean  hx_rectifications_list  (HxServiceCall *call, GError **error);
gboolean  hx_rectifications_get   (HxServiceCall *call, GError **error);

HxRecord *hx_board_load           (HxServiceCall *call,
                                   GError      **error);
gboolean  hx_board_count          (HxDb         *db,
                                   const char   *rectification_id,
                                   gint64        delta,
                                   GError      **error);
gboolean  hx_board_count_voice    (HxDb         *db,
                                   HxRecord     *feedback,
                                   gint64        delta,
                                   GError      **error);
HxRecord *hx_rectification_view_load (HxDb       *db,
                                   const char   *id,
                                   GError      **error);
/* One that the caller may see; another one is not found. */
HxRecord *hx_rectification_load_seen (HxServiceCall *call,
                                   const char   *id,
                                   GError      **error);

G_END_DECLS
