/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

/* Which server, and who: chosen before the work begins, and changed in its midst. */

/**
 * hx_workspace_use_server:
 * @self: a workspace that is not started, or stopped
 * @address: such as `https://huixiang.example.com`; empty: it is asked for
 * @token: (nullable): who asks; else the person signs in
 * @error: %HX_ERROR_INVALID about `server`
 *
 * Chooses the server of a team.
 *
 * Returns: whether @address can be used; if not, the person is asked for another one
 */
gboolean
hx_workspace_use_server (HxWorkspace *self,
                         const char  *address,
                         const char  *token,
                         GError     **error)
{
  g_autofree char *read = *address != '\0' ? hx_sign_in_read_address (address, error) : NULL;

  g_clear_object (&self->server);
  hx_client_set_token (self->client, token);
  hx_sign_in_set_address (self->sign_in, read != NULL ? read : address);
  self->addressed = read != NULL && hx_client_set_address (self->client, read, error);
  return self->addressed || *address == '\0';
}

/**
 * hx_workspace_use_computer:
 * @self: a workspace that is not started, or stopped
 * @folder: (nullable): where the store is or is to be; %NULL for the user's data folder
 * @sample: whether a new store begins with sample data
 *
 * Chooses the server of this computer.
 */
void
hx_workspace_use_computer (HxWorkspace *self,
                           const char  *folder,
                           gboolean     sample)
{
  g_clear_object (&self->server);
  self->server = hx_server_process_new (folder);
  hx_server_process_set_sample (self->server, sample);
  g_signal_connect_object (self->server, "changed", G_CALLBACK (hx_workspace_on_server), self, G_CONNECT_SWAPPED);
}

/**
 * hx_workspace_start:
 * @self: a workspace that knows its server
 *
 * Connects, and stays connected.
 */
void
hx_workspace_start (HxWorkspace *self)
{
  hx_workspace_follow_source (self);
  hx_workspace_set_connection (self, HX_CONNECTION_STARTING, NULL);
  if (self->server != NULL)
    hx_server_process_start (self->server);
  else if (self->addressed)
    hx_workspace_reconnect (self);
  else
    hx_workspace_be_nobody (self);
}

/**
 * hx_workspace_stop:
 * @self: a workspace
 *
 * Lets go of the server, and ends it if it is ours. Nobody is signed in after it.
 */
void
hx_workspace_stop (HxWorkspace *self)
{
  hx_workspace_disconnect (self);
  g_clear_handle_id (&self->tick_timer, g_source_remove);
  g_clear_handle_id (&self->counts_timer, g_source_remove);
  hx_workspace_forget_wrapups (self);
  if (self->server != NULL)
    hx_server_process_stop (self->server);
  hx_workspace_forget_person (self);
}

/**
 * hx_workspace_retry:
 * @self: a workspace
 *
 * Tries again at once, whatever kept it from working.
 */
void
hx_workspace_retry (HxWorkspace *self)
{
  self->retries = 0;
  if (self->server != NULL && hx_server_process_get_state (self->server) == HX_SERVER_FAILED)
    hx_workspace_start (self);
  else if (self->connection == HX_CONNECTION_SIGNED_OUT)
    return;
  else if (self->connection == HX_CONNECTION_OFFLINE && self->user != NULL)
    hx_event_source_retry_now (self->source);
  else
    hx_workspace_reconnect (self);
}

/**
 * hx_workspace_switch_person:
 * @self: a workspace with the server of this computer
 * @user_id: (nullable): whom to be; %NULL for the first agent
 *
 * Signs in as somebody else, so that a newcomer sees each view.
 */
void
hx_workspace_switch_person (HxWorkspace *self,
                            const char  *user_id)
{
  g_autofree char *person = g_strdup (user_id);

  if (self->user != NULL && g_strcmp0 (hx_record_get_id (self->user), user_id) == 0)
    return;
  g_free (self->person);
  self->person = g_steal_pointer (&person);
  /* Not started yet: it is whom to begin as. A sign-in that is under way is given up for this one. */
  if (self->server == NULL || self->starting == NULL)
    return;
  hx_workspace_disconnect (self);
  hx_workspace_forget_wrapups (self);
  hx_cache_forget (self->cache);
  hx_client_set_token (self->client, NULL);
  hx_workspace_reconnect (self);
}

/* Nothing of whoever was signed in stays here but the drafts on the disk. */
void
hx_workspace_be_nobody (HxWorkspace *self)
{
  hx_workspace_disconnect (self);
  g_clear_handle_id (&self->tick_timer, g_source_remove);
  hx_workspace_forget_wrapups (self);
  hx_workspace_forget_person (self);
  self->retries = 0;
  hx_workspace_set_connection (self, HX_CONNECTION_SIGNED_OUT, NULL);
}

void
hx_workspace_on_sign_in (HxWorkspace *self)
{
  HxSignInState state = hx_sign_in_get_state (self->sign_in);

  if (self->server != NULL)
    return;
  if (state == HX_SIGN_IN_NEEDED || state == HX_SIGN_IN_CHANGE)
    hx_workspace_be_nobody (self);
  if (state != HX_SIGN_IN_DONE)
    return;
  self->addressed = TRUE;
  hx_workspace_set_connection (self, HX_CONNECTION_STARTING, NULL);
  hx_workspace_reconnect (self);
}

/**
 * hx_workspace_ask_server:
 * @self: a workspace that is stopped
 *
 * Leaves the server it had; the person says which one is next.
 */
void
hx_workspace_ask_server (HxWorkspace *self)
{
  g_clear_object (&self->server);
  self->addressed = FALSE;
  hx_client_set_token (self->client, NULL);
  hx_sign_in_set_notice (self->sign_in, HX_SIGN_IN_NOTHING);
  hx_sign_in_set_state (self->sign_in, HX_SIGN_IN_NEEDED);
}

/**
 * hx_workspace_get_sign_in:
 * @self: a workspace
 *
 * Returns: (transfer none): the signing in at the server of a team
 */
HxSignIn *
hx_workspace_get_sign_in (HxWorkspace *self)
{
  return self->sign_in;
}

/**
 * hx_workspace_is_local:
 * @self: a workspace
 *
 * Returns: whether the server is the one of this computer
 */
gboolean
hx_workspace_is_local (HxWorkspace *self)
{
  return self->server != NULL;
}

/**
 * hx_workspace_get_cti_port:
 * @self: a workspace
 *
 * Returns: the loopback port on which calls come in from outside; 0 when there is none
 */
guint
hx_workspace_get_cti_port (HxWorkspace *self)
{
  return self->server != NULL ? hx_server_process_get_port (self->server) : 0;
}

/**
 * hx_workspace_get_key_file:
 * @self: a workspace
 *
 * Returns: (nullable): the file with the key that calls from outside need
 */
const char *
hx_workspace_get_key_file (HxWorkspace *self)
{
  return self->server != NULL ? hx_server_process_get_key_file (self->server) : NULL;
}
