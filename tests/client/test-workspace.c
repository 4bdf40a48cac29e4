/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace against the real server of a computer: what a room sees. */
#include "hx-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#define NUMBER "19900010001"

static void
test_start (Fixture      *self,
            gconstpointer data)
{
  const char *socket = hx_server_process_get_socket (self->workspace->server);
  GStatBuf info;

  g_assert_nonnull (hx_workspace_get_user (self->workspace));
  g_assert_true (hx_workspace_may (self->workspace, HX_MAY_WRAP_UP));
  g_assert_nonnull (hx_workspace_get_template (self->workspace, NULL));
  g_assert_cmpint (ABS (hx_workspace_now (self->workspace) - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_stat (socket, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_call (Fixture      *self,
           gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autoptr (HxWrapupSession) session = NULL;
  g_autofree char *case_text = NULL, *missing = NULL;
  HxRecord *call;
  gboolean can_submit;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  call = hx_record_get_record (hx_wrapup_session_get_record (session), HX_WRAPUP_CALL);
  g_assert_nonnull (call);
  g_assert_cmpstr (hx_record_get_text (call, HX_CALL_EXTERNAL_ID), ==, call_id);
  g_assert_cmpint (hx_wrapup_session_get_total (session), ==, 30);
  g_assert_cmpint (hx_wrapup_session_get_remaining (session), >, 20);
  g_object_get (session, "case-text", &case_text, "missing", &missing, "can-submit", &can_submit, NULL);
  g_assert_nonnull (strstr (case_text, hx_record_get_text (call, HX_CALL_CUSTOMER_CODE)));
  g_assert_nonnull (missing);
  g_assert_false (can_submit);
}

static void
test_submit (Fixture      *self,
             gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autoptr (HxWrapupSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  char reason[32];
  gint64 total;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  g_assert_false (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, &error));
  g_assert_cmpstr (hx_error_field_reason (error, "category", reason, sizeof reason), ==, "required");
  g_clear_error (&error);
  hx_fixture_fill (session, "抖音线索无需求标签");
  g_assert_null (hx_wrapup_session_get_complaint (session, "pain_point"));
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hx_wrapup_session_get_phase (session), ==, HX_WRAPUP_DONE);
  g_assert_cmpstr (hx_record_get_text (hx_wrapup_session_get_record (session), HX_WRAPUP_STATE), ==, "submitted");
  WAIT_FOR (hx_fixture_waiting (self) == 0);
  g_object_get (self->workspace, "pool-total", &total, NULL);
  g_assert_cmpint (total, >=, 0);
}

static void
on_undone (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hx_wrapup_session_undo_finish (HX_WRAPUP_SESSION (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
test_undo (Fixture      *self,
           gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autoptr (HxWrapupSession) session = NULL;
  g_autofree char *pain_point = NULL;
  gboolean undone = FALSE;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  hx_fixture_fill (session, "抖音线索无需求标签");
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, NULL));
  hx_wrapup_session_undo_async (session, NULL, on_undone, &undone);
  WAIT_FOR (undone);
  g_assert_cmpint (hx_wrapup_session_get_phase (session), ==, HX_WRAPUP_FILLING);
  g_object_get (session, "pain-point", &pain_point, NULL);
  g_assert_cmpstr (pain_point, ==, "抖音线索无需求标签");
  /* The same answer again is another submission. */
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, NULL));
  g_assert_cmpstr (hx_record_get_text (hx_wrapup_session_get_record (session), HX_WRAPUP_STATE), ==, "submitted");
}

static void
test_case_follows (Fixture      *self,
                   gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autoptr (HxWrapupSession) session = NULL;
  g_autofree char *before = NULL, *after = NULL, *kept = NULL;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  g_object_get (session, "case-text", &before, NULL);
  hx_fixture_fill (session, "抖音线索无需求标签");
  g_object_set (session, "channel", HX_CHANNEL_DOUYIN, NULL);
  g_object_get (session, "case-text", &after, NULL);
  g_assert_cmpstr (before, !=, after);
  g_object_set (session, "case-text", "客户说没有收到短信", NULL);
  g_object_set (session, "channel", HX_CHANNEL_SMS, NULL);
  g_object_get (session, "case-text", &kept, NULL);
  g_assert_cmpstr (kept, ==, "客户说没有收到短信");
}

static void
test_coach (Fixture      *self,
            gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autoptr (HxWrapupSession) session = NULL;
  g_autofree char *coach = NULL, *none = NULL;
  guint count, limit;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  hx_fixture_fill (session, "线索不好");
  g_object_get (session, "coach", &coach, "count", &count, "limit", &limit, NULL);
  g_assert_nonnull (coach);
  g_assert_cmpuint (count, ==, 4);
  g_assert_cmpuint (limit, ==, 10);
  g_assert_cmpstr (hx_wrapup_session_get_complaint (session, "pain_point"), ==, "vague");
  g_object_set (session, "pain-point", "抖音线索无需求标签太长了", NULL);
  g_assert_cmpstr (hx_wrapup_session_get_complaint (session, "pain_point"), ==, "too_long");
  g_object_set (session, "pain-point", "抖音线索无需求标签", NULL);
  g_object_get (session, "coach", &none, NULL);
  g_assert_null (none);
}

/* What others met is looked for by what is typed. */
static void
test_matches (Fixture      *self,
              gconstpointer data)
{
  g_autofree char *first = hx_fixture_end_a_call (self, NUMBER), *second = NULL;
  g_autoptr (HxWrapupSession) met = NULL, session = NULL;
  g_autoptr (GListModel) matches = NULL;
  g_autoptr (HxRecord) match = NULL;
  const HxCategory *category;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  met = hx_fixture_session (self, 0);
  hx_fixture_fill (met, "抖音线索无需求标签");
  g_assert_true (hx_fixture_submit (met, HX_OUTCOME_FEEDBACK, NULL));
  WAIT_FOR (hx_fixture_waiting (self) == 0);
  second = hx_fixture_end_a_call (self, NUMBER);
  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  g_object_get (session, "matches", &matches, NULL);
  category = hx_template_view_category (hx_wrapup_session_get_template (session), 0);
  g_object_set (session, "category", category->id, "issue-type", g_array_index (category->types, HxIssueType, 1).id,
                "pain-point", "短信没有送达", NULL);
  WAIT_FOR (g_list_model_get_n_items (matches) == 0);
  g_object_set (session, "pain-point", "线索无需求标签", NULL);
  WAIT_FOR (g_list_model_get_n_items (matches) == 1);
  match = g_list_model_get_item (matches, 0);
  g_assert_cmpstr (hx_record_get_text (match, HX_MATCH_PAIN_POINT), ==, "抖音线索无需求标签");
}

/* Events that happen while nobody listens are not lost, though the server was killed outright. */
static void
test_killed (Fixture      *self,
             gconstpointer data)
{
  g_autofree char *first = hx_fixture_end_a_call (self, NUMBER);
  g_autofree char *second = NULL;
  const char *pid = hx_server_process_get_pid (self->workspace->server);
  g_autofree char *old_pid = g_strdup (pid);

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  g_assert_nonnull (pid);
  kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), SIGKILL);
  WAIT_FOR (hx_server_process_get_state (self->workspace->server) != HX_SERVER_READY);
  WAIT_FOR (hx_server_process_get_state (self->workspace->server) == HX_SERVER_READY);
  g_assert_cmpstr (hx_server_process_get_pid (self->workspace->server), !=, old_pid);
  second = hx_fixture_end_a_call (self, "19900010002");
  WAIT_FOR (hx_fixture_waiting (self) == 2);
  g_assert_cmpint (hx_workspace_get_connection (self->workspace), ==, HX_CONNECTION_ONLINE);
}

static gboolean
file_has (const char *path,
          const char *words)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, words) != NULL;
}

static void
test_draft_survives (Fixture      *self,
                     gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autofree char *path = NULL, *name = NULL, *pain_point = NULL, *case_text = NULL;
  HxWrapupSession *session;

  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  name = g_strconcat (hx_record_get_id (hx_wrapup_session_get_record (session)), ".json", NULL);
  path = g_build_filename (g_get_user_state_dir (), "huixiang", "drafts", name, NULL);
  hx_fixture_fill (session, "短信没有送达");
  g_object_set (session, "case-text", "客户说没有收到短信", NULL);
  WAIT_FOR (file_has (path, "没有收到短信"));
  g_object_unref (session);
  hx_workspace_stop (self->workspace);
  g_object_add_weak_pointer (G_OBJECT (self->workspace), (gpointer *) &self->workspace);
  g_object_unref (self->workspace);
  WAIT_FOR (self->workspace == NULL);

  hx_fixture_start (self);
  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  g_object_get (session, "pain-point", &pain_point, "case-text", &case_text, NULL);
  g_assert_cmpstr (pain_point, ==, "短信没有送达");
  g_assert_cmpstr (case_text, ==, "客户说没有收到短信");
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, NULL));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_object_unref (session);
}

static void
become_lead (Fixture *self)
{
  g_autoptr (HxList) people = hx_workspace_list (self->workspace, HX_OPERATION_USERS_LIST, NULL, NULL);
  g_autofree char *lead = NULL;

  WAIT_FOR (hx_list_get_phase (people) == HX_LIST_READY);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (people)); i++)
    {
      g_autoptr (HxRecord) user = g_list_model_get_item (G_LIST_MODEL (people), i);

      if (hx_record_get_enum (user, HX_USER_ROLE) == HX_ROLE_LEAD && lead == NULL)
        lead = g_strdup (hx_record_get_id (user));
    }
  g_assert_nonnull (lead);
  hx_workspace_switch_person (self->workspace, lead);
  WAIT_FOR (g_strcmp0 (hx_record_get_id (hx_workspace_get_user (self->workspace)), lead) == 0);
  WAIT_FOR (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE);
}

static void
test_switch_person (Fixture      *self,
                    gconstpointer data)
{
  become_lead (self);
  g_assert_true (hx_workspace_may (self->workspace, HX_MAY_SEE_POOL));
}

static HxRecord *
ask (Fixture      *self,
     HxOperationId operation,
     HxRecord     *input)
{
  HxCall call = { .operation = operation, .input = input };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_fixture_call (hx_workspace_get_client (self->workspace), &call, &error);

  g_assert_no_error (error);
  return g_object_ref (reply->item);
}

static void
on_pool (HxWorkspace *workspace,
         const char  *thing,
         const char  *action,
         HxRecord    *record,
         HxRecord   **cell)
{
  g_set_object (cell, record);
}

/* An event of the pool tells how one cell stands; taken for the whole pool it would show nothing but zeros. */
static void
test_pool_cell (Fixture      *self,
                gconstpointer data)
{
  g_autoptr (HxRecord) who = hx_record_new (&hx_customer_input_schema);
  g_autoptr (HxRecord) what = hx_record_new (&hx_feedback_input_schema);
  g_autoptr (HxRecord) customer = NULL, feedback = NULL, cell = NULL;
  gint64 total;

  become_lead (self);
  g_signal_connect (self->workspace, "event::pool", G_CALLBACK (on_pool), &cell);
  hx_record_set_text (who, HX_CUSTOMER_INPUT_FAMILY_NAME, "王");
  customer = ask (self, HX_OPERATION_CUSTOMERS_CREATE, who);
  hx_record_set_text (what, HX_FEEDBACK_INPUT_CUSTOMER_ID, hx_record_get_id (customer));
  hx_record_set_enum (what, HX_FEEDBACK_INPUT_CHANNEL, HX_CHANNEL_DOUYIN);
  hx_record_set_text (what, HX_FEEDBACK_INPUT_CATEGORY, "lead");
  hx_record_set_text (what, HX_FEEDBACK_INPUT_ISSUE_TYPE, "no_tag");
  hx_record_set_text (what, HX_FEEDBACK_INPUT_CASE_TEXT, "客户无需求标签");
  hx_record_set_text (what, HX_FEEDBACK_INPUT_PAIN_POINT, "抖音线索无标签");
  feedback = ask (self, HX_OPERATION_FEEDBACK_CREATE, what);
  WAIT_FOR (cell != NULL);
  g_assert_true (hx_record_get_schema (cell) == &hx_pool_cell_schema);
  g_assert_cmpint (hx_record_get_enum (cell, HX_POOL_CELL_CHANNEL), ==, HX_CHANNEL_DOUYIN);
  g_assert_cmpstr (hx_record_get_text (cell, HX_POOL_CELL_ISSUE_TYPE), ==, "no_tag");
  g_assert_cmpint (hx_record_get_int (cell, HX_POOL_CELL_COUNT), ==, 1);
  g_object_get (self->workspace, "pool-total", &total, NULL);
  g_assert_cmpint (total, ==, 1);
}

/* Two clients on one store: the second uses the first one's server, and takes over when it ends. */
static void
test_two_clients (Fixture      *self,
                  gconstpointer data)
{
  Fixture other = { .folder = self->folder };

  hx_fixture_start (&other);
  g_assert_cmpint (hx_server_process_get_state (other.workspace->server), ==, HX_SERVER_ATTACHED);
  g_assert_cmpuint (hx_workspace_get_cti_port (other.workspace), ==, hx_workspace_get_cti_port (self->workspace));
  hx_workspace_stop (self->workspace);
  WAIT_FOR (hx_server_process_get_state (other.workspace->server) == HX_SERVER_READY);
  g_free (hx_fixture_end_a_call (&other, NUMBER));
  WAIT_FOR (hx_fixture_waiting (&other) == 1);
  g_clear_object (&self->pbx);
  g_clear_object (&other.pbx);
  hx_workspace_stop (other.workspace);
  g_object_add_weak_pointer (G_OBJECT (other.workspace), (gpointer *) &other.workspace);
  g_object_unref (other.workspace);
  WAIT_FOR (other.workspace == NULL);
}

static void
add (void)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/client/workspace/start", test_start },
    { "/client/workspace/call", test_call },
    { "/client/workspace/submit", test_submit },
    { "/client/workspace/undo", test_undo },
    { "/client/workspace/case-follows", test_case_follows },
    { "/client/workspace/coach", test_coach },
    { "/client/workspace/matches", test_matches },
    { "/client/workspace/killed", test_killed },
    { "/client/workspace/draft-survives", test_draft_survives },
    { "/client/workspace/switch-person", test_switch_person },
    { "/client/workspace/pool-cell", test_pool_cell },
    { "/client/workspace/two-clients", test_two_clients },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
