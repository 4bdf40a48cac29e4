/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store is spared: numbers that are given out of memory, and answers that are asked for together. */
#include "hx-fixture.h"
#include "hx-time.h"
#include "store/hx-counters.h"

#include <string.h>

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
  hx_db_ask (self->db, 0, ask, "s", "a");
  assert_name (self, "a", "one");
  assert_name (self, "a", "one");
  hx_db_ask (self->db, 0, ask, "s", "a");
  hx_db_ask (self->db, 0, ask, "s", "b");
  assert_name (self, "a", "one");
  hx_db_ask (self->db, 0, ask, "s", "b");
  g_assert_true (hx_db_run (self->db, NULL, add, "ss", "b", "two"));
  assert_name (self, "b", "two");
  hx_db_ask (self->db, 0, ask, "s", "a");
  g_assert_true (hx_db_run (self->db, NULL, "SAVEPOINT job", ""));
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE departments SET name = 'three' WHERE id = $1", "s", "a"));
  hx_db_ask (self->db, 0, ask, "s", "a");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK TO job", ""));
  assert_name (self, "a", "one");
  /* Nobody comes for the last answer. */
  hx_db_ask (self->db, 0, ask, "s", NULL);
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  hx_db_ask (self->db, 0, ask, "s", "a");
  assert_name (self, "a", NULL);
}

static const char add_row[] = "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5)";

static void
add_department (HxFixture  *self,
                const char *id,
                const char *name)
{
  g_assert_true (hx_db_run (self->db, NULL, add_row, "siiis", id, (gint64) 1, (gint64) 1, (gint64) 1, name));
}

/* What was asked with the value that its rows have is true for as long as no such row was added, nor anything changed. */
static void
test_key (HxFixture    *self,
          gconstpointer data)
{
  static const char ask[] = "SELECT name FROM departments WHERE id = $1";
  static const char *const ids[] = { "a", "b", "c", "d" };

  add_department (self, "a", "one");
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    hx_db_ask (self->db, 1, ask, "s", ids[i]);
  add_department (self, "b", "two");
  assert_name (self, "c", NULL);
  assert_name (self, "b", "two");
  assert_name (self, "a", "one");
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE departments SET name = $1", "s", "three"));
  assert_name (self, "a", "three");
  hx_db_ask (self->db, 1, ask, "s", "a");
  g_assert_true (hx_db_run (self->db, NULL, "DELETE FROM departments WHERE name = $1", "s", "three"));
  assert_name (self, "a", NULL);
  hx_db_ask (self->db, 1, ask, "s", "d");
  g_assert_true (hx_db_run (self->db, NULL, "INSERT INTO departments (id, rev, created_at, updated_at, name) SELECT 'd', 1, 1, 1, 'four'", ""));
  assert_name (self, "d", "four");
  hx_db_ask (self->db, 1, ask, "s", "e");
  g_assert_true (hx_db_execute (self->db, "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ('e', 1, 1, 1, 'five');", NULL));
  assert_name (self, "e", "five");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  assert_name (self, "a", "one");
}

/* More than is ever under way at once, taken in another order than asked. */
static void
test_many (HxFixture    *self,
           gconstpointer data)
{
  static const char ask[] = "SELECT name FROM departments WHERE id = $1";
  enum { MANY = 1000 };

  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i), *earlier = g_strdup_printf ("%u", i / 2);

      hx_db_ask (self->db, 1, ask, "s", id);
      add_department (self, id, id);
      assert_name (self, earlier, earlier);
    }
  for (guint i = MANY; i > 0; i--)
    {
      g_autofree char *id = g_strdup_printf ("%u", i - 1);

      assert_name (self, id, id);
    }
  g_assert_true (hx_db_run (self->db, NULL, "COMMIT", ""));
}

/* An answer that is still true is not asked for once more. */
static void
test_kept (HxFixture    *self,
           gconstpointer data)
{
  static const char ask[]
      = "SELECT cast(extract(epoch FROM clock_timestamp()) * 1000000 as bigint) FROM departments WHERE id = $1";
  static const struct
  {
    guint key;
    const char *added;
    gboolean kept;
  } cases[] = { { 0, "b", FALSE }, { 1, "c", TRUE }, { 1, "d", TRUE } };

  add_department (self, "a", "one");
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HxStatement) row = NULL;
      gint64 then;

      hx_db_ask (self->db, cases[i].key, ask, "s", "a");
      hx_db_ask (self->db, cases[i].key, ask, "s", "a");
      g_assert_true (hx_db_query_int (self->db, &then, NULL, "SELECT cast(extract(epoch FROM clock_timestamp()) * 1000000 as bigint)"));
      add_department (self, cases[i].added, "other");
      row = hx_db_query (self->db, NULL, ask, "s", "a");
      g_assert_nonnull (row);
      g_assert_cmpint (hx_statement_get_int (row, 0) < then, ==, cases[i].kept);
    }
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
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
  hx_db_ask (self->db, 0, ask, "s", "a");
  hx_db_ask (self->db, 0, "SELECT name FROM departments WHERE id <> $1", "s", "a");
  g_assert_cmpint (hx_counter_next (self->db, "feedback", NULL), ==, 1);
  g_assert_true (hx_db_run (other, NULL, end, ""));
  g_assert_false (hx_db_run (self->db, NULL, "COMMIT", ""));
  g_assert_true (hx_db_is_lost (self->db));
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  assert_name (self, "b", "two");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
}

static gint64
amount_seen (HxDb    *db,
             gboolean alone)
{
  static const char sql[] = "SELECT count(*) FROM departments WHERE name = $1";
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_prepare (db, sql, &error);

  hx_statement_bind_text (row, 1, "x");
  if (alone)
    hx_statement_set_alone (row);
  g_assert_cmpint (hx_statement_step (row, &error), ==, HX_STEP_ROW);
  g_assert_no_error (error);
  return hx_statement_get_int (row, 0);
}

static void
add_one (HxFixture *self)
{
  g_autofree char *id = hx_id_new ();

  g_assert_true (hx_db_run (self->db, NULL,
                            "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, 1, 1, 1, 'x')", "s", id));
}

/* What the database says of the reader, by its number. */
static void
assert_state (HxFixture  *self,
              gint64      reader,
              const char *expected)
{
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, NULL, "SELECT state FROM pg_stat_activity WHERE pid = $1", "i", reader);

  g_assert_cmpstr (hx_statement_get_text (row, 0), ==, expected);
}

/* A question that stands alone leaves no transaction behind; the others of its transaction have one state, from the
 * first of them. */
static void
test_alone (HxFixture    *self,
            gconstpointer data)
{
  g_autoptr (HxDb) reader = hx_db_open (self->uri, HX_DB_READ, NULL);
  gint64 number;

  g_assert_true (hx_db_query_int (reader, &number, NULL, "SELECT pg_backend_pid()"));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 0);
  assert_state (self, number, "idle");
  add_one (self);
  g_assert_true (hx_db_in_transaction (reader));
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 1);
  assert_state (self, number, "idle");
  add_one (self);
  g_assert_cmpint (amount_seen (reader, FALSE), ==, 2);
  assert_state (self, number, "idle in transaction");
  add_one (self);
  g_assert_cmpint (amount_seen (reader, FALSE), ==, 2);
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 2);
  g_assert_true (hx_db_run (reader, NULL, "COMMIT", ""));
  g_assert_false (hx_db_in_transaction (reader));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_cmpint (amount_seen (reader, FALSE), ==, 3);
  g_assert_true (hx_db_run (reader, NULL, "ROLLBACK", ""));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 3);
  g_assert_true (hx_db_run (reader, NULL, "ROLLBACK", ""));
  g_assert_false (hx_db_in_transaction (reader));
  assert_state (self, number, "idle");
}

static HxStatement *
ask_when (HxDb       *db,
          const char *sql)
{
  HxStatement *row = hx_db_prepare (db, sql, NULL);

  hx_statement_set_alone (row);
  return row;
}

/* Two that stand alone and travel together are of one transaction, and that has one state. */
static void
test_alone_both (HxFixture    *self,
                 gconstpointer data)
{
  static const char *const when[] = { "SELECT now() || current_setting('transaction_isolation')",
                                      "SELECT now() || current_setting('transaction_isolation') AS other" };
  g_autoptr (HxDb) reader = hx_db_open (self->uri, HX_DB_READ, NULL);
  g_autofree char *said = NULL;

  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_true (hx_statement_ask (ask_when (reader, when[1])));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HxStatement) row = ask_when (reader, when[i % 2]);

      g_assert_cmpint (hx_statement_step (row, NULL), ==, HX_STEP_ROW);
      if (i == 0)
        said = g_strdup (hx_statement_get_text (row, 0));
      g_assert_true (g_str_has_suffix (said, "repeatable read"));
      g_assert_true ((strcmp (said, hx_statement_get_text (row, 0)) == 0) == (i < 2));
    }
  g_assert_true (hx_statement_ask (ask_when (reader, when[1])));
  g_assert_true (hx_db_run (reader, NULL, "ROLLBACK", ""));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 0);
  g_assert_true (hx_db_run (reader, NULL, "COMMIT", ""));
}

/* Whose question failed is told so; the connection goes on as if nothing had been, also when it was made anew. */
static void
test_alone_fails (HxFixture    *self,
                  gconstpointer data)
{
  g_autoptr (HxDb) reader = hx_db_open (self->uri, HX_DB_READ, NULL);
  g_autofree char *end = NULL;
  gint64 number;

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HxStatement) row = NULL;

      g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
      row = hx_db_prepare (reader, "SELECT 1 / (1 - cast($1 as integer))", NULL);
      hx_statement_bind_int (row, 1, 1);
      hx_statement_set_alone (row);
      g_assert_cmpint (hx_statement_step (row, &error), ==, HX_STEP_FAILED);
      g_assert_nonnull (error);
      g_assert_false (hx_db_in_transaction (reader));
    }
  g_assert_true (hx_db_query_int (reader, &number, NULL, "SELECT pg_backend_pid()"));
  end = g_strdup_printf ("SELECT pg_terminate_backend(%" G_GINT64_FORMAT ", 10000)", number);
  g_assert_true (hx_db_run (self->db, NULL, end, ""));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  {
    g_autoptr (HxStatement) row = hx_db_prepare (reader, "SELECT 1", NULL);

    hx_statement_set_alone (row);
    g_assert_cmpint (hx_statement_step (row, NULL), ==, HX_STEP_FAILED);
  }
  g_assert_true (hx_db_is_lost (reader));
  g_assert_false (hx_db_in_transaction (reader));
  g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
  g_assert_cmpint (amount_seen (reader, TRUE), ==, 0);
  g_assert_true (hx_db_run (reader, NULL, "COMMIT", ""));
}

/* A connection that asks ever new questions keeps some hundreds, also if it is never seen outside a transaction. */
static void
test_forgotten (HxFixture    *self,
                gconstpointer data)
{
  g_autoptr (HxDb) reader = hx_db_open (self->uri, HX_DB_READ, NULL);
  gint64 number;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);

      g_assert_true (hx_db_run (reader, NULL, "BEGIN", ""));
      g_assert_true (hx_db_query_int (reader, &number, NULL, sql));
      g_assert_cmpint (number, ==, i);
      if (i == 999)
        g_assert_true (hx_db_query_int (reader, &number, NULL, "SELECT count(*) FROM pg_prepared_statements"));
      g_assert_true (hx_db_run (reader, NULL, "COMMIT", ""));
    }
  g_assert_cmpint (number, >, 0);
  g_assert_cmpint (number, <, 500);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ahead/counters", HxFixture, NULL, hx_fixture_set_up, test_counters, hx_fixture_tear_down);
  /* A file is not across a wire. */
  if (!hx_fixture_is_embedded ())
    {
      g_test_add ("/ahead/alone", HxFixture, NULL, hx_fixture_set_up, test_alone, hx_fixture_tear_down);
      g_test_add ("/ahead/alone-both", HxFixture, NULL, hx_fixture_set_up, test_alone_both, hx_fixture_tear_down);
      g_test_add ("/ahead/alone-fails", HxFixture, NULL, hx_fixture_set_up, test_alone_fails, hx_fixture_tear_down);
    }
  g_test_add ("/ahead/ask", HxFixture, NULL, hx_fixture_set_up, test_ask, hx_fixture_tear_down);
  g_test_add ("/ahead/key", HxFixture, NULL, hx_fixture_set_up, test_key, hx_fixture_tear_down);
  g_test_add ("/ahead/many", HxFixture, NULL, hx_fixture_set_up, test_many, hx_fixture_tear_down);
  /* A file does not go away, and nothing is asked of it before it is needed. */
  if (!hx_fixture_is_embedded ())
    {
      g_test_add ("/ahead/restart", HxFixture, NULL, hx_fixture_set_up, test_restart, hx_fixture_tear_down);
      g_test_add ("/ahead/forgotten", HxFixture, NULL, hx_fixture_set_up, test_forgotten, hx_fixture_tear_down);
      g_test_add ("/ahead/kept", HxFixture, NULL, hx_fixture_set_up, test_kept, hx_fixture_tear_down);
    }
  return g_test_run ();
}
