/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_log_levels_get  (HxServiceCall *call, GError **error);
gboolean  hx_log_levels_put  (HxServiceCall *call, GError **error);

/* What an event of HX_THING_LOG says, for the servers that did not make it. */
HxRecord *hx_log_levels_load (HxDb          *db,
                              HxRecord      *event,
                              GError       **error);

G_END_DECLS
