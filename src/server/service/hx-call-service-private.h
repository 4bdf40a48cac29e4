/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_calls_list     (HxServiceCall *call, GError **error);
gboolean  hx_calls_get      (HxServiceCall *call, GError **error);
gboolean  hx_calls_bookmark (HxServiceCall *call, GError **error);

/* A call with what is known of its customer, and the wrap-up of one agent. */
HxRecord *hx_call_view_load (HxDb        *db,
                             const char  *id,
                             const char  *agent_id,
                             GError     **error);
/* Tells everybody who has a part in the call how it stands. */
gboolean  hx_call_tell      (HxServiceCall *call,
                             HxRecord      *phone_call,
                             const char    *action,
                             GError       **error);

G_END_DECLS
