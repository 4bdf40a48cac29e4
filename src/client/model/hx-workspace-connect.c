/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

#include <glib/gi18n-lib.h>

/* A server that restarts is back sooner than this: nothing to tell anybody. */
#define GRACE_MS 1500
#define FIRST_RETRY_MS 250
#define LONGEST_RETRY_MS 8000

static void sign_in (HxWorkspace *self);
static void bootstrap (HxWorkspace *self);

void
hx_workspace_fail (HxWorkspace  *self,
                   const GError *error)
{
  g_autofree char *sentence = hx_error_to_sentence (error);

  g_message ("Cannot work: %s", error->message);
  hx_workspace_set_connection (self, HX_CONNECTION_FAILED, sentence);
}

static gboolean
on_retry (gpointer data)
{
  HxWorkspace *self = data;

  self->retry_timer = 0;
  hx_workspace_reconnect (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED)
         || g_error_matches (error, HX_ERROR, HX_ERROR_FORBIDDEN);
}

/* Whether it may be over by itself; what a person has to do something about is told at once. */
static gboolean
may_pass (const GError *error)
{
  return !is_refusal (error) && !g_error_matches (error, HX_ERROR, HX_ERROR_CERTIFICATE);
}

/* Something on the way to being connected went wrong: try again, unless trying cannot help. */
static void
start_failed (HxWorkspace  *self,
              const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->server == NULL && g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED))
    {
      hx_client_set_token (self->client, NULL);
      hx_workspace_be_nobody (self);
      return;
    }
  if (self->server == NULL && !may_pass (error))
    {
      hx_workspace_fail (self, error);
      return;
    }
  if (self->server != NULL)
    hx_server_process_lost (self->server);
  if (g_error_matches (error, HX_ERROR, HX_ERROR_OFFLINE) && (self->user != NULL || self->server == NULL))
    hx_workspace_set_connection (self, HX_CONNECTION_OFFLINE, NULL);
  else if (!g_error_matches (error, HX_ERROR, HX_ERROR_OFFLINE))
    g_message ("Not connected yet: %s", error->message);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_timer
      = g_timeout_add (MIN (LONGEST_RETRY_MS, FIRST_RETRY_MS << MIN (self->retries, 8)), on_retry, self);
  self->retries++;
}

static void
on_bootstrap (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  gboolean again;

  if (reply == NULL)
    {
      if (g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED) && self->server != NULL)
        hx_client_set_token (self->client, NULL);
      start_failed (self, error);
      return;
    }
  self->retries = 0;
  again = self->user != NULL;
  hx_workspace_take_bootstrap (self, reply->item);
  g_free (self->person);
  self->person = g_strdup (hx_record_get_id (self->user));
  hx_event_source_start (self->source, hx_record_get_int (reply->item, HX_BOOTSTRAP_EVENT_NUMBER));
  hx_workspace_set_connection (self, HX_CONNECTION_ONLINE, NULL);
  /* The benchmarks read this beside the frames of the windows. */
  g_log ("huixiang-trace", G_LOG_LEVEL_DEBUG, "workspace online %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, g_get_monotonic_time (),
         g_get_monotonic_time ());
  if (again)
    hx_workspace_emit_reset (self);
}

static void
bootstrap (HxWorkspace *self)
{
  HxCall call = { .operation = HX_OPERATION_BOOTSTRAP_GET };

  hx_client_call_async (self->client, &call, self->starting, on_bootstrap, g_object_ref (self));
}

static HxRecord *
first_agent (GPtrArray *users)
{
  for (guint i = 0; i < users->len; i++)
    if (hx_record_get_enum (users->pdata[i], HX_USER_ROLE) == HX_ROLE_AGENT
        && hx_record_get_int (users->pdata[i], HX_USER_ACTIVE))
      return users->pdata[i];
  return users->len > 0 ? users->pdata[0] : NULL;
}

static void
on_users (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  HxRecord *user;

  if (reply == NULL)
    {
      start_failed (self, error);
      return;
    }
  user = first_agent (reply->items);
  if (user == NULL)
    {
      hx_workspace_set_connection (self, HX_CONNECTION_FAILED, _ ("Nobody is known to this store yet."));
      return;
    }
  g_free (self->person);
  self->person = g_strdup (hx_record_get_id (user));
  sign_in (self);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply == NULL)
    {
      /* The person who was here last may be of another store: then it is the first agent of this one. */
      if (!g_error_matches (error, HX_ERROR, HX_ERROR_OFFLINE))
        g_clear_pointer (&self->person, g_free);
      start_failed (self, error);
      return;
    }
  hx_client_set_token (self->client, hx_record_get_text (reply->item, HX_SESSION_TOKEN));
  bootstrap (self);
}

static void
sign_in (HxWorkspace *self)
{
  g_autoptr (HxRecord) input = NULL;
  HxCall call = { .operation = HX_OPERATION_SESSION_CREATE };

  if (self->person == NULL)
    {
      HxCall people = { .operation = HX_OPERATION_USERS_LIST };

      hx_client_call_async (self->client, &people, self->starting, on_users, g_object_ref (self));
      return;
    }
  input = hx_record_new (&hx_sign_in_input_schema);
  hx_record_set_text (input, HX_SIGN_IN_INPUT_USER_ID, self->person);
  hx_record_set_text (input, HX_SIGN_IN_INPUT_LOCALE, self->locale);
  call.input = input;
  hx_client_call_async (self->client, &call, self->starting, on_signed_in, g_object_ref (self));
}

/* What comes of it otherwise is told by the state of the sign-in. */
static void
on_resumed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (GError) error = NULL;

  if (!hx_sign_in_resume_finish (HX_SIGN_IN (source), result, &error)
      && !g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED))
    start_failed (self, error);
}

/* Signs in if need be, loads what there is to know, and listens. */
void
hx_workspace_reconnect (HxWorkspace *self)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  self->starting = g_cancellable_new ();
  if (hx_client_get_token (self->client) != NULL)
    bootstrap (self);
  else if (self->server != NULL)
    sign_in (self);
  else
    hx_sign_in_resume_async (self->sign_in, self->starting, on_resumed, g_object_ref (self));
}

void
hx_workspace_disconnect (HxWorkspace *self)
{
  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_clear_handle_id (&self->grace_timer, g_source_remove);
  hx_event_source_stop (self->source);
}

static gboolean
on_grace_over (gpointer data)
{
  HxWorkspace *self = data;

  self->grace_timer = 0;
  hx_workspace_set_connection (self, HX_CONNECTION_OFFLINE, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_lost (HxWorkspace  *self,
         const GError *error)
{
  if (is_refusal (error))
    {
      if (self->server != NULL)
        hx_client_set_token (self->client, NULL);
      hx_workspace_reconnect (self);
      return;
    }
  if (self->server != NULL)
    hx_server_process_lost (self->server);
  if (self->connection == HX_CONNECTION_ONLINE && self->grace_timer == 0)
    self->grace_timer = g_timeout_add (GRACE_MS, on_grace_over, self);
}

static void
on_opened (HxWorkspace *self)
{
  g_clear_handle_id (&self->grace_timer, g_source_remove);
  hx_workspace_set_connection (self, HX_CONNECTION_ONLINE, NULL);
}

void
hx_workspace_on_server (HxWorkspace  *self,
                        int           state,
                        const GError *error)
{
  switch ((HxServerState) state)
    {
    case HX_SERVER_SEEDING:
      hx_workspace_set_connection (self, HX_CONNECTION_STARTING, _ ("Making the sample data…"));
      break;
    case HX_SERVER_READY:
    case HX_SERVER_ATTACHED:
      if (self->user == NULL)
        {
          hx_client_set_socket (self->client, hx_server_process_get_socket (self->server));
          hx_workspace_set_connection (self, HX_CONNECTION_STARTING, NULL);
          hx_workspace_reconnect (self);
        }
      else
        hx_event_source_retry_now (self->source);
      break;
    case HX_SERVER_FAILED:
      hx_workspace_fail (self, error);
      break;
    case HX_SERVER_STOPPED:
    case HX_SERVER_STARTING:
    default:
      break;
    }
}

void
hx_workspace_follow_source (HxWorkspace *self)
{
  g_signal_handlers_disconnect_by_data (self->source, self);
  g_signal_connect_object (self->source, "event", G_CALLBACK (hx_workspace_on_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "lost", G_CALLBACK (on_lost), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "reset", G_CALLBACK (hx_workspace_reconnect), self, G_CONNECT_SWAPPED);
}
