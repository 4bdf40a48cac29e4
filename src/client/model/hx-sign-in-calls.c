/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-session-keyring.h"
#include "hx-team-sign-in-private.h"

/* What the signing in and out says to the server. */

/* So that a person finds this computer in the list of their sessions. */
static void
set_client (HxRecord *input)
{
  g_autofree char *name = g_strdup_printf ("Huixiang %s, %s", HX_VERSION, g_get_host_name ());
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  hx_record_take_text (input, HX_SIGN_IN_INPUT_CLIENT, g_utf8_substring (valid, 0, MIN (80, g_utf8_strlen (valid, -1))));
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxSignIn *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hx_client_take_session (self->client, reply->item);
  hx_sign_in_take (self, reply->item);
  g_task_return_boolean (task, TRUE);
}

/**
 * hx_sign_in_start_async:
 * @self: a sign-in
 * @address: which server
 * @login: who
 * @password: is forgotten as soon as it is sent
 * @cancellable: (nullable): to stop waiting
 * @callback: called when the server has answered
 * @data: passed to it
 *
 * Signs in. Whether the session is to be kept is the property `stay`.
 */
void
hx_sign_in_start_async (HxSignIn           *self,
                        const char         *address,
                        const char         *login,
                        const char         *password,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr (HxRecord) input = hx_record_new (&hx_sign_in_input_schema);
  g_autoptr (GError) error = NULL;
  g_autofree char *read = hx_sign_in_read_address (address, &error);
  HxCall call = { .operation = HX_OPERATION_SESSION_CREATE, .input = input };

  g_task_set_source_tag (task, hx_sign_in_start_async);
  if (read == NULL || !hx_client_set_address (self->client, read, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hx_client_set_token (self->client, NULL);
  hx_sign_in_set_address (self, read);
  hx_sign_in_set_notice (self, HX_SIGN_IN_NOTHING);
  g_object_set (self, "login", login, NULL);
  hx_record_set_text (input, HX_SIGN_IN_INPUT_LOGIN, login);
  hx_record_set_text (input, HX_SIGN_IN_INPUT_PASSWORD, password);
  set_client (input);
  hx_client_call_async (self->client, &call, cancellable, on_started, g_steal_pointer (&task));
}

/**
 * hx_sign_in_start_finish:
 * @self: a sign-in
 * @result: what the callback was given
 * @error: %HX_ERROR_INVALID about `server`; %HX_ERROR_UNAUTHENTICATED: login or password is wrong;
 *   %HX_ERROR_TOO_MANY with [func@error_get_retry_after]; %HX_ERROR_OFFLINE and %HX_ERROR_CERTIFICATE
 *   with [func@error_get_reason]
 *
 * Returns: whether there is a session; the state says what comes next
 */
gboolean
hx_sign_in_start_finish (HxSignIn     *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxSignIn *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hx_sign_in_set_state (self, HX_SIGN_IN_DONE);
  g_task_return_boolean (task, TRUE);
}

/**
 * hx_sign_in_change_async:
 * @self: a sign-in with a session
 * @old_password: the one that was signed in with
 * @new_password: the one from now on
 * @cancellable: (nullable): to stop waiting
 * @callback: called when the server has answered
 * @data: passed to it
 *
 * Changes the password; all other sessions of the person end.
 */
void
hx_sign_in_change_async (HxSignIn           *self,
                         const char         *old_password,
                         const char         *new_password,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_password_change_schema);
  HxCall call = { .operation = HX_OPERATION_SESSION_PASSWORD, .input = input };
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, hx_sign_in_change_async);
  hx_record_set_text (input, HX_PASSWORD_CHANGE_OLD_PASSWORD, old_password);
  hx_record_set_text (input, HX_PASSWORD_CHANGE_NEW_PASSWORD, new_password);
  hx_client_call_async (self->client, &call, cancellable, on_changed, task);
}

/**
 * hx_sign_in_change_finish:
 * @self: a sign-in
 * @result: what the callback was given
 * @error: %HX_ERROR_INVALID about `old_password` or `new_password`; as for signing in else
 *
 * Returns: whether it is changed
 */
gboolean
hx_sign_in_change_finish (HxSignIn     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_signed_out (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply == NULL)
    g_message ("The session ends by itself, for the server could not be told: %s", error->message);
}

/**
 * hx_sign_in_out:
 * @self: a sign-in
 *
 * Signs out: at once here, and at the server as soon as it is told.
 */
void
hx_sign_in_out (HxSignIn *self)
{
  HxCall call = { .operation = HX_OPERATION_SESSION_DELETE };

  if (hx_client_get_token (self->client) != NULL)
    hx_client_call_async (self->client, &call, NULL, on_signed_out, NULL);
  hx_sign_in_forget (self, HX_SIGN_IN_NOTHING);
}

static void
resume_failed (GTask  *task,
               GError *error)
{
  HxSignIn *self = g_task_get_source_object (task);

  if (g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED) && self->state == HX_SIGN_IN_RESUMING)
    hx_sign_in_set_state (self, HX_SIGN_IN_NEEDED);
  g_task_return_error (task, error);
}

static void
on_resumed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (hx_client_renew_finish (HX_CLIENT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    resume_failed (task, error);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxSignIn *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *refresh_token = hx_session_keyring_load_finish (result, &error);

  if (error != NULL)
    g_message ("No keyring to stay signed in with: %s", error->message);
  /* Whoever chose another server while the keyring was being opened is not disturbed. */
  if (g_task_return_error_if_cancelled (task))
    return;
  if (refresh_token == NULL)
    {
      resume_failed (task, g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "No session is kept"));
      return;
    }
  hx_client_set_tokens (self->client, NULL, refresh_token, 0);
  hx_client_renew_async (self->client, NULL, on_resumed, g_steal_pointer (&task));
}

void
hx_sign_in_resume_async (HxSignIn           *self,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  gboolean wanted = self->address != NULL && self->stay;

  g_task_set_source_tag (task, hx_sign_in_resume_async);
  hx_sign_in_set_state (self, HX_SIGN_IN_RESUMING);
  if (wanted && hx_sign_in_claim (self))
    {
      hx_session_keyring_load_async (self->address, cancellable, on_loaded, g_steal_pointer (&task));
      return;
    }
  if (wanted)
    hx_sign_in_set_notice (self, HX_SIGN_IN_KEPT_ELSEWHERE);
  resume_failed (task, g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "No session is kept"));
}

gboolean
hx_sign_in_resume_finish (HxSignIn     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
