/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"

#include <string.h>

static const char *const metacharacters = "'; DROP TABLE users; -- \\\" $1 ? %_";

typedef struct
{
  HxFixture fixture;
  HxCaller chief; /* an administrator */
} People;

static void
set_up (People       *self,
        gconstpointer data)
{
  g_autoptr (HxStatement) row = NULL;

  hx_fixture_set_up (&self->fixture, data);
  g_assert_true (hx_service_first_administrator (self->fixture.db, "chief", "管理员", "seven green kites",
                                                 self->fixture.now, NULL));
  row = hx_db_query (self->fixture.db, NULL, "SELECT id FROM users WHERE login = 'chief'", "");
  g_assert_nonnull (row);
  self->chief.user_id = g_strdup (hx_statement_get_text (row, 0));
  self->chief.permissions = hx_role_permissions (HX_ROLE_ADMINISTRATOR);
}

static void
tear_down (People       *self,
           gconstpointer data)
{
  hx_caller_clear (&self->chief);
  hx_fixture_tear_down (&self->fixture, data);
}

static void
assert_refused (People       *self,
                HxOperationId operation,
                const char   *id,
                const char   *input,
                const char   *message)
{
  g_assert_false (hx_fixture_run (&self->fixture, operation, &self->chief, id, NULL, input));
  g_assert_cmpstr (self->fixture.error->message, ==, message);
}

static char *
make_user (People     *self,
           const char *input)
{
  hx_fixture_must (&self->fixture, HX_OPERATION_USERS_CREATE, &self->chief, NULL, NULL, input);
  return g_strdup (hx_record_get_id (self->fixture.reply));
}

static void
test_create (People       *self,
             gconstpointer data)
{
  g_autofree char *id
      = make_user (self, "{\"name\":\"新人\",\"number\":\"7001\",\"role\":\"agent\",\"login\":\"New.One\",\"extension\":\"7001\"}");
  HxFixture *fixture = &self->fixture;

  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_USER_LOGIN), ==, "new.one");
  g_assert_cmpint (hx_record_get_int (fixture->reply, HX_USER_ACTIVE), ==, TRUE);
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM audit WHERE action = 'user_created'"), ==, 2);
  assert_refused (self, HX_OPERATION_USERS_CREATE, NULL, "{}", "name: required; number: required; role: required");
  assert_refused (self, HX_OPERATION_USERS_CREATE, NULL,
                  "{\"name\":\"x\",\"number\":\"7001\",\"role\":\"integrator\",\"login\":\"NEW.one\",\"extension\":\"7001\","
                  "\"team_id\":\"0197a000-0000-7000-8000-000000000000\",\"department_id\":\"no id\"}",
                  "role: not_for_people; number: taken; team_id: unknown; department_id: unknown; extension: taken; "
                  "login: taken");
  assert_refused (self, HX_OPERATION_USERS_CREATE, NULL,
                  "{\"name\":\"x\",\"number\":\"7002\",\"role\":\"agent\",\"login\":\"a b\"}", "login: invalid");
  /* Only who manages people is told logins. */
  hx_fixture_must (fixture, HX_OPERATION_USERS_GET, &self->chief, id, NULL, NULL);
  g_assert_true (hx_record_has (fixture->reply, HX_USER_LOGIN));
  hx_fixture_must (fixture, HX_OPERATION_USERS_GET, &fixture->lead, id, NULL, NULL);
  g_assert_false (hx_record_has (fixture->reply, HX_USER_LOGIN));
  hx_fixture_must (fixture, HX_OPERATION_USERS_LIST, &fixture->lead, NULL, NULL, NULL);
  g_assert_null (strstr (fixture->body, "new.one"));
  g_assert_nonnull (strstr (fixture->body, "新人"));
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_USERS_GET, &self->chief, fixture->pbx.user_id, NULL, NULL));
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_NOT_FOUND);
}

/* What is text stays text, wherever it is put. */
static void
test_metacharacters (People       *self,
                     gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  g_autofree char *short_one = g_strndup (metacharacters, 18);
  GString *input = g_string_new ("{\"name\":");
  g_autofree char *text = NULL;
  gint64 users = hx_fixture_int (fixture, "SELECT count(*) FROM users");

  hx_json_append_string (input, metacharacters);
  g_string_append (input, ",\"number\":");
  hx_json_append_string (input, short_one);
  g_string_append (input, ",\"role\":\"agent\",\"extension\":");
  hx_json_append_string (input, short_one);
  g_string_append (input, "}");
  text = g_string_free (input, FALSE);
  hx_fixture_must (fixture, HX_OPERATION_USERS_CREATE, &self->chief, NULL, NULL, text);
  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_USER_NAME), ==, metacharacters);
  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_USER_NUMBER), ==, short_one);
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM users"), ==, users + 1);
  input = g_string_new ("{\"name\":");
  hx_json_append_string (input, metacharacters);
  g_string_append (input, "}");
  g_free (text);
  text = g_string_free (input, FALSE);
  hx_fixture_must (fixture, HX_OPERATION_TEAMS_CREATE, &self->chief, NULL, NULL, text);
  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_TEAM_NAME), ==, metacharacters);
  assert_refused (self, HX_OPERATION_TEAMS_CREATE, NULL, text, "name: taken");
  hx_fixture_must (fixture, HX_OPERATION_DEPARTMENTS_CREATE, &self->chief, NULL, NULL, text);
  input = g_string_new (text);
  g_string_truncate (input, input->len - 1);
  g_string_append (input, ",\"head_id\":\"' OR 1=1 --\",\"director_id\":\"' OR 1=1 --\"}");
  g_free (text);
  text = g_string_free (input, FALSE);
  assert_refused (self, HX_OPERATION_DEPARTMENTS_CREATE, NULL, text,
                  "name: taken; head_id: unknown; director_id: unknown");
}

static char *
session_of (People     *self,
            const char *user_id)
{
  HxCaller local = { .local = TRUE };
  g_autofree char *input = g_strdup_printf ("{\"user_id\":\"%s\"}", user_id);

  hx_fixture_must (&self->fixture, HX_OPERATION_SESSION_CREATE, &local, NULL, NULL, input);
  return g_strdup (hx_record_get_text (self->fixture.reply, HX_SESSION_TOKEN));
}

static gboolean
authenticate (People     *self,
              const char *token,
              HxCaller   *caller)
{
  hx_caller_clear (caller);
  return hx_service_authenticate (self->fixture.site, self->fixture.db, token, self->fixture.now, caller, NULL);
}

/* What a token stands for is remembered, and forgotten in the moment it changes. */
static void
test_remembered (People       *self,
                 gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  g_autofree char *token = NULL;
  HxCaller caller = { 0 };

  g_assert_true (hx_db_run (fixture->db, NULL, "UPDATE users SET login = 'lead' WHERE id = $1", "s", fixture->lead.user_id));
  token = session_of (self, fixture->lead.user_id);
  g_assert_true (authenticate (self, token, &caller));
  g_assert_true (caller.permissions & HX_MAY_SEE_POOL);
  /* Past the services nobody is told: remembered for five seconds, then asked anew. */
  g_assert_true (hx_db_run (fixture->db, NULL, "UPDATE users SET role = 'agent' WHERE id = $1", "s", fixture->lead.user_id));
  g_assert_true (authenticate (self, token, &caller));
  g_assert_true (caller.permissions & HX_MAY_SEE_POOL);
  fixture->now += 5 * HX_SECOND;
  g_assert_true (authenticate (self, token, &caller));
  g_assert_false (caller.permissions & HX_MAY_SEE_POOL);
  hx_fixture_must (fixture, HX_OPERATION_USERS_UPDATE, &self->chief, fixture->lead.user_id, NULL, "{\"role\":\"lead\"}");
  g_assert_true (authenticate (self, token, &caller));
  g_assert_true (caller.permissions & HX_MAY_SEE_POOL);
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM audit WHERE action = 'role_changed'"), ==, 1);
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_USERS_UPDATE, &self->chief, fixture->lead.user_id, NULL,
                                  "{\"active\":false}"));
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_STALE);
  g_assert_true (hx_db_run (fixture->db, NULL, "UPDATE users SET rev = 1 WHERE id = $1", "s", fixture->lead.user_id));
  hx_fixture_must (fixture, HX_OPERATION_USERS_UPDATE, &self->chief, fixture->lead.user_id, NULL, "{\"active\":false}");
  g_assert_false (authenticate (self, token, &caller));
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM sessions"), ==, 0);
  hx_caller_clear (&caller);
}

static void
test_last_administrator (People       *self,
                         gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  static const char *const changes[] = { "{\"active\":false}", "{\"role\":\"lead\"}", "{\"login\":\"\"}" };
  g_autofree char *second = make_user (self, "{\"name\":\"乙\",\"number\":\"7002\",\"role\":\"administrator\",\"login\":\"b\"}");

  /* The other one cannot sign in yet. */
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      assert_refused (self, HX_OPERATION_USERS_UPDATE, self->chief.user_id, changes[i],
                      "Nobody would be left who can manage people");
      g_assert_error (fixture->error, HX_ERROR, HX_ERROR_CONFLICT);
    }
  hx_fixture_must (fixture, HX_OPERATION_USERS_PASSWORD, &self->chief, second, NULL, NULL);
  hx_fixture_must (fixture, HX_OPERATION_USERS_UPDATE, &self->chief, self->chief.user_id, NULL, "{\"role\":\"lead\"}");
}

static void
test_departments (People       *self,
                  gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  g_autofree char *head = make_user (self, "{\"name\":\"甲\",\"number\":\"7003\",\"role\":\"department\"}");
  g_autofree char *director = make_user (self, "{\"name\":\"总监甲\",\"number\":\"7004\",\"role\":\"director\"}");
  g_autofree char *input
      = g_strdup_printf ("{\"name\":\"物流\",\"head_id\":\"%s\",\"director_id\":\"%s\"}", head, director);
  g_autofree char *wrong = g_strdup_printf ("{\"name\":\"客服\",\"director_id\":\"%s\"}", head);
  g_autofree char *id = NULL;

  hx_fixture_must (fixture, HX_OPERATION_DEPARTMENTS_CREATE, &self->chief, NULL, NULL, input);
  id = g_strdup (hx_record_get_id (fixture->reply));
  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_DEPARTMENT_HEAD_NAME), ==, "甲");
  g_assert_cmpstr (hx_record_get_text (fixture->reply, HX_DEPARTMENT_DIRECTOR_NAME), ==, "总监甲");
  assert_refused (self, HX_OPERATION_DEPARTMENTS_CREATE, NULL, wrong, "director_id: unknown");
  hx_fixture_must (fixture, HX_OPERATION_USERS_UPDATE, &self->chief, head, NULL, "{\"active\":false}");
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM departments WHERE head_id IS NULL"), ==, 1);
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT count(*) FROM departments WHERE director_id IS NULL"), ==, 0);
  assert_refused (self, HX_OPERATION_DEPARTMENTS_UPDATE, id, "{\"name\":\"物流部\"}", "It has changed meanwhile");
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_STALE);
}

static void
test_keys (People       *self,
           gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  g_autofree char *token = NULL, *id = NULL;
  HxCaller caller = { 0 };

  assert_refused (self, HX_OPERATION_API_KEYS_CREATE, NULL, "{\"label\":\"x\",\"permissions\":\"send_calls,see_pool\"}",
                  "permissions: unknown");
  assert_refused (self, HX_OPERATION_API_KEYS_CREATE, NULL,
                  "{\"label\":\"x\",\"permissions\":\"send_calls reveal\",\"expires_at\":\"2020-01-01T00:00:00.000000Z\"}",
                  "permissions: not_for_keys; expires_at: in_the_past");
  hx_fixture_must (fixture, HX_OPERATION_API_KEYS_CREATE, &self->chief, NULL, NULL,
                   "{\"label\":\"PBX\",\"permissions\":\"send_calls\",\"expires_at\":\"2026-12-01T00:00:00.000000Z\"}");
  token = g_strdup (hx_record_get_text (fixture->reply, HX_API_KEY_TOKEN));
  id = g_strdup (hx_record_get_id (fixture->reply));
  g_assert_true (g_str_has_prefix (token, "hxk_"));
  g_assert_true (authenticate (self, token, &caller));
  g_assert_true (caller.key);
  g_assert_cmpint (caller.permissions, ==, HX_MAY_SEND_CALLS | HX_MAY_SIGN_IN);
  hx_fixture_tick (fixture);
  g_assert_cmpint (hx_fixture_int (fixture, "SELECT last_used_at FROM api_keys WHERE label = 'PBX'"), ==, fixture->now);
  hx_fixture_must (fixture, HX_OPERATION_API_KEYS_LIST, &self->chief, NULL, NULL, NULL);
  g_assert_nonnull (strstr (fixture->body, "\"PBX\""));
  g_assert_null (strstr (fixture->body, "token"));
  /* A key is no person. */
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_SESSION_GET, &caller, NULL, NULL, NULL));
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_SESSION_PASSWORD, &caller, NULL, NULL,
                                  "{\"old_password\":\"seven green kites\",\"new_password\":\"eight green kites\"}"));
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_FORBIDDEN);
  hx_fixture_must (fixture, HX_OPERATION_API_KEYS_DELETE, &self->chief, id, NULL, NULL);
  g_assert_false (authenticate (self, token, &caller));
  hx_fixture_must (fixture, HX_OPERATION_API_KEYS_CREATE, &self->chief, NULL, NULL,
                   "{\"label\":\"PBX\",\"permissions\":\"send_calls\",\"expires_at\":\"2026-12-01T00:00:00.000000Z\"}");
  g_free (token);
  token = g_strdup (hx_record_get_text (fixture->reply, HX_API_KEY_TOKEN));
  g_assert_true (authenticate (self, token, &caller));
  fixture->now += 400 * HX_DAY;
  g_assert_false (authenticate (self, token, &caller));
  hx_caller_clear (&caller);
}

static void
test_sessions (People       *self,
               gconstpointer data)
{
  HxFixture *fixture = &self->fixture;
  g_autofree char *mine = session_of (self, fixture->agent.user_id);
  g_autofree char *theirs = session_of (self, fixture->other.user_id);
  g_autofree char *query = g_strdup_printf ("{\"user_id\":\"%s\"}", fixture->other.user_id);
  HxCaller agent = { 0 }, other = { 0 };
  g_autofree char *id = NULL;

  g_assert_true (authenticate (self, mine, &agent));
  g_assert_true (authenticate (self, theirs, &other));
  id = g_strdup (other.session_id);
  hx_fixture_must (fixture, HX_OPERATION_SESSIONS_LIST, &agent, NULL, NULL, NULL);
  g_assert_nonnull (strstr (fixture->body, agent.session_id));
  g_assert_nonnull (strstr (fixture->body, "\"current\":true"));
  g_assert_null (strstr (fixture->body, id));
  g_assert_null (strstr (fixture->body, "hash"));
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_SESSIONS_LIST, &agent, NULL, query, NULL));
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_FORBIDDEN);
  g_assert_false (hx_fixture_run (fixture, HX_OPERATION_SESSIONS_DELETE, &agent, id, NULL, NULL));
  g_assert_error (fixture->error, HX_ERROR, HX_ERROR_NOT_FOUND);
  hx_fixture_must (fixture, HX_OPERATION_SESSIONS_LIST, &self->chief, NULL, query, NULL);
  g_assert_nonnull (strstr (fixture->body, id));
  hx_fixture_must (fixture, HX_OPERATION_SESSIONS_DELETE, &self->chief, id, NULL, NULL);
  g_assert_false (authenticate (self, theirs, &other));
  hx_fixture_must (fixture, HX_OPERATION_SESSIONS_DELETE, &agent, agent.session_id, NULL, NULL);
  g_assert_false (authenticate (self, mine, &agent));
  hx_caller_clear (&agent);
  hx_caller_clear (&other);
}

#define ADD(name, func) g_test_add ("/people/" name, People, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("create", test_create);
  ADD ("metacharacters", test_metacharacters);
  ADD ("remembered", test_remembered);
  ADD ("last-administrator", test_last_administrator);
  ADD ("departments", test_departments);
  ADD ("keys", test_keys);
  ADD ("sessions", test_sessions);
  return g_test_run ();
}
