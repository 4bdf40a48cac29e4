/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is gone stays gone: what arrives after an erasure, and what has become old. */
#include "hx-history.h"
#include "files/hx-file-rows.h"
#include "hx-time.h"
#include "store/hx-migrate.h"

#include <string.h>

#define REASON "{\"reason\":\"客户要求删除\"}"
#define CALL ",\"direction\":\"in\",\"from\":\"19900004321\",\"to\":\"4001\",\"user\":\"1001\""
#define WORDS "\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\",\"case_text\":\"晓霏说短信没有收到\"," \
              "\"pain_point\":\"短信没到\""
#define SUBMIT "{\"outcome\":\"feedback\"," WORDS "}"

/* -- after an erasure ---------------------------------------------------------- */

static const char *const personal[] = {
  "SELECT count(*) FROM identities",
  "SELECT count(*) FROM customers WHERE family_name IS NOT NULL OR given_name IS NOT NULL OR tags IS NOT NULL",
  "SELECT count(*) FROM contacts WHERE summary IS NOT NULL OR origin IS NOT NULL OR attributes IS NOT NULL",
  "SELECT count(*) FROM calls WHERE number IS NOT NULL",
  "SELECT count(*) FROM wrapups WHERE draft IS NOT NULL",
  "SELECT count(*) FROM feedback WHERE case_text <> '' OR facts IS NOT NULL",
  "SELECT count(*) FROM recordings WHERE state <> 'erased' OR file IS NOT NULL OR peaks IS NOT NULL",
  "SELECT count(*) FROM attachments",
  "SELECT count(*) FROM files WHERE state = 'kept'",
};

static void
assert_nothing (HxFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    {
      g_test_message ("%s", personal[i]);
      g_assert_cmpint (hx_fixture_int (self, personal[i]), ==, 0);
    }
}

static void
tick_all (HxFixture *self)
{
  guint ticks = 0;

  do
    {
      hx_fixture_tick (self);
      g_assert_cmpuint (++ticks, <, 20);
    }
  while (self->more);
}

static char *
wrapup_of (HxFixture  *self,
           const char *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT w.id FROM wrapups w JOIN calls c ON c.id = w.call_id"
                                          " WHERE c.external_id = '%s'",
                                          name);

  return hx_fixture_text (self, sql);
}

static void
erase (HxFixture  *self,
       const char *id)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_ERASE, &self->compliance, id, NULL, REASON);
}

static void
refuse_audio (HxFixture  *self,
              const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, "audio", NULL);
  g_autofree char *announced = g_strdup_printf ("{\"external_id\":\"%s\"}", name);
  g_autofree char *recording = NULL;

  g_assert_true (g_file_set_contents (path, "no audio, but sent", -1, NULL));
  hx_fixture_must (self, HX_OPERATION_RECORDINGS_CREATE, &self->pbx, NULL, NULL, announced);
  recording = g_strdup (hx_record_get_id (self->reply));
  g_assert_false (hx_fixture_upload (self, recording, path));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
}

/* The exchange says everything twice, and of a call that was going on the rest. */
static void
repeat_calls (HxFixture *self)
{
  hx_fixture_cti (self, "hangup", "c-1", CALL);
  hx_fixture_cti (self, "newCall", "c-1", CALL);
  hx_fixture_cti (self, "hangup", "live", CALL);
  hx_fixture_cti (self, "answer", "marked", CALL);
  refuse_audio (self, "c-1");
  refuse_audio (self, "live");
  refuse_audio (self, "marked");
}

static void
mark (HxFixture *self)
{
  g_autofree char *id = hx_fixture_text (self, "SELECT id FROM calls WHERE external_id = 'marked'");

  hx_fixture_must (self, HX_OPERATION_CALLS_BOOKMARK, &self->agent, id, NULL, "{}");
}

static void
submit (HxFixture  *self,
        const char *name,
        const char *input)
{
  g_autofree char *wrapup = wrapup_of (self, name);

  hx_fixture_must (self, HX_OPERATION_WRAPUPS_DRAFT, &self->agent, wrapup, NULL, "{\"draft\":{\"case_text\":\"晓霏\"}}");
  g_assert_cmpint (hx_fixture_int (self, personal[4]), ==, 0);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, wrapup, NULL, input);
  g_assert_null (strstr (self->body, "晓霏"));
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, wrapup, NULL, NULL);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, wrapup, NULL, input);
}

static void
say_more (HxFixture  *self,
          const char *id)
{
  g_autofree char *feedback = g_strdup_printf ("{\"customer_id\":\"%s\"," WORDS "}", id);
  g_autofree char *contact = g_strdup_printf (
      "{\"customer_id\":\"%s\",\"channel\":\"sms\",\"activity\":\"message\",\"direction\":\"out\","
      "\"at\":\"2026-09-21T00:00:00Z\",\"summary\":\"晓霏\",\"origin\":\"晓霏\",\"attributes\":{\"手机\":\"19900004321\"}}",
      id);

  hx_fixture_must (self, HX_OPERATION_FEEDBACK_CREATE, &self->agent, NULL, NULL, feedback);
  g_assert_null (strstr (self->body, "晓霏"));
  hx_fixture_must (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, contact);
  g_assert_null (strstr (self->body, "晓霏"));
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_UPDATE, &self->agent, id, NULL, "{\"family_name\":\"欧\"}"));
}

/* Whatever can come, after an erasure that was over at once, or that a long history keeps going on. */
static void
test_arrivals (HxFixture    *self,
               gconstpointer data)
{
  guint touches = GPOINTER_TO_UINT (data);
  g_autofree char *id = hx_history_make (self);

  hx_history_touches (self, id, touches);
  hx_fixture_cti (self, "newCall", "live", CALL);
  hx_fixture_cti (self, "answer", "live", CALL);
  hx_fixture_cti (self, "newCall", "marked", CALL);
  hx_fixture_cti (self, "answer", "marked", CALL);
  erase (self, id);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM erasures WHERE finished_at IS NULL"), ==, touches > 500);
  mark (self);
  repeat_calls (self);
  if (touches == 0)
    {
      submit (self, "c-1", SUBMIT);
      submit (self, "live", "{\"outcome\":\"no_issue\",\"case_text\":\"晓霏\"}");
    }
  say_more (self, id);
  if (touches == 0)
    assert_nothing (self);
  tick_all (self);
  assert_nothing (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM contacts"), ==, 5 + touches);
  g_assert_cmpint (hx_fixture_int (self, "SELECT sum(amount) FROM contact_counts"), ==, 5 + touches);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE state = 'pool'"), ==, touches == 0 ? 2 : 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT sum(amount) FROM pool_counts WHERE team_id = '*'"), ==, touches == 0 ? 2 : 1);
  /* The same number is somebody new, who has all of it. */
  hx_fixture_cti (self, "newCall", "again", CALL);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 2);
  g_assert_cmpint (hx_fixture_int (self, personal[3]), ==, 1);
}

/* Who called became known after the wrap-up was open, and even after something was said of it. */
static void
test_known_late (HxFixture    *self,
                 gconstpointer data)
{
  g_autofree char *id = hx_history_customer (self);
  g_autofree char *first = NULL, *second = NULL;

  hx_fixture_cti (self, "answer", "one", ",\"user\":\"1001\"");
  hx_fixture_cti (self, "hangup", "one", "");
  hx_fixture_cti (self, "answer", "two", ",\"user\":\"1001\"");
  hx_fixture_cti (self, "hangup", "two", "");
  first = wrapup_of (self, "one");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, first, NULL, SUBMIT);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE customer_id IS NULL"), ==, 1);
  hx_fixture_cti (self, "newCall", "one", CALL);
  hx_fixture_cti (self, "newCall", "two", CALL);
  erase (self, id);
  assert_nothing (self);
  second = wrapup_of (self, "two");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, second, NULL, SUBMIT);
  assert_nothing (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE customer_id IS NULL"), ==, 1);
}

/* A first event without a direction is taken for a call from outside: the customer's number is no line of ours. */
static void
test_line (HxFixture    *self,
           gconstpointer data)
{
  hx_fixture_cti (self, "newCall", "out", ",\"from\":\"1001\",\"to\":\"19900004321\"");
  hx_fixture_cti (self, "answer", "out", ",\"direction\":\"out\",\"from\":\"1001\",\"to\":\"19900004321\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM calls WHERE number IS NOT NULL"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM calls WHERE line IS NOT NULL"), ==, 0);
  /* If the exchange never says it, the number stands there and is shown as little as any. */
  hx_fixture_cti (self, "newCall", "never", ",\"from\":\"4001\",\"to\":\"19900004321\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM calls WHERE line IS NOT NULL"), ==, 1);
  hx_fixture_must (self, HX_OPERATION_CALLS_LIST, &self->compliance, NULL, NULL, NULL);
  g_assert_nonnull (strstr (self->body, "199****4321"));
  g_assert_null (strstr (self->body, "19900004321"));
}

/* A new key seals what is there, and finds nothing to seal in what was erased. */
static void
test_new_key (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *key = NULL;

  hx_history_feedback (self);
  erase (self, id);
  tick_all (self);
  key = hx_fixture_add_key (self);
  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    hx_fixture_tick (self);
  assert_nothing (self);
}

/* -- what has become old --------------------------------------------------------- */

/* What keeps a history personal, a count for each kind. */
static const char *const old[] = {
  "SELECT count(*) FROM recordings WHERE state <> 'erased'",
  "SELECT count(*) FROM contacts WHERE summary IS NOT NULL OR origin IS NOT NULL OR attributes IS NOT NULL",
  "SELECT count(*) FROM calls WHERE number IS NOT NULL",
  "SELECT count(*) FROM wrapups WHERE draft IS NOT NULL",
  "SELECT count(*) FROM feedback WHERE case_text <> '' OR facts IS NOT NULL",
  "SELECT count(*) FROM attachments",
};

static void
assert_each (HxFixture *self,
             gint64     amount)
{
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_test_message ("%s", old[i]);
      g_assert_cmpint (hx_fixture_int (self, old[i]), ==, amount);
    }
}

static void
attach (HxFixture *self)
{
  const HxFileRow row = { .name = "ab/cd/picture", .digest = "00", .size = 7 };

  g_assert_true (hx_file_rows_add (self->db, &row, 0, self->now, NULL));
  g_assert_true (hx_db_run (self->db, NULL,
                            "INSERT INTO attachments (id, rev, created_at, updated_at, feedback_id, user_id, media_type, size,"
                            " digest, file) SELECT id, 1, created_at, created_at, id, agent_id, 'image/png', 7, '00',"
                            " 'ab/cd/picture' FROM feedback",
                            ""));
}

/* Whoever was frozen when all that is old was erased is caught up with, and nobody is looked at twice. */
static void
test_retention (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *place = NULL, *after = NULL;

  hx_history_feedback (self);
  hx_history_audio (self);
  attach (self);
  /* On the first day nothing is old. */
  tick_all (self);
  assert_each (self, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM contacts WHERE origin LIKE '%晓霏%'"), ==, 0);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 1", NULL));
  self->now += 2000 * HX_DAY;
  tick_all (self);
  assert_each (self, 1);
  place = hx_fixture_text (self, "SELECT place FROM retention WHERE kind = 'contact'");
  g_assert_nonnull (place);
  tick_all (self);
  assert_each (self, 1);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 0", NULL));
  tick_all (self);
  assert_each (self, 0);
  after = hx_fixture_text (self, "SELECT place FROM retention WHERE kind = 'contact'");
  g_assert_cmpstr (after, ==, place);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM retention_left"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM contacts"), ==, 2);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM files WHERE state = 'kept'"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events WHERE at < 1795000000000000"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'retention_applied'"), ==,
                   G_N_ELEMENTS (old));
}

/* A frozen customer among others keeps what is old, who is not frozen does not; each kind has a period of its own. */
static void
test_retention_kinds (HxFixture    *self,
                      gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *other = NULL;

  g_assert_true (hx_db_run (self->db, NULL, "UPDATE customers SET frozen = 1 WHERE id = $1", "s", id));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"李\"}");
  other = g_strdup (hx_record_get_id (self->reply));
  hx_history_touches (self, other, 700);
  hx_fixture_must (self, HX_OPERATION_POLICIES_CREATE, &self->compliance, NULL, NULL,
                   "{\"version\":2,\"document\":{\"keep\":{\"drafts_days\":0,\"contact_text_days\":10}}}");
  g_assert_true (hx_site_reload (self->site, self->db, NULL));
  self->now += 20 * HX_DAY;
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[1]), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, old[2]), ==, 1);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 0", NULL));
  self->now += 2000 * HX_DAY;
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[1]), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, old[2]), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM retention WHERE kind = 'wrapup'"), ==, 0);
}

/* Who was not in touch for long is erased with all of theirs; who is frozen or was in touch is not. */
static void
test_customers (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *away = NULL;

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"李\"}");
  away = g_strdup (hx_record_get_id (self->reply));
  self->now += 2000 * HX_DAY;
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE state = 'erased'"), ==, 0);
  hx_fixture_must (self, HX_OPERATION_POLICIES_CREATE, &self->compliance, NULL, NULL,
                   "{\"version\":2,\"document\":{\"keep\":{\"customers_days\":1000}}}");
  g_assert_true (hx_site_reload (self->site, self->db, NULL));
  hx_fixture_cti (self, "newCall", "again", CALL);
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE state = 'erased'"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE family_name IS NOT NULL"), ==, 1);
  self->now += 2000 * HX_DAY;
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 1", NULL));
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE state = 'erased'"), ==, 1);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 0", NULL));
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE state = 'erased'"), ==, 2);
  assert_nothing (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM contacts"), ==, 3);
}

/* What is said of something that the retention has passed by is not kept either. */
static void
test_too_late (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *wrapup = wrapup_of (self, "c-1");

  self->now += 100 * HX_DAY;
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 0);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_DRAFT, &self->agent, wrapup, NULL, "{\"draft\":{\"case_text\":\"晓霏\"}}");
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 0);
  hx_history_feedback (self);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, old[4]), ==, 1);
}

/* What is said late of something of a frozen customer is kept, and destroys nothing; once that customer is not frozen any more it
 * goes, also if the retention had passed by before. */
static void
test_too_late_frozen (HxFixture    *self,
                      gconstpointer data)
{
  gboolean passed = GPOINTER_TO_UINT (data) != 0;
  g_autofree char *id = hx_history_make (self);
  g_autofree char *wrapup = wrapup_of (self, "c-1");

  g_assert_true (hx_db_execute (self->db, passed ? "UPDATE customers SET frozen = 0" : "UPDATE customers SET frozen = 1", NULL));
  self->now += 100 * HX_DAY;
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, !passed);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 1", NULL));
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_DRAFT, &self->agent, wrapup, NULL, "{\"draft\":{\"case_text\":\"晓霏\"}}");
  hx_history_feedback (self);
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 1);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 0", NULL));
  tick_all (self);
  g_assert_cmpint (hx_fixture_int (self, old[3]), ==, 0);
}

/* -- an update ------------------------------------------------------------------- */

static void
go_back_before_the_kinds (HxFixture  *self,
                          const char *document)
{
  g_autoptr (HxRecord) policy = hx_record_new (&hx_policy_schema);

  g_assert_true (hx_db_execute (self->db,
                                "DROP TABLE retention_left; DROP INDEX attachments_by_age; DROP INDEX customers_frozen;"
                                " DELETE FROM schema_migrations WHERE number = 14",
                                NULL));
  hx_record_set_int (policy, HX_POLICY_VERSION, 2);
  hx_record_set_text (policy, HX_POLICY_DOCUMENT, document);
  g_assert_true (hx_record_insert (self->db, policy, self->now, NULL));
}

/* A policy that a site has is silent about kinds that were kept for ever when it was given: they still are. */
static void
test_update (HxFixture    *self,
             gconstpointer data)
{
  static const struct
  {
    const char *document;
    gint64 left[G_N_ELEMENTS (old)];
  } policies[] = {
    { "{\"country_code\":\"86\"}", { 0, 0, 1, 1, 1, 1 } },
    { "{\"keep\":{}}", { 0, 0, 1, 1, 1, 1 } },
    { "{\"touch\":{\"per_day\":3},\"keep\":{\"recordings_days\":0,\"contact_text_days\":0}}", { 1, 1, 1, 1, 1, 1 } },
    { "{\"keep\":{\"drafts_days\":30,\"recordings_days\":0}}", { 1, 0, 1, 0, 1, 1 } },
  };
  guint which = GPOINTER_TO_UINT (data);
  g_autofree char *id = hx_history_make (self);
  g_autofree char *first = NULL;

  hx_history_feedback (self);
  hx_history_audio (self);
  attach (self);
  go_back_before_the_kinds (self, policies[which].document);
  hx_migrate (self->db, &self->error);
  g_assert_no_error (self->error);
  g_assert_true (hx_site_reload (self->site, self->db, NULL));
  self->now += 2000 * HX_DAY;
  tick_all (self);
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_test_message ("%s", old[i]);
      g_assert_cmpint (hx_fixture_int (self, old[i]), ==, policies[which].left[i]);
    }
  first = hx_fixture_text (self, "SELECT document FROM policies WHERE version = 1");
  g_assert_nonnull (strstr (first, "\"drafts_days\":90"));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers WHERE state = 'erased'"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM policies"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (HxFixture *, gconstpointer);
    guint data; /* how many touches, or which policy */
  } tests[] = {
    { "/gone/arrivals", test_arrivals },   { "/gone/arrivals-meanwhile", test_arrivals, 900 },
    { "/gone/known-late", test_known_late }, { "/gone/line", test_line },
    { "/gone/new-key", test_new_key },     { "/gone/retention", test_retention },
    { "/gone/retention-kinds", test_retention_kinds }, { "/gone/too-late", test_too_late },
    { "/gone/too-late-frozen", test_too_late_frozen }, { "/gone/frozen-later", test_too_late_frozen, 1 },
    { "/gone/customers", test_customers }, { "/gone/update/silent", test_update, 0 },
    { "/gone/update/empty", test_update, 1 }, { "/gone/update/for-ever", test_update, 2 },
    { "/gone/update/said", test_update, 3 },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, GUINT_TO_POINTER (tests[i].data), hx_fixture_set_up, tests[i].run,
                hx_fixture_tear_down);
  return g_test_run ();
}
