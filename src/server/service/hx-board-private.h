/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_board_get            (HxServiceCall *call, GError **error);
gboolean  hx_rectifications_list  (HxServiceCall *call, GError **error);
gboolean  hx_rectifications_get   (HxServiceCall *call, GError **error);

HxRecord *hx_board_load           (HxDb         *db,
                                   gint64        now,
                                   GError      **error);
HxRecord *hx_rectification_view_load (HxDb       *db,
                                   const char   *id,
                                   GError      **error);
/* One that the caller may see; another one is not found. */
HxRecord *hx_rectification_load_seen (HxServiceCall *call,
                                   const char   *id,
                                   GError      **error);

G_END_DECLS
