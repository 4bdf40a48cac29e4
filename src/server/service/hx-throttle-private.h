/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_throttle_check     (HxServiceCall *call,
                                const char    *login,
                                GError       **error);
gboolean hx_throttle_failed    (HxServiceCall *call,
                                const char    *login,
                                GError       **error);
gboolean hx_throttle_succeeded (HxServiceCall *call,
                                const char    *login,
                                GError       **error);
gboolean hx_throttle_lift      (HxServiceCall *call,
                                const char    *login,
                                const char    *user_id,
                                GError       **error);
gboolean hx_throttle_tick      (HxServiceCall *call,
                                GError       **error);

G_END_DECLS
