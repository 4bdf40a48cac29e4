/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-query-private.h"

G_BEGIN_DECLS

gboolean hx_scope_allows       (const HxCaller *caller,
                                const char     *agent_id,
                                const char     *team_id);
void     hx_scope_filter       (HxQuery        *query,
                                const char     *agent_column,
                                const char     *team_column);
void     hx_scope_filter_calls (HxQuery        *query);
void     hx_scope_filter_rectifications (HxQuery *query);
gboolean hx_scope_check_call   (HxServiceCall  *call,
                                const char     *call_id,
                                GError        **error);
char    *hx_scope_team         (const HxCaller *caller);

G_END_DECLS
