/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"

#define IN ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\""
#define GOOD \
  "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\"," \
  "\"case_text\":\"客户无需求标签\",\"pain_point\":\"抖音线索缺需求标签\"}"

static char *
finish_call (HxFixture  *self,
             const char *call_id,
             const char *agent)
{
  g_autofree char *answer = g_strdup_printf (IN ",\"user\":\"%s\"", agent);
  g_autofree char *sql = g_strdup_printf (
      "SELECT w.id FROM wrapups w JOIN calls c ON c.id = w.call_id WHERE c.external_id = '%s'", call_id);

  hx_fixture_cti (self, "newCall", call_id, IN);
  self->now += 5 * HX_SECOND;
  hx_fixture_cti (self, "answer", call_id, answer);
  self->now += 60 * HX_SECOND;
  hx_fixture_cti (self, "hangup", call_id, IN ",\"cause\":\"normalClearing\"");
  return hx_fixture_text (self, sql);
}

static HxRecord *
find_record (HxFixture  *self,
             const char *thing)
{
  for (guint i = 0; self->events != NULL && i < self->events->len; i++)
    if (g_strcmp0 (hx_record_get_text (self->events->pdata[i], HX_EVENT_THING), thing) == 0)
      return self->records->pdata[i];
  return NULL;
}

/* The hang-up's event carries everything that the popup shows. */
static void
test_open (HxFixture    *self,
           gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");
  HxRecord *wrapup = find_record (self, "wrapup");
  HxRecord *phone_call = wrapup != NULL ? hx_record_get_record (wrapup, HX_WRAPUP_CALL) : NULL;

  g_assert_nonnull (id);
  g_assert_nonnull (phone_call);
  g_assert_cmpstr (hx_record_get_text (wrapup, HX_WRAPUP_STATE), ==, "waiting");
  g_assert_cmpint (hx_record_get_int (wrapup, HX_WRAPUP_EXPIRES_AT), ==, self->now + 30 * HX_SECOND);
  g_assert_cmpint (hx_record_get_int (wrapup, HX_WRAPUP_SERVER_TIME), ==, self->now);
  g_assert_cmpint (hx_record_get_int (phone_call, HX_CALL_DURATION_MS), ==, 60000);
  g_assert_cmpstr (hx_record_get_text (phone_call, HX_CALL_CUSTOMER_CODE), ==, "C00001");
  g_assert_nonnull (hx_record_get_record (wrapup, HX_WRAPUP_RECORDING));
  g_assert_nonnull (hx_record_get_list (wrapup, HX_WRAPUP_MATCHES));
}

static void
test_submit (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");
  HxRecord *feedback;

  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, GOOD);
  feedback = hx_record_get_record (self->reply, HX_WRAPUP_FEEDBACK);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "submitted");
  g_assert_cmpint (hx_record_get_int (feedback, HX_FEEDBACK_NUMBER), ==, 1);
  g_assert_cmpstr (hx_record_get_text (feedback, HX_FEEDBACK_STATE), ==, "pool");
  g_assert_cmpstr (hx_record_get_text (feedback, HX_FEEDBACK_CUSTOMER_CODE), ==, "C00001");
  g_assert_true (hx_record_has (feedback, HX_FEEDBACK_CALL_ID));
  g_assert_true (hx_record_has (feedback, HX_FEEDBACK_RECORDING_ID));
  g_assert_nonnull (strstr (hx_record_get_text (feedback, HX_FEEDBACK_FACTS), "\"duration_ms\":60000"));
  g_assert_false (hx_record_get_int (feedback, HX_FEEDBACK_LATE));
  hx_fixture_must (self, HX_OPERATION_POOL_GET, &self->lead, NULL, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_POOL_TOTAL), ==, 1);
  /* Twice is a conflict that says how it stands. */
  g_assert_false (hx_fixture_run (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, GOOD));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "submitted");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback"), ==, 1);
}

/* What is missing is said field by field, and nothing is written. */
static void
test_template (HxFixture    *self,
               gconstpointer data)
{
  static const struct
  {
    const char *input;
    const char *complaint;
  } cases[] = {
    { "{\"outcome\":\"feedback\"}", "channel: required; category: required; issue_type: required;"
                                    " case_text: required; pain_point: required" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"nonsense\","
      "\"case_text\":\"客户\",\"pain_point\":\"线索不好\"}",
      "issue_type: unknown; pain_point: vague" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\" \",\"pain_point\":\"一二三四五六七八九十零\"}",
      "case_text: required; pain_point: too_long" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\"客户无标签\",\"pain_point\":\"线索缺需求标签\",\"clip_from_ms\":5000}",
      "clip_to_ms: required" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\"客户无标签\",\"pain_point\":\"线索缺需求标签\",\"clip_from_ms\":5000,\"clip_to_ms\":99000}",
      "clip_to_ms: outside_recording" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\"客户无标签\",\"pain_point\":\"线索缺需求标签\",\"clip_from_ms\":5000,\"clip_to_ms\":4000}",
      "clip_to_ms: before_start" },
    { "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\"客户无标签\",\"pain_point\":\"线索缺需求标签\","
      "\"joined_id\":\"01890000-0000-7000-8000-000000000000\"}",
      "joined_id: unknown" },
  };
  g_autofree char *id = finish_call (self, "a", "1001");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_false (hx_fixture_run (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, cases[i].input));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
      g_assert_cmpstr (self->error->message, ==, cases[i].complaint);
    }
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'feedback'"), ==, 0);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, "{\"outcome\":\"no_issue\"}");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "no_issue");
}

static void
test_not_mine (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");
  const HxCaller *others[] = { &self->lead, &self->other, &self->compliance };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_false (hx_fixture_run (self, HX_OPERATION_WRAPUPS_SUBMIT, others[i], id, NULL, GOOD));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
      g_assert_false (hx_fixture_run (self, HX_OPERATION_WRAPUPS_GET, others[i], id, NULL, NULL));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
      g_assert_false (
          hx_fixture_run (self, HX_OPERATION_WRAPUPS_DRAFT, others[i], id, NULL, "{\"draft\":{\"outcome\":1}}"));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
    }
}

static void
test_undo (HxFixture    *self,
           gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");

  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, GOOD);
  self->now += 10 * HX_SECOND;
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, id, NULL, NULL);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "waiting");
  g_assert_false (hx_record_has (self->reply, HX_WRAPUP_FEEDBACK_ID));
  g_assert_nonnull (strstr (hx_record_get_text (self->reply, HX_WRAPUP_DRAFT), "抖音线索缺需求标签"));
  g_assert_cmpint (hx_fixture_int (self, "SELECT sum(amount) FROM pool_counts"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE state = 'withdrawn'"), ==, 1);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, GOOD);
  /* After the clock has run out it comes back as late. */
  self->now += 40 * HX_SECOND;
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, id, NULL, NULL);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "late");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, GOOD);
  g_assert_true (
      hx_record_get_int (hx_record_get_record (self->reply, HX_WRAPUP_FEEDBACK), HX_FEEDBACK_LATE));
  self->now += 61 * HX_SECOND;
  g_assert_false (hx_fixture_run (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, id, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
}

static gboolean
is_there (const char *user_id,
          gpointer    data)
{
  return g_strcmp0 (user_id, data) == 0;
}

static void
test_expiry (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *mine = finish_call (self, "a", "1001");
  g_autofree char *absent = finish_call (self, "b", "2001");
  g_autofree char *state = NULL;
  gint64 opened = self->now;

  hx_site_set_presence (self->site, is_there, self->agent.user_id);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_DRAFT, &self->agent, mine, NULL, "{\"draft\":{\"pain_point\":\"短信\"}}");
  self->now = opened - 40 * HX_SECOND;
  g_assert_cmpint (hx_fixture_tick (self), ==, opened - 35 * HX_SECOND);
  self->now = opened + 30 * HX_SECOND;
  g_assert_cmpint (hx_fixture_tick (self), ==, 0);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_GET, &self->agent, mine, NULL, NULL);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "late");
  g_assert_nonnull (strstr (hx_record_get_text (self->reply, HX_WRAPUP_DRAFT), "短信"));
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_GET, &self->other, absent, NULL, NULL);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_WRAPUP_STATE), ==, "abandoned");
  /* Late and abandoned ones still stand in the next start. */
  hx_fixture_must (self, HX_OPERATION_BOOTSTRAP_GET, &self->other, NULL, NULL, NULL);
  g_assert_cmpuint (hx_record_get_list (self->reply, HX_BOOTSTRAP_WRAPUPS)->len, ==, 1);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->other, absent, NULL, GOOD);
  state = hx_fixture_text (self, "SELECT state FROM wrapups WHERE state = 'submitted'");
  g_assert_cmpstr (state, ==, "submitted");
}

/* Work that has no clock may be more than one step: when the next clock runs out is told all the same. */
static void
test_clock_beside_upkeep (HxFixture    *self,
                          gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");

  g_assert_true (hx_db_execute (self->db, "INSERT INTO events (number, at, thing, record_id, action) VALUES (-9999, 1, 'x', 'x', 'x')", NULL));
  g_assert_cmpint (hx_fixture_tick (self), ==, self->now + 30 * HX_SECOND);
  g_assert_true (self->more);
  g_assert_cmpint (hx_fixture_tick (self), ==, self->now + 30 * HX_SECOND);
  g_assert_false (self->more);
}

/* "Me too" counts for the first one, and taking back gives the voice back. */
static void
test_join (HxFixture    *self,
           gconstpointer data)
{
  g_autofree char *first = finish_call (self, "a", "1001");
  g_autofree char *second = NULL, *root = NULL, *input = NULL;
  HxRecord *match;
  gint64 submitted = self->now;

  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, first, NULL, GOOD);
  root = hx_fixture_text (self, "SELECT id FROM feedback");
  second = finish_call (self, "b", "2001");
  match = hx_record_get_list (find_record (self, "wrapup"), HX_WRAPUP_MATCHES)->pdata[0];
  g_assert_cmpstr (hx_record_get_text (match, HX_MATCH_FEEDBACK_ID), ==, root);
  g_assert_cmpint (hx_record_get_int (match, HX_MATCH_VOICES), ==, 1);
  input = g_strdup_printf ("{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\","
                           "\"issue_type\":\"no_tag\",\"case_text\":\"又一位客户无标签\","
                           "\"pain_point\":\"线索缺需求标签\",\"joined_id\":\"%s\"}",
                           root);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->other, second, NULL, input);
  g_assert_cmpint (hx_fixture_int (self, "SELECT voices FROM feedback WHERE joined_id IS NULL"), ==, 2);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->other, second, NULL, NULL);
  g_assert_cmpint (hx_fixture_int (self, "SELECT voices FROM feedback WHERE joined_id IS NULL"), ==, 1);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->other, second, NULL, input);
  self->now = submitted + 50 * HX_SECOND;
  /* When the first one goes, the second stands in for it. */
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, first, NULL, NULL);
  g_assert_cmpint (
      hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE joined_id IS NULL AND state = 'pool'"), ==, 1);
}

/* The machine proposes: vague, a duplicate, or against the facts. */
static void
test_proposals (HxFixture    *self,
                gconstpointer data)
{
  static const struct
  {
    const char *channel;
    const char *issue_type;
    const char *pain_point;
    const char *proposal;
  } cases[] = {
    { "phone", "no_tag", "抖音线索缺需求标签", "none" },    { "phone", "no_tag", "还是缺需求标签", "duplicate" },
    { "douyin", "wrong_info", "抖音留资电话号码错", "suspect" }, { "phone", "no_need", "这线索不好", "vague" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *call_id = g_strdup_printf ("call-%u", i);
      g_autofree char *id = finish_call (self, call_id, "1001");
      g_autofree char *input
          = g_strdup_printf ("{\"outcome\":\"feedback\",\"channel\":\"%s\",\"category\":\"lead\","
                             "\"issue_type\":\"%s\",\"case_text\":\"客户\",\"pain_point\":\"%s\"}",
                             cases[i].channel, cases[i].issue_type, cases[i].pain_point);

      hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, id, NULL, input);
      g_assert_cmpstr (hx_record_get_text (hx_record_get_record (self->reply, HX_WRAPUP_FEEDBACK),
                                           HX_FEEDBACK_PROPOSAL),
                       ==, cases[i].proposal);
    }
  hx_fixture_must (self, HX_OPERATION_POOL_GET, &self->lead, NULL, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_POOL_PROPOSED), ==, 3);
  hx_fixture_must (self, HX_OPERATION_FIGURES_GET, &self->agent, NULL, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_FIGURES_CALLS), ==, G_N_ELEMENTS (cases));
  g_assert_cmpint (hx_record_get_int (self->reply, HX_FIGURES_VALID), ==, G_N_ELEMENTS (cases));
}

/* Feedback that no wrap-up led to keeps the same template. */
static void
test_outside (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = finish_call (self, "a", "1001");
  g_autofree char *customer = hx_fixture_text (self, "SELECT id FROM customers");
  g_autofree char *call_id = hx_fixture_text (self, "SELECT id FROM calls");
  g_autofree char *input = g_strdup_printf (
      "{\"customer_id\":\"%s\",\"call_id\":\"%s\",\"channel\":\"phone\",\"category\":\"lead\","
      "\"issue_type\":\"no_tag\",\"case_text\":\"客户\",\"pain_point\":\"线索缺需求标签\"}",
      customer, call_id);

  g_assert_nonnull (id);
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_CREATE, &self->agent, NULL, NULL, input);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_FEEDBACK_SOURCE), ==, "agent");
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_CREATE, &self->lead, NULL, NULL, input);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_FEEDBACK_SOURCE), ==, "manager");
  /* The call of another team does not exist for this one. */
  g_assert_false (hx_fixture_run (self, HX_OPERATION_FEEDBACK_CREATE, &self->other, NULL, NULL, input));
  g_assert_cmpstr (self->error->message, ==, "call_id: unknown");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
  } tests[] = {
    { "/wrapup/open", test_open },         { "/wrapup/submit", test_submit }, { "/wrapup/template", test_template },
    { "/wrapup/not-mine", test_not_mine }, { "/wrapup/undo", test_undo },     { "/wrapup/expiry", test_expiry },
    { "/wrapup/clock-beside-upkeep", test_clock_beside_upkeep },
    { "/wrapup/join", test_join },         { "/wrapup/proposals", test_proposals },
    { "/wrapup/outside", test_outside },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
