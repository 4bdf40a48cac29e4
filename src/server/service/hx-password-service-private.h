/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_session_password      (HxServiceCall *call, GError **error);
gboolean hx_session_password_look (HxServiceCall *call, GError **error);
gboolean hx_users_password        (HxServiceCall *call, GError **error);
gboolean hx_users_password_look   (HxServiceCall *call, GError **error);

G_END_DECLS
