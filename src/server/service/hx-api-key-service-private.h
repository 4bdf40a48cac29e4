/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_api_keys_list   (HxServiceCall *call, GError **error);
gboolean hx_api_keys_create (HxServiceCall *call, GError **error);
gboolean hx_api_keys_delete (HxServiceCall *call, GError **error);
gboolean hx_api_keys_tick   (HxServiceCall *call, GError **error);

G_END_DECLS
