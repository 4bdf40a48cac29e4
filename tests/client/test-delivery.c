/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A submission whose answer is lost on the way is in the store once. */
#include "hx-cutting-proxy.h"
#include "hx-fixture.h"

#include <string.h>

#define NUMBER "19900010001"

/* The same agent on another computer, whose way to the server loses answers. */
typedef struct
{
  Fixture here;
  CuttingProxy proxy;
  Fixture there;
} Delivery;

static void
set_up (Delivery     *self,
        gconstpointer data)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  hx_fixture_set_up (&self->here, data);
  cutting_proxy_start (&self->proxy, hx_workspace_get_cti_port (self->here.workspace), "/submit");
  address = g_strdup_printf ("http://127.0.0.1:%u/", self->proxy.port);
  self->there.workspace = hx_workspace_new ("en");
  hx_workspace_use_server (self->there.workspace, address,
                           hx_client_get_token (hx_workspace_get_client (self->here.workspace)), &error);
  g_assert_no_error (error);
  hx_workspace_start (self->there.workspace);
  WAIT_FOR (hx_workspace_get_connection (self->there.workspace) == HX_CONNECTION_ONLINE);
}

static void
tear_down (Delivery     *self,
           gconstpointer data)
{
  self->there.folder = g_strdup ("");
  hx_fixture_tear_down (&self->there, data);
  cutting_proxy_stop (&self->proxy);
  hx_fixture_tear_down (&self->here, data);
}

static guint
count_feedback (Delivery        *self,
                HxWrapupSession *session)
{
  g_autoptr (HxRecord) query = hx_record_new (&hx_feedback_query_schema);
  HxCall call = { .operation = HX_OPERATION_FEEDBACK_LIST, .query = query };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_text (query, HX_FEEDBACK_QUERY_CALL_ID,
                      hx_record_get_text (hx_wrapup_session_get_record (session), HX_WRAPUP_CALL_ID));
  reply = hx_fixture_call (hx_workspace_get_client (self->here.workspace), &call, &error);
  g_assert_no_error (error);
  return reply->items->len;
}

static HxWrapupSession *
open_one (Delivery *self)
{
  g_free (hx_fixture_end_a_call (&self->here, NUMBER));
  WAIT_FOR (hx_fixture_waiting (&self->there) == 1);
  return hx_fixture_session (&self->there, 0);
}

static void
test_answer_lost (Delivery     *self,
                  gconstpointer data)
{
  g_autoptr (HxWrapupSession) session = open_one (self);
  g_autoptr (GError) error = NULL;

  hx_fixture_fill (session, "抖音线索无需求标签");
  self->proxy.cuts = 1;
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->proxy.cuts, ==, 0);
  g_assert_cmpuint (self->proxy.passed, ==, 2);
  g_assert_cmpuint (count_feedback (self, session), ==, 1);
}

static void
test_all_answers_lost (Delivery     *self,
                       gconstpointer data)
{
  g_autoptr (HxWrapupSession) session = open_one (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *pain_point = NULL;

  hx_fixture_fill (session, "抖音线索无需求标签");
  self->proxy.cuts = 100;
  if (!hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, &error))
    {
      g_autofree char *message = NULL;

      g_assert_error (error, HX_ERROR, HX_ERROR_OFFLINE);
      g_object_get (session, "pain-point", &pain_point, "error-message", &message, NULL);
      g_assert_cmpstr (pain_point, ==, "抖音线索无需求标签");
      g_assert_nonnull (message);
      self->proxy.cuts = 0;
      g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, NULL));
    }
  g_assert_cmpint (hx_wrapup_session_get_phase (session), ==, HX_WRAPUP_DONE);
  g_assert_cmpuint (self->proxy.passed, >, 1);
  g_assert_cmpuint (count_feedback (self, session), ==, 1);
}

static void
test_problem_names_fields (Delivery     *self,
                           gconstpointer data)
{
  g_autoptr (HxWrapupSession) session = open_one (self);
  g_autoptr (HxRecord) input = hx_record_new (&hx_wrapup_input_schema);
  HxCall call = { .operation = HX_OPERATION_WRAPUPS_SUBMIT,
                  .id = hx_record_get_id (hx_wrapup_session_get_record (session)),
                  .input = input };
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  char reason[32];

  hx_record_set_enum (input, HX_WRAPUP_INPUT_OUTCOME, HX_OUTCOME_FEEDBACK);
  hx_record_set_text (input, HX_WRAPUP_INPUT_PAIN_POINT, "线索不好");
  g_assert_null (hx_fixture_call (hx_workspace_get_client (self->there.workspace), &call, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_cmpstr (hx_error_field_reason (error, "category", reason, sizeof reason), ==, "required");
  g_assert_cmpstr (hx_error_field_reason (error, "issue_type", reason, sizeof reason), ==, "required");
  g_assert_cmpstr (hx_error_field_reason (error, "pain_point", reason, sizeof reason), ==, "vague");
  g_assert_null (hx_error_field_reason (error, "pain", reason, sizeof reason));
  g_assert_nonnull (hx_error_get_request_id (error));
  sentence = hx_error_to_sentence (error);
  g_assert_null (strstr (sentence, "required"));
  g_clear_error (&error);

  call = (HxCall){ .operation = HX_OPERATION_CUSTOMERS_GET, .id = "0192f3c0-0000-7000-8000-000000000000" };
  g_assert_null (hx_fixture_call (hx_workspace_get_client (self->there.workspace), &call, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_NOT_FOUND);
}

static void
test_signed_out (Delivery     *self,
                 gconstpointer data)
{
  HxCall call = { .operation = HX_OPERATION_BOOTSTRAP_GET };
  g_autoptr (GError) error = NULL;

  hx_client_set_token (hx_workspace_get_client (self->there.workspace), "nobody");
  g_assert_null (hx_fixture_call (hx_workspace_get_client (self->there.workspace), &call, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
}

/* The clock here runs out first; the agent takes the form up again; only then the server's word of it comes. */
static void
test_folds_once (Delivery     *self,
                 gconstpointer data)
{
  g_autoptr (HxWrapupSession) session = open_one (self);
  HxRecord *record = hx_wrapup_session_get_record (session);
  gboolean can_submit = FALSE;

  hx_fixture_fill (session, "抖音线索无需求标签");
  hx_record_set_int (record, HX_WRAPUP_EXPIRES_AT, hx_workspace_now (self->there.workspace) - 1);
  WAIT_FOR (hx_wrapup_session_get_phase (session) == HX_WRAPUP_FOLDED);
  hx_wrapup_session_resume (session);
  hx_record_set_enum (record, HX_WRAPUP_STATE, HX_WRAPUP_LATE);
  g_assert_cmpint (hx_wrapup_session_get_phase (session), ==, HX_WRAPUP_FILLING);
  g_object_get (session, "can-submit", &can_submit, NULL);
  g_assert_true (can_submit);
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_FEEDBACK, NULL));
  g_assert_cmpuint (count_feedback (self, session), ==, 1);
}

static void
add (void)
{
  g_test_add ("/client/delivery/answer-lost", Delivery, NULL, set_up, test_answer_lost, tear_down);
  g_test_add ("/client/delivery/all-answers-lost", Delivery, NULL, set_up, test_all_answers_lost, tear_down);
  g_test_add ("/client/delivery/problem-names-fields", Delivery, NULL, set_up, test_problem_names_fields, tear_down);
  g_test_add ("/client/delivery/folds-once", Delivery, NULL, set_up, test_folds_once, tear_down);
  g_test_add ("/client/delivery/signed-out", Delivery, NULL, set_up, test_signed_out, tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
