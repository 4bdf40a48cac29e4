/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_users_list         (HxServiceCall *call, GError **error);
gboolean hx_users_get          (HxServiceCall *call, GError **error);
gboolean hx_users_create       (HxServiceCall *call, GError **error);
gboolean hx_users_update       (HxServiceCall *call, GError **error);
gboolean hx_teams_list         (HxServiceCall *call, GError **error);
gboolean hx_teams_create       (HxServiceCall *call, GError **error);
gboolean hx_teams_update       (HxServiceCall *call, GError **error);
gboolean hx_departments_list   (HxServiceCall *call, GError **error);
gboolean hx_departments_create (HxServiceCall *call, GError **error);
gboolean hx_departments_update (HxServiceCall *call, GError **error);

G_END_DECLS
