/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_session_create (HxServiceCall *call, GError **error);
gboolean hx_session_get    (HxServiceCall *call, GError **error);
gboolean hx_session_delete (HxServiceCall *call, GError **error);

G_END_DECLS
