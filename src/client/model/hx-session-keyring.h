/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The refresh token of one server, in the keyring of the desktop and nowhere else. */
void     hx_session_keyring_save_async  (const char          *server,
                                         const char          *login,
                                         const char          *refresh_token,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);
gboolean hx_session_keyring_save_finish (GAsyncResult        *result,
                                         GError             **error);
void     hx_session_keyring_load_async  (const char          *server,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);
char    *hx_session_keyring_load_finish (GAsyncResult        *result,
                                         GError             **error);
void     hx_session_keyring_forget      (const char          *server);

G_END_DECLS
