/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to the engine together is as if it had gone one by one: rows of many tables, and questions. */
#include "hx-fixture.h"

#include <string.h>

static const char add_department[] = "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5)";
static const char add_team[] = "INSERT INTO teams (id, rev, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5)";
static const char add_user[] = "INSERT INTO users (id, rev, created_at, updated_at, name, number, role, team_id, extension, active)"
                               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
static const char add_event[] = "INSERT INTO events (number, at, thing, record_id, action) VALUES ($1, $2, $3, $4, $5)";

static void
run (HxFixture  *self,
     const char *word)
{
  g_autoptr (GError) error = NULL;

  hx_db_run (self->db, &error, word, "");
  g_assert_no_error (error);
}

static void
department (HxFixture  *self,
            const char *id,
            const char *name)
{
  g_assert_true (hx_db_run (self->db, NULL, add_department, "siiis", id, (gint64) 1, (gint64) 1, (gint64) 1, name));
}

static void
team (HxFixture  *self,
      const char *id)
{
  g_assert_true (hx_db_run (self->db, NULL, add_team, "siiis", id, (gint64) 1, (gint64) 1, (gint64) 1, "team"));
}

static void
user (HxFixture  *self,
      const char *id,
      const char *team_id,
      const char *extension)
{
  g_assert_true (hx_db_run (self->db, NULL, add_user, "siiisssssi", id, (gint64) 1, (gint64) 1, (gint64) 1, "user", id, "agent",
                            team_id, extension, (gint64) 1));
}

static void
event (HxFixture  *self,
       gint64      number,
       const char *record_id)
{
  g_assert_true (hx_db_run (self->db, NULL, add_event, "iisss", number, (gint64) 1, "user", record_id, "created"));
}

/* Every number of rows up to some bundles, each row whole. */
static void
test_rows (HxFixture    *self,
           gconstpointer data)
{
  for (gint64 n = 1; n <= 70; n += n < 10 ? 1 : 7)
    {
      run (self, "BEGIN IMMEDIATE");
      for (gint64 i = 0; i < n; i++)
        {
          g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, i);

          user (self, id, NULL, i % 3 == 0 ? id : NULL);
        }
      run (self, "COMMIT");
      g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM users WHERE name = 'user' AND number = id AND active = 1"), ==, n);
      g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM users WHERE extension = id AND name = 'user'"), ==, (n + 2) / 3);
      run (self, "DELETE FROM users WHERE name = 'user'");
    }
}

/* A row may name one of another table that came just before it, whichever table was first. */
static void
test_order (HxFixture    *self,
            gconstpointer data)
{
  run (self, "BEGIN IMMEDIATE");
  event (self, 1001, "u0");
  user (self, "u0", NULL, NULL);
  event (self, 1002, "u0");
  team (self, "t1");
  user (self, "u1", "t1", NULL);
  event (self, 1003, "u1");
  team (self, "t2");
  user (self, "u2", "t1", NULL);
  user (self, "u3", "t2", NULL);
  event (self, 1004, "u3");
  department (self, "u4", "a department with the name of a user");
  user (self, "u4", "t2", NULL);
  run (self, "COMMIT");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM users WHERE name = 'user'"), ==, 5);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM users WHERE team_id IN ('t1', 't2')"), ==, 4);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events WHERE number > 1000"), ==, 4);
}

/* Whatever is asked or changed sees the rows that came before it, and not those that came after. */
static void
test_seen (HxFixture    *self,
           gconstpointer data)
{
  gint64 amount;

  run (self, "BEGIN IMMEDIATE");
  department (self, "a", "one");
  department (self, "b", "one");
  g_assert_true (hx_db_query_int (self->db, &amount, NULL, "SELECT count(*) FROM departments WHERE name = 'one'"));
  g_assert_cmpint (amount, ==, 2);
  department (self, "c", "one");
  run (self, "UPDATE departments SET name = 'two' WHERE name = 'one'");
  department (self, "d", "one");
  g_assert_true (hx_db_execute (self->db, "UPDATE departments SET name = 'three' WHERE name = 'one';", NULL));
  run (self, "COMMIT");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE name = 'two'"), ==, 3);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE name = 'three'"), ==, 1);
}

/* A row that cannot be is told at the latest with the end, and nothing of its transaction stays. */
static void
test_refused (HxFixture    *self,
              gconstpointer data)
{
  gboolean good;

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GError) error = NULL;

      run (self, "BEGIN IMMEDIATE");
      department (self, "a", "one");
      department (self, "b", "one");
      good = hx_db_run (self->db, &error, add_department, "siiis", "a", (gint64) 1, (gint64) 1, (gint64) 1, "again")
             && hx_db_settle (self->db, &error);
      g_assert_false (good);
      g_assert_error (error, HX_ERROR, HX_ERROR_CONFLICT);
      run (self, "ROLLBACK");
      g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE id IN ('a', 'b')"), ==, 0);
    }
}

/* In a savepoint each is told of its own failure; what came before it, after it and around it stays. */
static void
test_savepoint (HxFixture    *self,
                gconstpointer data)
{
  static const char *const ids[] = { "b", "a", "c" };

  run (self, "BEGIN IMMEDIATE");
  department (self, "a", "one");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gboolean good;

      run (self, "SAVEPOINT job");
      good = hx_db_run (self->db, NULL, add_department, "siiis", ids[i], (gint64) 1, (gint64) 1, (gint64) 1, "two")
             && hx_db_run (self->db, NULL, "RELEASE job", "");
      g_assert_cmpint (good, ==, i != 1);
      if (good)
        continue;
      run (self, "ROLLBACK TO job");
      run (self, "RELEASE job");
    }
  department (self, "d", "three");
  run (self, "COMMIT");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE name = 'two' AND id IN ('b', 'c')"), ==, 2);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE id IN ('a', 'd')"), ==, 2);
}

/* What was undone is not written with the next transaction. */
static void
test_undone (HxFixture    *self,
             gconstpointer data)
{
  run (self, "BEGIN IMMEDIATE");
  department (self, "a", "one");
  run (self, "ROLLBACK");
  run (self, "BEGIN IMMEDIATE");
  department (self, "b", "one");
  run (self, "COMMIT");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE name = 'one'"), ==, 1);
}

static const char ask[] = "SELECT name, rev, '$1''s' FROM departments WHERE updated_at = $2 AND name >= $1 AND rev > $3 ORDER BY name DESC LIMIT $4";

static void
ask_for (HxFixture  *self,
         gint64      at,
         const char *from)
{
  hx_db_ask (self->db, 0, ask, "siii", from, at, (gint64) 0, (gint64) 3);
}

static char *
answer_for (HxFixture  *self,
            gint64      at,
            const char *from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_prepare (self->db, ask, &error);
  GString *names = g_string_new (NULL);

  hx_statement_bind_text (row, 1, from);
  hx_statement_bind_int (row, 2, at);
  hx_statement_bind_int (row, 3, 0);
  hx_statement_bind_int (row, 4, 3);
  while (hx_statement_step (row, &error) == HX_STEP_ROW)
    {
      g_string_append_printf (names, "%s%" G_GINT64_FORMAT " ", hx_statement_get_text (row, 0), hx_statement_get_int (row, 1));
      g_assert_cmpstr (hx_statement_get_text (row, 2), ==, "$1's");
    }
  g_assert_no_error (error);
  return g_string_free (names, FALSE);
}

/* Of each question just its own rows, in their order: none, one, many, as many as it wants. */
static void
test_questions (HxFixture    *self,
                gconstpointer data)
{
  static const char *const names[] = { "a", "b", "c", "d", "e" };

  for (gint64 at = 1; at <= 5; at++)
    for (gint64 i = 0; i < at; i++)
      {
        g_autofree char *id = g_strdup_printf ("%d-%d", (int) at, (int) i);

        g_assert_true (hx_db_run (self->db, NULL, add_department, "siiis", id, at * 10, (gint64) 1, at, names[i]));
      }
  for (guint n = 1; n <= 36; n += 5)
    {
      run (self, "BEGIN IMMEDIATE");
      for (guint i = 0; i < n; i++)
        ask_for (self, i % 6, names[i / 6 % 5]);
      for (guint i = n; i > 0; i--)
        {
          gint64 at = (i - 1) % 6;
          guint from = (i - 1) / 6 % 5;
          g_autoptr (GString) expected = g_string_new (NULL);
          g_autofree char *names_found = answer_for (self, at, names[from]);

          for (gint64 j = at - 1; j >= (gint64) from && j > at - 4; j--)
            g_string_append_printf (expected, "%s%d ", names[j], (int) at * 10);
          g_assert_cmpstr (names_found, ==, expected->str);
        }
      run (self, "COMMIT");
    }
}

/* What is compared with nothing, asked among others. */
static void
test_nothing (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *found = NULL;

  department (self, "a", "one");
  run (self, "BEGIN IMMEDIATE");
  ask_for (self, 1, "one");
  ask_for (self, 1, NULL);
  ask_for (self, 1, "p");
  found = answer_for (self, 1, "one");
  g_assert_cmpstr (found, ==, "one1 ");
  run (self, "ROLLBACK");
}

/* The same text gives the same statement, reset, also where its answer was asked ahead alone. */
static void
test_again (HxFixture    *self,
            gconstpointer data)
{
  static const char by_id[] = "SELECT name FROM departments WHERE id = $1";
  HxStatement *row;

  department (self, "a", "one");
  department (self, "b", "two");
  run (self, "BEGIN IMMEDIATE");
  hx_db_ask (self->db, 0, by_id, "s", "a");
  row = hx_db_query (self->db, NULL, by_id, "s", "a");
  g_assert_cmpstr (hx_statement_get_text (row, 0), ==, "one");
  row = hx_db_query (self->db, NULL, by_id, "s", "b");
  g_assert_nonnull (row);
  g_assert_cmpstr (hx_statement_get_text (row, 0), ==, "two");
  hx_statement_reset (row);
  run (self, "ROLLBACK");
}

static const char count_all[] = "SELECT count(*) FROM events WHERE number > 1000";
static const char count_of[] = "SELECT count(*) FROM events WHERE record_id = $1";

static gint64
amount_of (HxFixture  *self,
           const char *record_id)
{
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, NULL, record_id != NULL ? count_of : count_all, record_id != NULL ? "s" : "", record_id);

  g_assert_nonnull (row);
  return hx_statement_get_int (row, 0);
}

/* What is asked ahead sees what was added before it was asked, whether or not either waits. */
static void
test_between (HxFixture    *self,
              gconstpointer data)
{
  run (self, "BEGIN IMMEDIATE");
  event (self, 1001, "a");
  hx_db_ask (self->db, 0, count_all, "");
  g_assert_cmpint (amount_of (self, NULL), ==, 1);
  event (self, 1002, "a");
  hx_db_ask (self->db, 0, count_of, "s", "a");
  hx_db_ask (self->db, 0, count_of, "s", "b");
  event (self, 1003, "a");
  hx_db_ask (self->db, 0, count_of, "s", "a");
  hx_db_ask (self->db, 0, count_of, "s", "c");
  g_assert_cmpint (amount_of (self, "a"), ==, 3);
  g_assert_cmpint (amount_of (self, "b"), ==, 0);
  g_assert_cmpint (amount_of (self, "c"), ==, 0);
  run (self, "ROLLBACK");
}

/* What has no id may have been first of its table, and name one that comes now. */
static void
test_nameless (HxFixture    *self,
               gconstpointer data)
{
  static const char add_credential[] = "INSERT INTO credentials (user_id, hash, changed_at, must_change) VALUES ($1, $2, $3, $4)";
  static const char *const ids[] = { "u0", "u1" };

  user (self, ids[0], NULL, NULL);
  run (self, "BEGIN IMMEDIATE");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (i > 0)
        user (self, ids[i], NULL, NULL);
      g_assert_true (hx_db_run (self->db, NULL, add_credential, "ssii", ids[i], "x", (gint64) 1, (gint64) 0));
    }
  run (self, "COMMIT");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM credentials WHERE user_id IN ('u0', 'u1')"), ==, 2);
}

/* One question of a number and, another time, of words. */
static void
test_kinds (HxFixture    *self,
            gconstpointer data)
{
  static const char by_name[] = "SELECT id FROM departments WHERE name = cast($1 as text)";
  g_autoptr (HxStatement) row = NULL;

  department (self, "a", "one");
  run (self, "BEGIN IMMEDIATE");
  hx_db_ask (self->db, 0, by_name, "i", (gint64) 1);
  hx_db_ask (self->db, 0, by_name, "s", "one");
  hx_db_ask (self->db, 0, by_name, "s", "two");
  row = hx_db_query (self->db, NULL, by_name, "s", "one");
  g_assert_nonnull (row);
  g_assert_cmpstr (hx_statement_get_text (row, 0), ==, "a");
  run (self, "ROLLBACK");
}

/* That they do go together: what the server keeps ready for it. */
static void
test_together (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *found = NULL;

  run (self, "BEGIN IMMEDIATE");
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      department (self, id, "one");
      event (self, 1000 + i, id);
    }
  for (gint64 i = 0; i < 16; i++)
    ask_for (self, i, "a");
  found = answer_for (self, 2, "a");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO departments%($36,%$40)'"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO events%($36,%$40)'"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT k.n%$64::bigint%'"), ==, 1);
  run (self, "ROLLBACK");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/bundle/rows", HxFixture, NULL, hx_fixture_set_up, test_rows, hx_fixture_tear_down);
  g_test_add ("/bundle/order", HxFixture, NULL, hx_fixture_set_up, test_order, hx_fixture_tear_down);
  g_test_add ("/bundle/seen", HxFixture, NULL, hx_fixture_set_up, test_seen, hx_fixture_tear_down);
  g_test_add ("/bundle/refused", HxFixture, NULL, hx_fixture_set_up, test_refused, hx_fixture_tear_down);
  g_test_add ("/bundle/savepoint", HxFixture, NULL, hx_fixture_set_up, test_savepoint, hx_fixture_tear_down);
  g_test_add ("/bundle/undone", HxFixture, NULL, hx_fixture_set_up, test_undone, hx_fixture_tear_down);
  g_test_add ("/bundle/questions", HxFixture, NULL, hx_fixture_set_up, test_questions, hx_fixture_tear_down);
  g_test_add ("/bundle/nothing", HxFixture, NULL, hx_fixture_set_up, test_nothing, hx_fixture_tear_down);
  g_test_add ("/bundle/again", HxFixture, NULL, hx_fixture_set_up, test_again, hx_fixture_tear_down);
  g_test_add ("/bundle/between", HxFixture, NULL, hx_fixture_set_up, test_between, hx_fixture_tear_down);
  g_test_add ("/bundle/nameless", HxFixture, NULL, hx_fixture_set_up, test_nameless, hx_fixture_tear_down);
  g_test_add ("/bundle/kinds", HxFixture, NULL, hx_fixture_set_up, test_kinds, hx_fixture_tear_down);
  /* A file is not across a wire. */
  if (!hx_fixture_is_embedded ())
    g_test_add ("/bundle/together", HxFixture, NULL, hx_fixture_set_up, test_together, hx_fixture_tear_down);
  return g_test_run ();
}
