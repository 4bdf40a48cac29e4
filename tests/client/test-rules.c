/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new policy and a new template are worked by without a restart, but for what began before. */
#include "hx-fixture.h"

#define NUMBER "19900010001"
#define PASSWORD "correct horse battery"

static gboolean
make_administrator (const char *folder)
{
  g_autofree char *program = g_build_filename (g_getenv ("HX_BINDIR"), "huixiangd", NULL);
  g_autofree char *store = g_strdup_printf ("sqlite:%s/store.db", folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) init = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
      program, "--store", store, "init", "--login", "boss", NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (init, PASSWORD "\n", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_successful (init);
}

/* A lone computer has nobody who may decide. One is made as a company makes its first, which the store of a server that
 * runs refuses: it goes on when the server has ended. */
static void
set_up (Fixture      *self,
        gconstpointer data)
{
  hx_fixture_set_up (self, data);
  hx_workspace_stop (self->workspace);
  g_clear_object (&self->workspace);
  while (!make_administrator (self->folder))
    g_main_context_iteration (NULL, FALSE);
  hx_fixture_start (self);
}

static HxReply *
call_well (HxClient     *client,
           const HxCall *call)
{
  g_autoptr (GError) error = NULL;
  HxReply *reply = hx_fixture_call (client, call, &error);

  g_assert_no_error (error);
  return reply;
}

static HxClient *
sign_in_administrator (Fixture *self)
{
  HxClient *client = hx_client_new ();
  g_autoptr (HxRecord) input = hx_record_new (&hx_sign_in_input_schema);
  HxCall call = { .operation = HX_OPERATION_SESSION_CREATE, .input = input };
  g_autoptr (HxReply) reply = NULL;

  hx_client_set_socket (client, hx_server_process_get_socket (self->workspace->server));
  hx_record_set_text (input, HX_SIGN_IN_INPUT_LOGIN, "boss");
  hx_record_set_text (input, HX_SIGN_IN_INPUT_PASSWORD, PASSWORD);
  reply = call_well (client, &call);
  hx_client_set_token (client, hx_record_get_text (reply->item, HX_SESSION_TOKEN));
  return client;
}

static void
give_policy (HxClient *client)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_policy_input_schema);
  HxCall call = { .operation = HX_OPERATION_POLICIES_CREATE, .input = input };
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_int (input, HX_POLICY_INPUT_VERSION, 2);
  hx_record_set_text (input, HX_POLICY_INPUT_DOCUMENT, "{\"wrapup\":{\"seconds\":90}}");
  reply = call_well (client, &call);
}

/* Another template, and the person's team works by it from now on. */
static void
give_template (Fixture  *self,
               HxClient *client)
{
  static const char document[]
      = "{\"name\":{\"en\":\"New\"},\"pain_point_limit\":10,\"case\":{\"en\":\"Customer {code}\"},\"categories\":[{\"id\":\"new\","
        "\"key\":\"1\",\"label\":{\"en\":\"New\"},\"types\":[{\"id\":\"thing\",\"key\":\"q\",\"label\":{\"en\":\"Thing\"}}]}]}";
  g_autoptr (HxRecord) input = hx_record_new (&hx_template_input_schema), team = hx_record_new (&hx_team_input_schema);
  HxCall create = { .operation = HX_OPERATION_TEMPLATES_CREATE, .input = input };
  HxCall update = { .operation = HX_OPERATION_TEAMS_UPDATE, .input = team, .if_match = "1" };
  g_autoptr (HxReply) created = NULL, updated = NULL;

  hx_record_set_text (input, HX_TEMPLATE_INPUT_PACK, "ours");
  hx_record_set_int (input, HX_TEMPLATE_INPUT_VERSION, 1);
  hx_record_set_text (input, HX_TEMPLATE_INPUT_DOCUMENT, document);
  created = call_well (client, &create);
  hx_record_set_text (team, HX_TEAM_INPUT_TEMPLATE_ID, hx_record_get_id (created->item));
  update.id = hx_record_get_text (hx_workspace_get_user (self->workspace), HX_USER_TEAM_ID);
  updated = call_well (client, &update);
}

static const char *
first_category (HxTemplateView *template)
{
  return hx_template_view_category (template, 0)->id;
}

static void
test_in_use_at_once (Fixture      *self,
                     gconstpointer data)
{
  g_autoptr (HxClient) administrator = NULL;
  g_autoptr (HxWrapupSession) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  administrator = sign_in_administrator (self);
  g_free (hx_fixture_end_a_call (self, NUMBER));
  WAIT_FOR (hx_fixture_waiting (self) == 1);
  before = hx_fixture_session (self, 0);
  hx_fixture_fill (before, "抖音线索无需求标签");

  give_policy (administrator);
  WAIT_FOR (hx_policy_view_get (hx_workspace_get_policy (self->workspace), HX_KEY_WRAPUP_SECONDS) == 90);
  give_template (self, administrator);
  g_free (hx_fixture_end_a_call (self, "19900010002"));
  WAIT_FOR (hx_fixture_waiting (self) == 2);
  /* The one that ends first stands first. */
  after = hx_fixture_session (self, 1);
  g_assert_true (after != before);
  g_assert_cmpint (hx_wrapup_session_get_total (after), ==, 90);
  g_assert_cmpstr (first_category (hx_wrapup_session_get_template (after)), ==, "new");
  g_assert_cmpstr (first_category (hx_workspace_get_template (self->workspace, NULL)), ==, "new");

  g_assert_cmpint (hx_wrapup_session_get_total (before), ==, 30);
  g_assert_cmpstr (first_category (hx_wrapup_session_get_template (before)), !=, "new");
  g_assert_true (hx_fixture_submit (before, HX_OUTCOME_FEEDBACK, &error));
  g_assert_no_error (error);
  hx_fixture_fill (after, "新问题没有选项");
  g_assert_true (hx_fixture_submit (after, HX_OUTCOME_FEEDBACK, &error));
  g_assert_no_error (error);
}

static void
add (void)
{
  g_test_add ("/client/rules/in-use-at-once", Fixture, NULL, set_up, test_in_use_at_once,
              hx_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
