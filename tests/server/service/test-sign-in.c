/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"
#include "rules/hx-lockout.h"
#include "secrets/hx-password.h"

#include <string.h>
#include <time.h>

#define PASSWORD "seven green kites"

static const char *
right_hash (void)
{
  static char *hash;

  if (hash == NULL)
    hash = hx_password_hash (PASSWORD, NULL);
  g_assert_nonnull (hash);
  return hash;
}

static void
let_in (HxFixture      *self,
        const HxCaller *who,
        const char     *login,
        gboolean        handed_over)
{
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE users SET login = $2 WHERE id = $1", "ss", who->user_id, login));
  g_assert_true (hx_credentials_set (self->db, who->user_id, right_hash (), handed_over, self->now, NULL));
}

static gboolean
sign_in (HxFixture  *self,
         const char *login,
         const char *password,
         const char *address)
{
  HxCaller stranger = { .address = (char *) address };
  g_autofree char *input = g_strdup_printf ("{\"login\":\"%s\",\"password\":\"%s\",\"client\":\"test\"}", login, password);

  return hx_fixture_run (self, HX_OPERATION_SESSION_CREATE, &stranger, NULL, NULL, input);
}

static gboolean
authenticate (HxFixture  *self,
              const char *token,
              HxCaller   *caller)
{
  hx_caller_clear (caller);
  g_clear_error (&self->error);
  return hx_service_authenticate (self->site, self->db, token, self->now, caller, &self->error);
}

static void
assert_wrong (HxFixture *self)
{
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_assert_cmpstr (self->error->message, ==, "Login or password is wrong");
  g_assert_true (self->body == NULL || *self->body == '\0');
}

static void
assert_locked (HxFixture *self,
               guint      seconds)
{
  g_assert_error (self->error, HX_ERROR, HX_ERROR_TOO_MANY);
  g_assert_cmpuint (hx_error_get_retry_after (self->error), ==, seconds);
}

static void
test_password (HxFixture    *self,
               gconstpointer data)
{
  HxCaller caller = { 0 };
  g_autofree char *token = NULL;

  let_in (self, &self->lead, "lead.one", FALSE);
  g_assert_true (sign_in (self, " Lead.One", PASSWORD, "192.0.2.1"));
  token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_SESSION_METHOD), ==, "password");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_SESSION_ADDRESS), ==, "192.0.2.1");
  g_assert_cmpint (hx_record_get_int (self->reply, HX_SESSION_PASSWORD_CHANGE_NEEDED), ==, FALSE);
  g_assert_null (strstr (self->body, "hash"));
  g_assert_true (authenticate (self, token, &caller));
  g_assert_cmpstr (caller.user_id, ==, self->lead.user_id);
  g_assert_cmpint (caller.permissions, ==, self->lead.permissions);
  /* Neither the token nor the password can be read out of the store. */
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions WHERE length(token_hash) = 64"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM credentials WHERE hash LIKE '$argon2id$%'"), ==, 1);
  self->now += HX_HOUR;
  g_assert_false (authenticate (self, token, &caller));
  hx_caller_clear (&caller);
}

/* Whether there is such a login is told by nothing in the answer. */
static void
test_wrong (HxFixture    *self,
            gconstpointer data)
{
  HxCaller stranger = { 0 };

  let_in (self, &self->agent, "agent", FALSE);
  let_in (self, &self->other, "gone", FALSE);
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE users SET active = 0 WHERE login = 'gone'", ""));
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE users SET login = 'bare' WHERE number = '1002'", ""));
  g_assert_false (sign_in (self, "agent", "not this one", NULL));
  assert_wrong (self);
  g_assert_false (sign_in (self, "nobody", PASSWORD, NULL));
  assert_wrong (self);
  g_assert_false (sign_in (self, "gone", PASSWORD, NULL));
  assert_wrong (self);
  g_assert_false (sign_in (self, "bare", PASSWORD, NULL));
  assert_wrong (self);
  g_assert_false (sign_in (self, "agent' OR '1'='1", PASSWORD, NULL));
  assert_wrong (self);
  g_assert_false (sign_in (self, "%", "%' --", NULL));
  assert_wrong (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sign_in_failures"), ==, 6);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sign_in_failures WHERE subject LIKE '%agent%'"), ==, 0);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_SESSION_CREATE, &stranger, NULL, NULL, "{\"login\":\"agent\"}"));
  g_assert_cmpstr (self->error->message, ==, "password: required");
}

static gint64
cpu_time (const char *hash)
{
  struct timespec from, to;
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < 3; i++)
    {
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &from);
      g_assert_false (hx_password_verify ("something else", hash));
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &to);
      least = MIN (least, (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
    }
  return least;
}

/* Nor by how long it takes. */
static void
test_same_work (void)
{
  gint64 somebody = cpu_time (right_hash ()), nobody = cpu_time (NULL);

  g_assert_cmpint (nobody, >, somebody / 2);
  g_assert_cmpint (somebody, >, nobody / 2);
  g_assert_true (hx_password_verify (PASSWORD, right_hash ()));
  g_assert_cmpstr (hx_password_check ("nine char", NULL), ==, "too_short");
  g_assert_cmpstr (hx_password_check ("Administrator", "administrator"), ==, "same_as_login");
  g_assert_null (hx_password_check ("十个字的密码也是可以的", NULL));
}

static void
test_delays (void)
{
  gint64 before = 0;

  for (gint64 n = 0; n < 100; n++)
    {
      gint64 delay = hx_lockout_delay (HX_LOCKOUT_LOGIN, n);

      g_assert_cmpint (delay, >=, before);
      before = delay;
    }
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_LOGIN, 4), ==, 0);
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_LOGIN, 5), ==, 15 * HX_SECOND);
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_LOGIN, 7), ==, 60 * HX_SECOND);
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_LOGIN, G_MAXINT64), ==, 15 * HX_MINUTE);
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_ADDRESS, 30), ==, 0);
  g_assert_cmpint (hx_lockout_delay (HX_LOCKOUT_ADDRESS, 31), ==, 15 * HX_SECOND);
}

static void
test_lock_out (HxFixture    *self,
               gconstpointer data)
{
  const char *logins[] = { "agent", "nobody" };

  let_in (self, &self->agent, "agent", FALSE);
  for (guint l = 0; l < G_N_ELEMENTS (logins); l++)
    {
      for (guint i = 0; i < 5; i++)
        {
          g_assert_false (sign_in (self, logins[l], "a wrong one", NULL));
          assert_wrong (self);
        }
      g_assert_false (sign_in (self, logins[l], PASSWORD, NULL));
      assert_locked (self, 15);
      self->now += 14 * HX_SECOND;
      g_assert_false (sign_in (self, logins[l], PASSWORD, NULL));
      assert_locked (self, 1);
      self->now += HX_SECOND;
      g_assert_false (sign_in (self, logins[l], "a wrong one", NULL));
      assert_wrong (self);
      g_assert_false (sign_in (self, logins[l], PASSWORD, NULL));
      assert_locked (self, 30);
    }
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'account_locked'"), ==, 4);
  self->now += 30 * HX_SECOND;
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sign_in_failures"), ==, 1);
  for (guint i = 0; i < 4; i++)
    g_assert_false (sign_in (self, "agent", "a wrong one", NULL));
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  self->now += 25 * HX_HOUR;
  hx_fixture_tick (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sign_in_failures"), ==, 0);
}

static void
test_lock_out_address (HxFixture    *self,
                       gconstpointer data)
{
  let_in (self, &self->agent, "agent", FALSE);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *login = g_strdup_printf ("guess%u", i);

      /* The guesses between the second and the thirtieth are as the others. */
      if (i == 2)
        g_assert_true (hx_db_run (self->db, NULL, "UPDATE sign_in_failures SET failures = 29 WHERE failures = 2", ""));
      g_assert_false (sign_in (self, login, PASSWORD, "198.51.100.7"));
      assert_wrong (self);
    }
  g_assert_false (sign_in (self, "agent", PASSWORD, "198.51.100.7"));
  assert_locked (self, 15);
  g_assert_true (sign_in (self, "agent", PASSWORD, "198.51.100.8"));
  self->now += 15 * HX_SECOND;
  g_assert_true (sign_in (self, "agent", PASSWORD, "198.51.100.7"));
  /* One right password does not make up for thirty guesses. */
  g_assert_false (sign_in (self, "guess", PASSWORD, "198.51.100.7"));
  g_assert_false (sign_in (self, "agent", PASSWORD, "198.51.100.7"));
  assert_locked (self, 30);
}

/* Whoever has one IPv6 address has as many as they like of the same network. */
static void
test_lock_out_network (HxFixture    *self,
                       gconstpointer data)
{
  let_in (self, &self->agent, "agent", FALSE);
  g_assert_false (sign_in (self, "guess", PASSWORD, "2001:db8:1:2::1"));
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE sign_in_failures SET failures = 30", ""));
  g_assert_false (sign_in (self, "other", PASSWORD, "2001:db8:1:2:ffff::9"));
  assert_wrong (self);
  g_assert_false (sign_in (self, "agent", PASSWORD, "2001:db8:1:2:abcd::7"));
  assert_locked (self, 15);
  g_assert_true (sign_in (self, "agent", PASSWORD, "2001:db8:1:3::1"));
}

/* However many guesses are under way at once, the right one among them does not
 * help when it is judged after too many wrong ones. */
static void
test_guesses_at_once (HxFixture    *self,
                      gconstpointer data)
{
  HxCaller stranger = { 0 };
  g_autoptr (HxRecord) input = hx_record_new (&hx_sign_in_input_schema);
  HxServiceCall call = { .operation = &hx_operations[HX_OPERATION_SESSION_CREATE],
                         .caller = &stranger,
                         .site = self->site,
                         .db = self->db,
                         .now = self->now,
                         .input = input };
  g_autoptr (GError) error = NULL;

  let_in (self, &self->agent, "agent", FALSE);
  hx_record_set_text (input, HX_SIGN_IN_INPUT_LOGIN, "agent");
  hx_record_set_text (input, HX_SIGN_IN_INPUT_PASSWORD, PASSWORD);
  g_assert_true (hx_service_look (&call, &error));
  g_assert_true (call.slow);
  g_assert_true (hx_service_prepare (&call, &error));
  for (guint i = 0; i < 5; i++)
    g_assert_false (sign_in (self, "agent", "a wrong one", NULL));
  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  g_assert_false (hx_service_run (&call, &error));
  g_assert_true (hx_db_execute (self->db, "ROLLBACK", NULL));
  g_assert_error (error, HX_ERROR, HX_ERROR_TOO_MANY);
  hx_service_call_clear (&call);
}

static gboolean
refresh (HxFixture  *self,
         const char *token)
{
  const HxCaller stranger = { 0 };
  g_autofree char *input = g_strdup_printf ("{\"refresh_token\":\"%s\"}", token);

  return hx_fixture_run (self, HX_OPERATION_SESSION_REFRESH, &stranger, NULL, NULL, input);
}

static void
test_refresh (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *token = NULL;
  HxCaller caller = { 0 };

  let_in (self, &self->agent, "agent", FALSE);
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  first = g_strdup (hx_record_get_text (self->reply, HX_SESSION_REFRESH_TOKEN));
  self->now += 2 * HX_HOUR;
  g_assert_true (refresh (self, first));
  second = g_strdup (hx_record_get_text (self->reply, HX_SESSION_REFRESH_TOKEN));
  token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_cmpstr (first, !=, second);
  g_assert_true (authenticate (self, token, &caller));
  self->now += HX_MINUTE;
  g_assert_true (refresh (self, second));
  third = g_strdup (hx_record_get_text (self->reply, HX_SESSION_REFRESH_TOKEN));
  g_assert_false (refresh (self, "not a token of ours"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 1);
  /* Somebody has a copy of the first one: nobody goes on. */
  g_assert_false (refresh (self, first));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events WHERE thing = 'access'"), ==, 1);
  g_assert_false (refresh (self, third));
  g_assert_false (authenticate (self, token, &caller));
  hx_caller_clear (&caller);
}

static void
test_refresh_ends (HxFixture    *self,
                   gconstpointer data)
{
  g_autofree char *token = NULL;

  let_in (self, &self->agent, "agent", FALSE);
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  for (guint day = 0; day < 30; day++)
    {
      g_free (token);
      token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_REFRESH_TOKEN));
      self->now += HX_DAY;
      g_assert_true (refresh (self, token) == (day < 29));
    }
  hx_fixture_tick (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM spent_refresh_tokens"), ==, 0);
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  g_free (token);
  token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_REFRESH_TOKEN));
  self->now += 7 * HX_DAY;
  g_assert_false (refresh (self, token));
}

static gboolean
change (HxFixture      *self,
        const HxCaller *caller,
        const char     *old,
        const char     *new)
{
  g_autofree char *input = g_strdup_printf ("{\"old_password\":\"%s\",\"new_password\":\"%s\"}", old, new);

  return hx_fixture_run (self, HX_OPERATION_SESSION_PASSWORD, caller, NULL, NULL, input);
}

static void
test_change (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *here = NULL, *there = NULL;
  HxCaller caller = { 0 }, other = { 0 };

  let_in (self, &self->agent, "agent.number.one", FALSE);
  g_assert_true (sign_in (self, "agent.number.one", PASSWORD, NULL));
  there = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_true (sign_in (self, "agent.number.one", PASSWORD, NULL));
  here = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_true (authenticate (self, here, &caller));
  g_assert_true (authenticate (self, there, &other));
  g_assert_false (change (self, &caller, PASSWORD, "short"));
  g_assert_cmpstr (self->error->message, ==, "new_password: too_short");
  g_assert_false (change (self, &caller, PASSWORD, "Agent.Number.One"));
  g_assert_cmpstr (self->error->message, ==, "new_password: same_as_login");
  g_assert_false (change (self, &caller, PASSWORD, PASSWORD));
  g_assert_cmpstr (self->error->message, ==, "new_password: same_as_old");
  g_assert_false (change (self, &caller, "not the old one", "eight red kites"));
  g_assert_cmpstr (self->error->message, ==, "old_password: wrong");
  g_assert_true (change (self, &caller, PASSWORD, "eight red kites"));
  g_assert_true (authenticate (self, here, &caller));
  g_assert_false (authenticate (self, there, &other));
  g_assert_false (sign_in (self, "agent.number.one", PASSWORD, NULL));
  g_assert_true (sign_in (self, "agent.number.one", "eight red kites", NULL));
  for (guint i = 0; i < 5; i++)
    g_assert_false (change (self, &caller, "not the old one", "nine blue kites"));
  g_assert_false (change (self, &caller, "eight red kites", "nine blue kites"));
  assert_locked (self, 15);
  hx_caller_clear (&caller);
  hx_caller_clear (&other);
}

static void
test_one_time (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *token = NULL, *password = NULL;
  HxCaller caller = { 0 };
  HxCaller administrator = { .user_id = self->lead.user_id, .permissions = HX_MAY_SIGN_IN | HX_MAY_MANAGE_PEOPLE };

  let_in (self, &self->agent, "agent", FALSE);
  g_assert_true (sign_in (self, "agent", PASSWORD, NULL));
  for (guint i = 0; i < 5; i++)
    g_assert_false (sign_in (self, "agent", "a wrong one", NULL));
  hx_fixture_must (self, HX_OPERATION_USERS_PASSWORD, &administrator, self->agent.user_id, NULL, NULL);
  password = g_strdup (hx_record_get_text (self->reply, HX_ONE_TIME_PASSWORD_PASSWORD));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM sessions"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'account_unlocked'"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'password_changed'"), ==, 1);
  g_assert_false (sign_in (self, "agent", PASSWORD, NULL));
  g_assert_true (sign_in (self, "agent", password, NULL));
  g_assert_cmpint (hx_record_get_int (self->reply, HX_SESSION_PASSWORD_CHANGE_NEEDED), ==, TRUE);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_SESSION_PERMISSIONS), ==, "");
  token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_true (authenticate (self, token, &caller));
  g_assert_cmpint (caller.permissions, ==, HX_MAY_NOTHING);
  g_assert_true (change (self, &caller, password, "seven green kites"));
  g_assert_true (authenticate (self, token, &caller));
  g_assert_cmpint (caller.permissions, ==, self->agent.permissions);
  hx_fixture_must (self, HX_OPERATION_USERS_PASSWORD, &administrator, self->agent.user_id, NULL, NULL);
  g_free (password);
  password = g_strdup (hx_record_get_text (self->reply, HX_ONE_TIME_PASSWORD_PASSWORD));
  self->now += 3 * HX_DAY;
  g_assert_false (sign_in (self, "agent", password, NULL));
  assert_wrong (self);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_USERS_PASSWORD, &administrator, self->other.user_id, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  hx_caller_clear (&caller);
}

static void
test_first_administrator (HxFixture    *self,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hx_service_first_administrator (self->db, "a b", "x", "short", self->now, &error));
  g_assert_cmpstr (error->message, ==, "login: invalid; password: too_short");
  g_clear_error (&error);
  g_assert_true (hx_service_first_administrator (self->db, "Chief", "管理员", PASSWORD, self->now, &error));
  g_assert_no_error (error);
  g_assert_false (hx_service_first_administrator (self->db, "second", "x", PASSWORD, self->now, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_true (sign_in (self, "chief", PASSWORD, NULL));
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_SESSION_PERMISSIONS), ==,
                   "sign_in see_people manage_people manage_keys manage_site");
}

#define ADD(name, func) g_test_add ("/sign-in/" name, HxFixture, NULL, hx_fixture_set_up, func, hx_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("password", test_password);
  ADD ("wrong", test_wrong);
  g_test_add_func ("/sign-in/same-work", test_same_work);
  g_test_add_func ("/sign-in/delays", test_delays);
  ADD ("lock-out", test_lock_out);
  ADD ("lock-out-address", test_lock_out_address);
  ADD ("lock-out-network", test_lock_out_network);
  ADD ("guesses-at-once", test_guesses_at_once);
  ADD ("refresh", test_refresh);
  ADD ("refresh-ends", test_refresh_ends);
  ADD ("change", test_change);
  ADD ("one-time", test_one_time);
  ADD ("first-administrator", test_first_administrator);
  return g_test_run ();
}
