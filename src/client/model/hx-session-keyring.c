/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-session-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "cn.huixiang.Huixiang.Session", SECRET_SCHEMA_NONE, { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/**
 * hx_session_keyring_save_async:
 * @server: address of the server
 * @login: whose session it is, for whoever looks into the keyring
 * @refresh_token: what to keep, instead of the one before
 * @callback: called when it is kept, or cannot be
 * @data: passed to it
 */
void
hx_session_keyring_save_async (const char         *server,
                               const char         *login,
                               const char         *refresh_token,
                               GAsyncReadyCallback callback,
                               gpointer            data)
{
  /* Translators: name of an entry in the keyring: the login name, the server's address */
  g_autofree char *label = g_strdup_printf (_ ("Huixiang: %s at %s"), login, server);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, refresh_token, NULL, callback, data, "server",
                         server, NULL);
}

/**
 * hx_session_keyring_save_finish:
 * @result: what the callback was given
 * @error: why there is no keyring to keep it in
 *
 * Returns: whether it is kept
 */
gboolean
hx_session_keyring_save_finish (GAsyncResult *result,
                                GError      **error)
{
  return secret_password_store_finish (result, error);
}

/**
 * hx_session_keyring_load_async:
 * @server: address of the server
 * @cancellable: (nullable): to stop waiting: the desktop may ask for the password of the keyring
 * @callback: called when it is read
 * @data: passed to it
 */
void
hx_session_keyring_load_async (const char         *server,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data)
{
  secret_password_lookup (&schema, cancellable, callback, data, "server", server, NULL);
}

/**
 * hx_session_keyring_load_finish:
 * @result: what the callback was given
 * @error: why there is no keyring to read
 *
 * Returns: (transfer full) (nullable): the refresh token; without one and without an error none is kept
 */
char *
hx_session_keyring_load_finish (GAsyncResult *result,
                                GError      **error)
{
  return secret_password_lookup_finish (result, error);
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!secret_password_clear_finish (result, &error) && error != NULL)
    g_debug ("Keyring: %s", error->message);
}

/**
 * hx_session_keyring_forget:
 * @server: address of the server
 *
 * Removes what is kept for it, if there is anything.
 */
void
hx_session_keyring_forget (const char *server)
{
  secret_password_clear (&schema, NULL, on_forgotten, NULL, "server", server, NULL);
}
