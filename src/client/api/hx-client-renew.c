/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-client-private.h"

/* New tokens are asked for when this much of their time is over, so that no call has to wait for them. */
#define RENEW_AT_PERCENT 85

static void renew (HxClient *self);

static gboolean
on_renew_time (gpointer data)
{
  HxClient *self = data;

  self->renew_timer = 0;
  if (self->renewing == NULL)
    renew (self);
  return G_SOURCE_REMOVE;
}

/**
 * hx_client_set_tokens:
 * @self: a client
 * @token: (nullable): who asks, from now on
 * @refresh_token: (nullable): with which new ones are asked for
 * @lasts: how long @token works, µs; 0 when that is not known
 */
void
hx_client_set_tokens (HxClient   *self,
                      const char *token,
                      const char *refresh_token,
                      gint64      lasts)
{
  gint64 seconds = lasts / G_USEC_PER_SEC * RENEW_AT_PERCENT / 100;

  g_clear_handle_id (&self->renew_timer, g_source_remove);
  g_free (self->token);
  self->token = g_strdup (token);
  g_free (self->refresh_token);
  self->refresh_token = g_strdup (refresh_token);
  if (refresh_token != NULL && seconds > 0)
    self->renew_timer = g_timeout_add_seconds ((guint) MIN (seconds, G_MAXINT / 1000), on_renew_time, self);
}

/**
 * hx_client_take_session:
 * @self: a client
 * @session: a session with its tokens, as the server made it just now
 *
 * How long the token works is reckoned by the server's clock alone.
 */
void
hx_client_take_session (HxClient *self,
                        HxRecord *session)
{
  hx_client_set_tokens (self, hx_record_get_text (session, HX_SESSION_TOKEN),
                        hx_record_get_text (session, HX_SESSION_REFRESH_TOKEN),
                        hx_record_get_int (session, HX_SESSION_EXPIRES_AT)
                          - hx_record_get_int (session, HX_RECORD_UPDATED_AT));
}

static void
answer_all (HxClient     *self,
            const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->renewing);

  for (guint i = 0; i < waiting->len; i++)
    if (error != NULL)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  HxClient *self = HX_CLIENT (source);
  g_autofree char *asked_with = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (self, result, &error);
  gboolean over = g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);

  /* Somebody signed out or in while the answer was on its way. */
  if (g_strcmp0 (asked_with, self->refresh_token) != 0)
    {
      g_clear_error (&error);
      error = g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Signed out meanwhile");
      answer_all (self, self->token != NULL ? NULL : error);
      return;
    }
  if (reply != NULL)
    {
      hx_client_take_session (self, reply->item);
      hx_client_emit_renewed (self, reply->item);
    }
  else if (over)
    hx_client_set_tokens (self, NULL, NULL, 0);
  answer_all (self, error);
  if (over)
    hx_client_emit_ended (self);
}

static void
renew (HxClient *self)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_refresh_schema);
  HxCall call = { .operation = HX_OPERATION_SESSION_REFRESH, .input = input };

  if (self->renewing == NULL)
    self->renewing = g_ptr_array_new_with_free_func (g_object_unref);
  hx_record_set_text (input, HX_REFRESH_REFRESH_TOKEN, self->refresh_token);
  hx_client_call_async (self, &call, NULL, on_renewed, g_strdup (self->refresh_token));
}

/**
 * hx_client_renew_async:
 * @self: a client
 * @spent: (nullable): the token that did not work
 * @callback: called when there is another one, or none
 * @data: passed to it
 *
 * However many ask at once, the server is asked once: a refresh token works only once.
 */
void
hx_client_renew_async (HxClient           *self,
                       const char         *spent,
                       GAsyncReadyCallback callback,
                       gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  gboolean first = self->renewing == NULL;

  g_task_set_source_tag (task, hx_client_renew_async);
  if (self->token != NULL && g_strcmp0 (self->token, spent) != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->refresh_token == NULL)
    {
      g_task_return_new_error (task, HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Signed out");
      return;
    }
  if (first)
    renew (self);
  g_ptr_array_add (self->renewing, g_steal_pointer (&task));
}

/**
 * hx_client_renew_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: %HX_ERROR_UNAUTHENTICATED when nobody is signed in any more, or why it could not be asked for
 *
 * Returns: whether there is a token that may work
 */
gboolean
hx_client_renew_finish (HxClient     *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
