/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-fixture.h"

#include "hx-json.h"
#include "hx-time.h"
#include "service/hx-audit-table-private.h"
#include "store/hx-store-keys.h"

#include <string.h>

#define IN ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\",\"user\":\"1001\""

static gint64
rows (HxFixture *self)
{
  return hx_fixture_int (self, "SELECT count(*) FROM audit");
}

static char *
last (HxFixture  *self,
      const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM audit ORDER BY number DESC LIMIT 1", column);

  return hx_fixture_text (self, sql);
}

static void
expect_last (HxFixture  *self,
             const char *column,
             const char *value)
{
  g_autofree char *found = last (self, column);

  g_assert_cmpstr (found, ==, value);
}

static void
sign_in (HxFixture  *self,
         const char *user_id,
         gboolean    local)
{
  const HxCaller nobody = { .local = local };
  g_autofree char *input = g_strdup_printf ("{\"user_id\":\"%s\"}", user_id);

  hx_fixture_run (self, HX_OPERATION_SESSION_CREATE, &nobody, NULL, NULL, input);
}

static void
test_sign_in (HxFixture    *self,
              gconstpointer data)
{
  HxCaller caller;

  sign_in (self, self->agent.user_id, TRUE);
  g_assert_no_error (self->error);
  g_assert_cmpint (rows (self), ==, 1);
  expect_last (self, "action", "signed_in");
  expect_last (self, "actor_id", self->agent.user_id);
  expect_last (self, "session_id", hx_record_get_id (self->reply));
  expect_last (self, "origin", "socket");

  caller = (HxCaller){ .user_id = self->agent.user_id, .session_id = (char *) hx_record_get_id (self->reply) };
  caller.session_id = g_strdup (caller.session_id);
  hx_fixture_must (self, HX_OPERATION_SESSION_DELETE, &caller, NULL, NULL, NULL);
  expect_last (self, "action", "signed_out");
  expect_last (self, "session_id", caller.session_id);
  g_free (caller.session_id);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

/* What was refused is undone; that it was refused is not. */
static void
test_refused (HxFixture    *self,
              gconstpointer data)
{
  sign_in (self, self->agent.user_id, FALSE);
  g_assert_nonnull (self->error);
  g_assert_cmpint (rows (self), ==, 1);
  expect_last (self, "action", "sign_in_refused");
  expect_last (self, "actor_id", NULL);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 0);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

static void
test_rolled_back (HxFixture    *self,
                  gconstpointer data)
{
  HxServiceCall call = { .caller = &self->compliance, .site = self->site, .db = self->db, .now = self->now };

  audit_write (self, 3, FALSE);
  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  g_assert_true (hx_audit_append (&call, HX_AUDIT_ERASED, "customer", "x", NULL, NULL, NULL));
  g_assert_true (hx_db_execute (self->db, "ROLLBACK", NULL));
  g_assert_cmpint (rows (self), ==, 3);
  audit_write (self, 3, FALSE);
  g_assert_cmpint (hx_fixture_int (self, "SELECT max(number) FROM audit"), ==, 6);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

static char *
new_customer (HxFixture *self)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"欧阳\",\"given_name\":\"试用\","
                   "\"identities\":[{\"kind\":\"phone\",\"value\":\"13800138000\"}]}");
  return g_strdup (hx_record_get_id (self->reply));
}

/* Nothing that the test typed is anywhere in the log. */
static void
expect_nothing_personal (HxFixture *self)
{
  static const char *const personal[] = { "欧阳", "试用", "张三", "3800138000", "坐席", "一组" };
  g_autofree char *all = hx_fixture_text (
      self, "SELECT group_concat(coalesce(action, '') || coalesce(actor_id, '') || coalesce(session_id, '') || origin"
            " || thing || coalesce(record_id, '') || coalesce(request_id, '') || coalesce(reason, '')"
            " || coalesce(detail, '') || coalesce(anchor, '')) FROM audit");

  g_assert_nonnull (all);
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    g_assert_null (strstr (all, personal[i]));
}

static void
test_personal (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *id = new_customer (self);
  gint64 before = rows (self);
  HxServiceCall call = { .caller = &self->compliance, .site = self->site, .db = self->db, .now = self->now };

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_UPDATE, &self->agent, id, NULL,
                   "{\"family_name\":\"张三\",\"region\":\"广东\"}");
  g_assert_cmpint (rows (self), ==, before + 1);
  expect_last (self, "action", "customer_changed");
  expect_last (self, "record_id", id);
  expect_last (self, "detail", "{\"fields\":[\"family_name\",\"region\"]}");

  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  g_assert_true (hx_audit_append (&call, HX_AUDIT_REVEALED, "customer", id, "张三 13800138000 要求核对", NULL, NULL));
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  expect_nothing_personal (self);

  /* Who may read the log reads the reason. */
  hx_fixture_must (self, HX_OPERATION_AUDIT_LIST, &self->compliance, NULL, "{\"action\":\"revealed\"}", NULL);
  g_assert_nonnull (strstr (self->body, "张三 13800138000 要求核对"));
  expect_nothing_personal (self);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

static guint
items (HxFixture *self)
{
  g_autoptr (HxJson) root = hx_json_parse (self->body, strlen (self->body), NULL);

  return hx_json_get_length (hx_json_get_member (root, "items"));
}

static void
list (HxFixture  *self,
      const char *query)
{
  hx_fixture_must (self, HX_OPERATION_AUDIT_LIST, &self->compliance, NULL, query, NULL);
}

static void
test_list (HxFixture    *self,
           gconstpointer data)
{
  g_autofree char *query = NULL, *actor = NULL;
  g_autofree char *session = hx_id_new ();
  guint pages = 1, all;

  self->compliance.session_id = g_steal_pointer (&session);
  audit_write (self, 3 * HX_N_AUDIT_ACTIONS, FALSE);
  list (self, "{\"action\":\"erased\"}");
  g_assert_cmpuint (items (self), ==, 3);
  list (self, "{\"thing\":\"customer\",\"limit\":200}");
  g_assert_cmpuint (items (self), ==, 3 * HX_N_AUDIT_ACTIONS / 2);
  actor = hx_fixture_text (self, "SELECT actor_id FROM audit WHERE number = 5");
  query = g_strdup_printf ("{\"actor_id\":\"%s\"}", actor);
  list (self, query);
  g_assert_cmpuint (items (self), ==, 1);
  list (self, "{\"to\":\"2026-01-01T00:00:00.000000Z\"}");
  g_assert_cmpuint (items (self), ==, 0);
  list (self, "{\"from\":\"2026-01-01T00:00:00.000000Z\",\"limit\":10}");
  for (all = items (self); self->next != NULL; pages++)
    {
      g_autofree char *next = g_strdup_printf ("{\"from\":\"2026-01-01T00:00:00.000000Z\",\"limit\":10,\"cursor\":\"%s\"}",
                                               self->next);

      list (self, next);
      all += items (self);
    }
  g_assert_cmpuint (pages, ==, 10);
  /* One line for all these looks into the log: the session is the same and no time has passed. */
  g_assert_cmpuint (all, ==, 3 * HX_N_AUDIT_ACTIONS + 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'audit_read' AND actor_id ="
                                         " (SELECT id FROM users WHERE number = '3001')"),
                   ==, 1);
  self->now += 16 * HX_MINUTE;
  list (self, NULL);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'audit_read' AND actor_id ="
                                         " (SELECT id FROM users WHERE number = '3001')"),
                   ==, 2);
  for (HxRole role = 0; role < HX_N_ROLES; role++)
    g_assert_cmpint (role == HX_ROLE_COMPLIANCE, ==, (hx_role_permissions (role) & HX_MAY_READ_AUDIT) != 0);
}

/* Calls and feedback have their events; a second account of them would only cost. */
static void
test_daily_work (HxFixture    *self,
                 gconstpointer data)
{
  g_autofree char *id = NULL;

  hx_fixture_cti (self, "newCall", "c1", IN);
  hx_fixture_cti (self, "answer", "c1", "");
  hx_fixture_cti (self, "hangup", "c1", "");
  id = hx_fixture_text (self, "SELECT id FROM wrapups");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_GET, &self->agent, id, NULL, NULL);
  hx_fixture_must (self, HX_OPERATION_CALLS_LIST, &self->lead, NULL, NULL, NULL);
  g_assert_cmpint (rows (self), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events"), >, 0);
}

typedef struct
{
  HxFixture *fixture;
  guint amount;
} Writer;

static gpointer
write_many (gpointer data)
{
  Writer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxDb) db = hx_db_open (self->fixture->uri, HX_DB_WRITE, &error);
  const HxAuditEntry entry = { .action = HX_AUDIT_EXPORTED, .thing = "customer" };

  g_assert_no_error (error);
  hx_db_set_keyring (db, hx_db_get_keyring (self->fixture->db));
  for (guint i = 0; i < self->amount; i++)
    {
      hx_db_execute (db, "BEGIN IMMEDIATE", &error);
      g_assert_no_error (error);
      hx_audit_write (db, &entry, self->fixture->now, &error);
      g_assert_no_error (error);
      /* One in five changes its mind. */
      g_assert_true (hx_db_execute (db, i % 5 == 4 ? "ROLLBACK" : "COMMIT", NULL));
    }
  return NULL;
}

static void
test_concurrent (HxFixture    *self,
                 gconstpointer data)
{
  Writer writer = { self, 100 };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writer", write_many, &writer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (rows (self), ==, 4 * 80);
  g_assert_cmpint (hx_fixture_int (self, "SELECT max(number) FROM audit"), ==, 4 * 80);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

/* Without keys nothing is accounted for, so nothing is done. */
static void
test_no_keys (HxFixture    *self,
              gconstpointer data)
{
  g_autoptr (HxDb) db = hx_db_open (self->uri, HX_DB_WRITE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hx_db_execute (db, "BEGIN IMMEDIATE", NULL));
  g_assert_false (hx_audit_write (db, &(HxAuditEntry){ .action = HX_AUDIT_ERASED, .thing = "customer" }, self->now, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_assert_true (hx_db_execute (db, "ROLLBACK", NULL));
}

/* Whoever adds an operation that writes decides whether it is accounted for; these have their events alone. */
static void
test_decided (HxFixture    *self,
              gconstpointer data)
{
  static const char *const by_events[] = {
    "session.refresh", "cti.receive",     "calls.bookmark", "contacts.create", "customers.create", "recordings.create",
    "recordings.upload", "clips.create",  "wrapups.draft",  "wrapups.submit",  "wrapups.undo",     "feedback.create", "feedback.attach",
    "rectifications.attach", "attachments.delete", NULL
  };

  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      const HxOperation *operation = &hx_operations[i];

      if (operation->flags & HX_OP_READS)
        continue;
      if ((hx_audit_rule (operation) != NULL) == g_strv_contains (by_events, operation->name))
        g_test_message ("%s", operation->name);
      g_assert_true ((hx_audit_rule (operation) != NULL) != g_strv_contains (by_events, operation->name));
    }
}

#define TEST(path, func) g_test_add ("/audit/" path, HxFixture, NULL, hx_fixture_set_up, func, hx_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("sign-in", test_sign_in);
  TEST ("refused", test_refused);
  TEST ("rolled-back", test_rolled_back);
  TEST ("personal", test_personal);
  TEST ("list", test_list);
  TEST ("daily-work", test_daily_work);
  TEST ("concurrent", test_concurrent);
  TEST ("no-keys", test_no_keys);
  TEST ("decided", test_decided);
  return g_test_run ();
}
