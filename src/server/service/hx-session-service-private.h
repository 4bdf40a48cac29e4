/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* How sessions of one computer begin; see HxSignInMethod. */
#define HX_SESSION_LOCAL "local"

gboolean hx_session_get       (HxServiceCall *call, GError **error);
gboolean hx_session_refresh   (HxServiceCall *call, GError **error);
gboolean hx_session_delete    (HxServiceCall *call, GError **error);
gboolean hx_sessions_list     (HxServiceCall *call, GError **error);
gboolean hx_sessions_delete   (HxServiceCall *call, GError **error);

gboolean hx_session_start     (HxServiceCall *call,
                               HxRecord      *user,
                               const char    *method,
                               gboolean       refreshes,
                               GError       **error);
/* Ends one session: its tokens, what servers remember of it, its streams. */
gboolean hx_session_end       (HxServiceCall *call,
                               const char    *session_id,
                               const char    *user_id,
                               GError       **error);
/* Tells all servers that a session or key is no more. */
gboolean hx_session_tell_ended(HxServiceCall *call,
                               const char    *session_id,
                               const char    *user_id,
                               GError       **error);
/* Ends all sessions of a user, but one. */
gboolean hx_session_end_all   (HxServiceCall *call,
                               const char    *user_id,
                               const char    *but,
                               GError       **error);
/* Tells all servers that what a user may do has changed. */
gboolean hx_session_reconsider(HxServiceCall *call,
                               const char    *user_id,
                               GError       **error);
gboolean hx_session_tick      (HxServiceCall *call,
                               GError       **error);

G_END_DECLS
