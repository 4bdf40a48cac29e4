/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/hx-service.h"

G_BEGIN_DECLS

gboolean hx_cti_receive     (HxServiceCall *call, GError **error);

/* Closes calls whose hang-up never came. */
gboolean hx_cti_close_stale (HxServiceCall *call,
                             gint64        *again_at,
                             GError       **error);

G_END_DECLS
