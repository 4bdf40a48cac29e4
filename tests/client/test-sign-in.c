/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-team-server.h"

#include "api/hx-client-private.h"
#include "api/hx-server-address.h"

#include <string.h>

/* Signing in and out at the server of a team: the real one, and a keyring that is a file. */

typedef struct
{
  TeamServer server;
  Fixture client;
} Team;

static HxWorkspace *
start_client (Team    *self,
              gboolean stay)
{
  g_autofree char *address = team_server_address (&self->server);
  g_autoptr (GError) error = NULL;
  HxWorkspace *workspace = hx_workspace_new ("en");

  g_object_set (hx_workspace_get_sign_in (workspace), "stay", stay, "login", TEAM_LOGIN, NULL);
  hx_workspace_use_server (workspace, address, NULL, &error);
  g_assert_no_error (error);
  hx_workspace_start (workspace);
  return workspace;
}

static void
end_client (HxWorkspace *workspace)
{
  HxSignIn *sign_in = hx_workspace_get_sign_in (workspace);

  hx_workspace_stop (workspace);
  g_object_add_weak_pointer (G_OBJECT (workspace), (gpointer *) &workspace);
  g_object_add_weak_pointer (G_OBJECT (sign_in), (gpointer *) &sign_in);
  g_object_unref (workspace);
  /* A program that ends lets go of the keyring's entry by that; here it does so with what it was about to write. */
  WAIT_FOR (workspace == NULL && sign_in == NULL);
}

static void
set_up (Team         *self,
        gconstpointer data)
{
  team_server_set_up (&self->server);
  self->client.folder = g_strdup ("");
  self->client.workspace = start_client (self, GPOINTER_TO_INT (data));
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_SIGNED_OUT);
}

static void
tear_down (Team         *self,
           gconstpointer data)
{
  hx_fixture_tear_down (&self->client, data);
  team_server_tear_down (&self->server);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
sign_in (Team       *self,
         const char *password,
         GError    **error)
{
  HxSignIn *sign_in = hx_workspace_get_sign_in (self->client.workspace);
  g_autofree char *address = team_server_address (&self->server);
  g_autoptr (GAsyncResult) result = NULL;

  hx_sign_in_start_async (sign_in, address, TEAM_LOGIN, password, NULL, on_done, &result);
  WAIT_FOR (result != NULL);
  return hx_sign_in_start_finish (sign_in, result, error);
}

static void
sign_in_well (Team *self)
{
  g_autoptr (GError) error = NULL;

  sign_in (self, TEAM_PASSWORD, &error);
  g_assert_no_error (error);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_ONLINE);
  g_assert_cmpstr (hx_record_get_text (hx_workspace_get_user (self->client.workspace), HX_USER_LOGIN), ==, TEAM_LOGIN);
}

static gboolean
may_work (HxClient *client,
          GError  **error)
{
  HxCall call = { .operation = HX_OPERATION_BOOTSTRAP_GET };
  g_autoptr (HxReply) reply = hx_fixture_call (client, &call, error);

  return reply != NULL;
}

static void
test_in_and_out (Team         *self,
                 gconstpointer data)
{
  HxWorkspace *workspace = self->client.workspace;
  HxClient *client = hx_workspace_get_client (workspace);
  g_autofree char *token = NULL, *refresh_token = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_well (self);
  token = g_strdup (client->token);
  refresh_token = g_strdup (client->refresh_token);
  hx_sign_in_out (hx_workspace_get_sign_in (workspace));
  g_assert_cmpint (hx_workspace_get_connection (workspace), ==, HX_CONNECTION_SIGNED_OUT);
  g_assert_null (hx_workspace_get_user (workspace));
  g_assert_null (client->token);
  /* At the server too: neither token is good for anything. */
  for (gboolean gone = FALSE; !gone;)
    {
      hx_client_set_token (client, token);
      gone = !may_work (client, &error);
    }
  g_assert_error (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  hx_client_set_tokens (client, token, refresh_token, 0);
  g_assert_false (may_work (client, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  sign_in_well (self);
}

static void
test_wrong_password (Team         *self,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sign_in (self, "not the password", &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_assert_cmpint (hx_workspace_get_connection (self->client.workspace), ==, HX_CONNECTION_SIGNED_OUT);
  sign_in_well (self);
}

static void
test_locked_out (Team         *self,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20 && !g_error_matches (error, HX_ERROR, HX_ERROR_TOO_MANY); i++)
    {
      g_clear_error (&error);
      g_assert_false (sign_in (self, "not the password", &error));
    }
  g_assert_error (error, HX_ERROR, HX_ERROR_TOO_MANY);
  g_assert_cmpuint (hx_error_get_retry_after (error), >, 0);
  g_assert_cmpuint (hx_error_get_retry_after (error), <=, 15);
  g_clear_error (&error);
  g_assert_false (sign_in (self, TEAM_PASSWORD, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_TOO_MANY);
}

/* Many calls find the token spent at once: the refresh token, which works once, is used once. */
static void
test_renewed (Team         *self,
              gconstpointer data)
{
  HxClient *client = hx_workspace_get_client (self->client.workspace);
  HxCall call = { .operation = HX_OPERATION_BOOTSTRAP_GET };
  g_autofree char *refresh_token = NULL;
  GAsyncResult *results[8] = { NULL };

  sign_in_well (self);
  refresh_token = g_strdup (client->refresh_token);
  hx_client_set_tokens (client, "spent", refresh_token, 0);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hx_client_call_async (client, &call, NULL, on_done, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HxReply) reply = NULL;

      WAIT_FOR (results[i] != NULL);
      reply = hx_client_call_finish (client, results[i], &error);
      g_assert_no_error (error);
      g_assert_nonnull (reply);
      g_object_unref (results[i]);
    }
  g_assert_cmpstr (client->token, !=, "spent");
  g_assert_cmpstr (client->refresh_token, !=, refresh_token);
  g_assert_cmpint (hx_workspace_get_connection (self->client.workspace), ==, HX_CONNECTION_ONLINE);
}

/* The stream, too, goes on with a new token. */
static void
test_stream_renewed (Team         *self,
                     gconstpointer data)
{
  HxWorkspace *workspace = self->client.workspace;
  HxClient *client = hx_workspace_get_client (workspace);
  g_autofree char *refresh_token = NULL;

  sign_in_well (self);
  refresh_token = g_strdup (client->refresh_token);
  hx_client_set_tokens (client, "spent", refresh_token, 0);
  hx_event_source_start (workspace->source, hx_event_source_get_number (workspace->source));
  WAIT_FOR (g_strcmp0 (client->token, "spent") != 0);
  g_assert_nonnull (client->token);
  g_assert_cmpint (hx_workspace_get_connection (workspace), ==, HX_CONNECTION_ONLINE);
}

/* Their password changed elsewhere, which ends all other sessions. */
static void
test_revoked (Team         *self,
              gconstpointer data)
{
  HxWorkspace *workspace = self->client.workspace;
  Team other = *self;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_well (self);
  other.client.workspace = start_client (self, FALSE);
  sign_in_well (&other);
  hx_sign_in_change_async (hx_workspace_get_sign_in (other.client.workspace), TEAM_PASSWORD, "another long password",
                           NULL, on_done, &result);
  WAIT_FOR (result != NULL);
  hx_sign_in_change_finish (hx_workspace_get_sign_in (other.client.workspace), result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  WAIT_FOR (hx_workspace_get_connection (workspace) == HX_CONNECTION_SIGNED_OUT);
  g_assert_null (hx_workspace_get_user (workspace));
  g_assert_cmpint (hx_sign_in_get_notice (hx_workspace_get_sign_in (workspace)), ==, HX_SIGN_IN_ENDED);
  g_assert_true (may_work (hx_workspace_get_client (other.client.workspace), &error));
  end_client (other.client.workspace);
  g_assert_false (sign_in (self, TEAM_PASSWORD, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  sign_in (self, "another long password", &error);
  g_assert_no_error (error);
  WAIT_FOR (hx_workspace_get_connection (workspace) == HX_CONNECTION_ONLINE);
}

static void
test_restart (Team         *self,
              gconstpointer data)
{
  HxWorkspace *workspace = self->client.workspace;
  g_autoptr (GError) error = NULL;

  sign_in_well (self);
  team_server_stop (&self->server);
  WAIT_FOR (hx_workspace_get_connection (workspace) == HX_CONNECTION_OFFLINE);
  g_assert_nonnull (hx_workspace_get_user (workspace));
  team_server_start (&self->server);
  hx_workspace_retry (workspace);
  WAIT_FOR (hx_workspace_get_connection (workspace) == HX_CONNECTION_ONLINE);
  g_assert_true (may_work (hx_workspace_get_client (workspace), &error));
  g_assert_no_error (error);
}

/* Nothing of it is asked for again, until somebody signs out. */
static void
test_stays (Team         *self,
            gconstpointer data)
{
  sign_in_well (self);
  for (guint i = 0; i < 2; i++)
    {
      end_client (self->client.workspace);
      self->client.workspace = start_client (self, TRUE);
      WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_ONLINE);
    }
  hx_sign_in_out (hx_workspace_get_sign_in (self->client.workspace));
  end_client (self->client.workspace);
  self->client.workspace = start_client (self, TRUE);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_SIGNED_OUT);
}

static void
renew (HxWorkspace *workspace)
{
  HxClient *client = hx_workspace_get_client (workspace);
  g_autofree char *refresh_token = g_strdup (client->refresh_token);
  g_autoptr (GError) error = NULL;

  hx_client_set_tokens (client, "spent", refresh_token, 0);
  g_assert_true (may_work (client, &error));
  g_assert_no_error (error);
}

/* A second program for the same server, as there is one without a session bus: both stay signed in for as long as they run, and
 * what the keyring keeps is the first one's. */
static void
test_twice (Team         *self,
            gconstpointer data)
{
  Team second = *self;
  HxSignIn *there;

  sign_in_well (self);
  second.client.workspace = start_client (self, TRUE);
  there = hx_workspace_get_sign_in (second.client.workspace);
  WAIT_FOR (hx_workspace_get_connection (second.client.workspace) == HX_CONNECTION_SIGNED_OUT);
  g_assert_cmpint (hx_sign_in_get_notice (there), ==, HX_SIGN_IN_KEPT_ELSEWHERE);
  sign_in_well (&second);
  g_assert_cmpint (hx_sign_in_get_notice (there), ==, HX_SIGN_IN_KEPT_ELSEWHERE);
  for (guint i = 0; i < 2; i++)
    {
      renew (self->client.workspace);
      renew (second.client.workspace);
    }
  g_assert_cmpint (hx_workspace_get_connection (self->client.workspace), ==, HX_CONNECTION_ONLINE);
  /* Neither does the second one's signing out take away what is the first one's. */
  hx_sign_in_out (there);
  end_client (second.client.workspace);
  end_client (self->client.workspace);
  self->client.workspace = start_client (self, TRUE);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_ONLINE);
}

/* Who does not stay leaves nothing behind. */
static void
test_stays_not (Team         *self,
                gconstpointer data)
{
  sign_in_well (self);
  end_client (self->client.workspace);
  self->client.workspace = start_client (self, TRUE);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_SIGNED_OUT);
}

static void
test_unreachable (Team         *self,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  team_server_stop (&self->server);
  g_assert_false (sign_in (self, TEAM_PASSWORD, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_OFFLINE);
  g_assert_cmpstr (hx_error_get_reason (error), ==, "refused");
}

static void
test_address (void)
{
  const struct
  {
    const char *typed, *address, *reason;
  } cases[] = {
    { "huixiang.example.com", "https://huixiang.example.com", NULL },
    { " https://huixiang.example.com:8443/ ", "https://huixiang.example.com:8443", NULL },
    { "HTTPS://example.com/huixiang/", "https://example.com/huixiang", NULL },
    { "localhost:8470", "http://localhost:8470", NULL },
    { "http://127.0.0.1:8470", "http://127.0.0.1:8470", NULL },
    { "http://[::1]:8470", "http://[::1]:8470", NULL },
    { "https://[::1]:8470", "https://[::1]:8470", NULL },
    { "", NULL, "required" },
    { "  ", NULL, "required" },
    { "http://huixiang.example.com", NULL, "not_encrypted" },
    { "http://localhost.example.com", NULL, "not_encrypted" },
    { "http://127.0.0.1.example.com", NULL, "not_encrypted" },
    { "ftp://example.com", NULL, "no_address" },
    { "https://", NULL, "no_address" },
    { "not an address", NULL, "no_address" },
    { "https://example.com:99999999", NULL, "no_address" },
    { "https://boss@example.com", NULL, "not_only_address" },
    { "https://localhost@example.com", NULL, "not_only_address" },
    { "https://example.com/?a=b", NULL, "not_only_address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = hx_server_address_read (cases[i].typed, &error);
      char reason[40];

      g_assert_cmpstr (address, ==, cases[i].address);
      g_assert_cmpstr (hx_error_field_reason (error, "server", reason, sizeof reason), ==, cases[i].reason);
    }
}

static void
add (void)
{
  g_autofree char *keyring = g_build_filename (g_get_user_runtime_dir (), "keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of the keyring", TRUE);
  g_test_add_func ("/client/sign-in/address", test_address);
  g_test_add ("/client/sign-in/in-and-out", Team, NULL, set_up, test_in_and_out, tear_down);
  g_test_add ("/client/sign-in/wrong-password", Team, NULL, set_up, test_wrong_password, tear_down);
  g_test_add ("/client/sign-in/locked-out", Team, NULL, set_up, test_locked_out, tear_down);
  g_test_add ("/client/sign-in/renewed", Team, NULL, set_up, test_renewed, tear_down);
  g_test_add ("/client/sign-in/stream-renewed", Team, NULL, set_up, test_stream_renewed, tear_down);
  g_test_add ("/client/keyring/revoked", Team, GINT_TO_POINTER (TRUE), set_up, test_revoked, tear_down);
  g_test_add ("/client/sign-in/restart", Team, NULL, set_up, test_restart, tear_down);
  g_test_add ("/client/keyring/stays", Team, GINT_TO_POINTER (TRUE), set_up, test_stays, tear_down);
  g_test_add ("/client/keyring/twice", Team, GINT_TO_POINTER (TRUE), set_up, test_twice, tear_down);
  g_test_add ("/client/keyring/stays-not", Team, NULL, set_up, test_stays_not, tear_down);
  g_test_add ("/client/sign-in/unreachable", Team, NULL, set_up, test_unreachable, tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
