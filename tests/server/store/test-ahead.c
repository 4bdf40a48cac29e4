/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store is spared: numbers that are given out of memory, and answers that are asked for together. */
#include "hx-fixture.h"
#include "store/hx-counters.h"

/* Numbers out of memory are as those of the store: none twice, and what was undone was given to nobody. */
static void
test_counters (HxFixture    *self,
               gconstpointer data)
{
  static const char stored_number[] = "SELECT value FROM counters WHERE name = 'feedback'";

  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 1);
  hx_counters_hold (self->db);
  hx_counters_mark (self->db);
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 2);
  hx_counters_undo (self->db);
  hx_counters_mark (self->db);
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 2);
  hx_counters_mark (self->db);
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 3);
  g_assert_cmpint (hx_counter_next (self->db, "customer", NULL), ==, 1);
  hx_counters_undo (self->db);
  g_assert_cmpint (hx_counter_next (self->db, "customer", NULL), ==, 1);
  g_assert_cmpint (hx_counter_next (self->db, "no such", &self->error), ==, 0);
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
  g_assert_true (hx_counters_settle (self->db, NULL));
  g_assert_true (hx_db_run (self->db, NULL, "COMMIT", ""));
  hx_counters_drop (self->db);
  g_assert_cmpint (hx_fixture_int (self, stored_number), ==, 2);
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 3);
  g_assert_cmpint (hx_fixture_int (self, stored_number), ==, 3);
}

static char *
name_of (HxFixture  *self,
         const char *id)
{
  g_autoptr (HxStatement) row = hx_db_query (self->db, &self->error, "SELECT name FROM departments WHERE id = $1", "s", id);

  g_assert_no_error (self->error);
  return row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
}

static void
assert_name (HxFixture  *self,
             const char *id,
             const char *expected)
{
  g_autofree char *name = name_of (self, id);

  g_assert_cmpstr (name, ==, expected);
}

/* Asking ahead changes no answer, whatever comes between. */
static void
test_ask (HxFixture    *self,
          gconstpointer data)
{
  static const char ask[] = "SELECT name FROM departments WHERE id = $1";
  static const char add[] = "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, 1, 1, 1, $2)";

  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (self->db, NULL, add, "ss", "a", "one"));
  hx_db_ask (self->db, ask, "s", "a");
  assert_name (self, "a", "one");
  assert_name (self, "a", "one");
  hx_db_ask (self->db, ask, "s", "a");
  hx_db_ask (self->db, ask, "s", "b");
  assert_name (self, "a", "one");
  hx_db_ask (self->db, ask, "s", "b");
  g_assert_true (hx_db_run (self->db, NULL, add, "ss", "b", "two"));
  assert_name (self, "b", "two");
  hx_db_ask (self->db, ask, "s", "a");
  g_assert_true (hx_db_run (self->db, NULL, "SAVEPOINT job", ""));
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE departments SET name = 'three' WHERE id = $1", "s", "a"));
  hx_db_ask (self->db, ask, "s", "a");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK TO job", ""));
  assert_name (self, "a", "one");
  /* Nobody comes for the last answer. */
  hx_db_ask (self->db, ask, "s", NULL);
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  hx_db_ask (self->db, ask, "s", "a");
  assert_name (self, "a", NULL);
}

/* After a restart of the database an answer that nobody came for is no answer to another question. */
static void
test_restart (HxFixture    *self,
              gconstpointer data)
{
  static const char ask[] = "SELECT name FROM departments WHERE id = $1";
  static const char add[] = "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, 1, 1, 1, $2)";
  g_autoptr (HxDb) other = hx_db_open (self->uri, HX_DB_WRITE, NULL);
  g_autofree char *end = NULL;

  g_assert_true (hx_db_run (self->db, NULL, add, "ss", "a", "one") && hx_db_run (self->db, NULL, add, "ss", "b", "two"));
  end = hx_fixture_text (self, "SELECT 'SELECT pg_terminate_backend(' || pg_backend_pid() || ')'");
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  hx_db_ask (self->db, ask, "s", "a");
  hx_db_ask (self->db, "SELECT name FROM departments WHERE id <> $1", "s", "a");
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 1);
  g_assert_true (hx_db_run (other, NULL, end, ""));
  g_assert_false (hx_db_run (self->db, NULL, "COMMIT", ""));
  g_assert_true (hx_db_is_lost (self->db));
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  assert_name (self, "b", "two");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ahead/counters", HxFixture, NULL, hx_fixture_set_up, test_counters, hx_fixture_tear_down);
  /* A file does not go away. */
  if (!hx_fixture_is_embedded ())
    g_test_add ("/ahead/restart", HxFixture, NULL, hx_fixture_set_up, test_restart, hx_fixture_tear_down);
  g_test_add ("/ahead/ask", HxFixture, NULL, hx_fixture_set_up, test_ask, hx_fixture_tear_down);
  return g_test_run ();
}
