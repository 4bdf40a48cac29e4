/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* A part of the work that nobody asks for. Does a little, says whether there is more. */
typedef gboolean (*HxUpkeepFunc) (HxServiceCall *call, gboolean *more, GError **error);

gboolean hx_upkeep          (HxServiceCall *call,
                             gboolean      *more,
                             GError       **error);
gboolean hx_retain_recordings (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_contacts   (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_events     (HxServiceCall *call, gboolean *more, GError **error);

G_END_DECLS
