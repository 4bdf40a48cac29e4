/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-certificates.h"
#include "hx-cutting-proxy.h"
#include "hx-fixture.h"
#include "hx-team-server.h"

#include "api/hx-client-private.h"
#include "signin/hx-signin-words.h"

#include <string.h>

/* What the client does with a certificate that is not good: a real server of a team, with TLS before it. */

typedef struct
{
  TeamServer server;
  CuttingProxy tls;
  Fixture client;
  char *address;
} Team;

static void
speak (Team       *self,
       const char *certificate)
{
  g_clear_object (&self->tls.certificate);
  self->tls.certificate = hx_certificates_load (self->server.folder, certificate);
}

static void
set_up (Team         *self,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  team_server_set_up (&self->server);
  hx_certificates_make (self->server.folder);
  hx_certificates_trust (self->server.folder);
  speak (self, "good");
  cutting_proxy_start (&self->tls, self->server.port, "POST /api/v1/session");
  self->address = g_strdup_printf ("https://localhost:%u", self->tls.port);
  self->client.folder = g_strdup ("");
  self->client.workspace = hx_workspace_new ("en");
  hx_workspace_use_server (self->client.workspace, self->address, NULL, &error);
  g_assert_no_error (error);
  hx_workspace_start (self->client.workspace);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_SIGNED_OUT);
}

static void
tear_down (Team         *self,
           gconstpointer data)
{
  hx_fixture_tear_down (&self->client, data);
  cutting_proxy_stop (&self->tls);
  g_clear_object (&self->tls.certificate);
  g_free (self->address);
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
sign_in (Team    *self,
         GError **error)
{
  HxSignIn *sign_in = hx_workspace_get_sign_in (self->client.workspace);
  g_autoptr (GAsyncResult) result = NULL;

  hx_sign_in_start_async (sign_in, self->address, TEAM_LOGIN, TEAM_PASSWORD, NULL, on_done, &result);
  WAIT_FOR (result != NULL);
  return hx_sign_in_start_finish (sign_in, result, error);
}

static void
sign_in_well (Team *self)
{
  g_autoptr (GError) error = NULL;

  sign_in (self, &error);
  g_assert_no_error (error);
  WAIT_FOR (hx_workspace_get_connection (self->client.workspace) == HX_CONNECTION_ONLINE);
}

/* Refused with a sentence that says why, and before anything was said; then the good one is taken. */
static void
test_refused (Team         *self,
              gconstpointer data)
{
  static const struct
  {
    const char *certificate, *reason, *words;
  } cases[] = {
    { "expired", "expired", "has run out" },
    { "other", "other_name", "belongs to another name" },
    { "self", "unknown_ca", "Nobody this computer trusts has signed" },
  };
  gsize said = 0;

  g_assert_null (self->tls.links);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;

      speak (self, cases[i].certificate);
      g_assert_false (sign_in (self, &error));
      g_assert_error (error, HX_ERROR, HX_ERROR_CERTIFICATE);
      g_assert_cmpstr (hx_error_get_reason (error), ==, cases[i].reason);
      sentence = hx_signin_server_words (error, self->address);
      g_assert_nonnull (strstr (sentence, cases[i].words));
      g_assert_nonnull (strstr (sentence, self->address));
      g_assert_cmpint (hx_workspace_get_connection (self->client.workspace), ==, HX_CONNECTION_SIGNED_OUT);
      /* Once the connection is over, all that was said on it has been heard. */
      WAIT_FOR (self->tls.links == NULL);
      g_assert_cmpuint (self->tls.heard, ==, said);
      g_assert_cmpuint (self->tls.passed, ==, 0);
    }
  speak (self, "good");
  sign_in_well (self);
  g_assert_cmpuint (self->tls.passed, ==, 1);
  g_assert_cmpuint (self->tls.heard, >, said);
}

/* Somebody else answers in the server's place while work goes on: the token is not told to them. */
static void
test_changed (Team         *self,
              gconstpointer data)
{
  HxWorkspace *workspace = self->client.workspace;
  HxCall call = { .operation = HX_OPERATION_BOOTSTRAP_GET };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL, again = NULL;
  gsize heard;

  sign_in_well (self);
  speak (self, "self");
  cutting_proxy_cut_all (&self->tls);
  WAIT_FOR (hx_workspace_get_connection (workspace) != HX_CONNECTION_ONLINE);
  heard = self->tls.heard;
  reply = hx_fixture_call (hx_workspace_get_client (workspace), &call, &error);
  g_assert_null (reply);
  g_assert_error (error, HX_ERROR, HX_ERROR_CERTIFICATE);
  g_assert_nonnull (hx_workspace_get_client (workspace)->token);
  WAIT_FOR (self->tls.links == NULL);
  g_assert_cmpuint (self->tls.heard, ==, heard);
  g_clear_error (&error);
  speak (self, "good");
  hx_workspace_retry (workspace);
  WAIT_FOR (hx_workspace_get_connection (workspace) == HX_CONNECTION_ONLINE);
  again = hx_fixture_call (hx_workspace_get_client (workspace), &call, &error);
  g_assert_no_error (error);
}

static void
add (void)
{
  g_test_add ("/client/certificate/refused", Team, NULL, set_up, test_refused, tear_down);
  g_test_add ("/client/certificate/changed", Team, NULL, set_up, test_changed, tear_down);
}

int
main (int    argc,
      char **argv)
{
  /* For meson: skipped. */
  return hx_certificates_available () ? hx_fixture_main (argc, argv, add) : 77;
}
