/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A commit that is not waited for: what came of it is told of this transaction and of no other. */
#include "hx-fixture.h"

#define BY_ID "SELECT name FROM departments WHERE id = $1"

/* What names nothing is refused at the end. */
#define LATE_TABLE "CREATE TABLE late (id text REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED)"

static gboolean
add (HxDb       *db,
     const char *id)
{
  return hx_db_run (db, NULL, "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, 1, 1, 1, $1)", "s", id);
}

static void
begin (HxFixture *self)
{
  hx_db_run (self->db, &self->error, "BEGIN IMMEDIATE", "");
  g_assert_no_error (self->error);
}

static void
assert_stored (HxFixture  *self,
               const char *id,
               gboolean    stored)
{
  g_autoptr (HxStatement) row = hx_db_query (self->db, &self->error, BY_ID, "s", id);

  g_assert_no_error (self->error);
  g_assert_true ((row != NULL) == stored);
  if (row != NULL)
    g_assert_cmpstr (hx_statement_get_text (row, 0), ==, id);
}

/* Ends a transaction, begins the next and asks in it, and says what came of the first. */
static gboolean
end_and_begin (HxFixture  *self,
               const char *asked,
               GError    **error)
{
  gboolean sent = hx_db_end (self->db, error);

  g_assert_true (sent || hx_fixture_is_embedded () || hx_db_is_lost (self->db));
  if (!sent && hx_db_in_transaction (self->db))
    hx_db_run (self->db, NULL, "ROLLBACK", "");
  begin (self);
  hx_db_ask (self->db, 1, BY_ID, "s", asked);
  g_assert_true (hx_db_is_ending (self->db) == (sent && !hx_fixture_is_embedded ()));
  return sent && hx_db_ended (self->db, error);
}

/* Of transaction after transaction each is seen by the next. */
static void
test_committed (HxFixture    *self,
                gconstpointer data)
{
  static const char *const ids[] = { "a", "b", "c", "d" };

  begin (self);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_true (add (self->db, ids[i]));
      g_assert_true (end_and_begin (self, ids[i], &self->error));
      g_assert_false (hx_db_is_ending (self->db));
      assert_stored (self, ids[i], TRUE);
    }
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE id = name"), ==, G_N_ELEMENTS (ids));
}

/* Nothing of it is kept, and who undoes what was begun meanwhile may go on. */
static void
assert_refused (HxFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (end_and_begin (self, "a", &error));
  g_assert_nonnull (error);
  g_assert_true (hx_db_in_transaction (self->db) && hx_db_run (self->db, NULL, "ROLLBACK", ""));
  begin (self);
  assert_stored (self, "a", FALSE);
  assert_stored (self, "first", TRUE);
  g_assert_true (add (self->db, "b"));
  g_assert_true (end_and_begin (self, "b", &self->error));
  assert_stored (self, "b", TRUE);
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
}

/* The end itself is refused. */
static void
test_refused (HxFixture    *self,
              gconstpointer data)
{
  g_assert_true (hx_db_execute (self->db, LATE_TABLE, &self->error));
  g_assert_true (add (self->db, "first"));
  begin (self);
  g_assert_true (add (self->db, "a"));
  g_assert_true (hx_db_run (self->db, NULL, "INSERT INTO late (id) VALUES ($1)", "s", "nobody"));
  assert_refused (self);
}

/* What came before the end was refused, and nobody had heard of it. */
static void
test_spoilt (HxFixture    *self,
             gconstpointer data)
{
  g_assert_true (add (self->db, "first"));
  begin (self);
  g_assert_true (add (self->db, "a"));
  if (!add (self->db, "a") || !hx_db_in_transaction (self->db))
    {
      g_assert_true (hx_fixture_is_embedded ());
      g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
      return;
    }
  assert_refused (self);
}

/* The last that was heard of one is no answer to another. */
static void
test_forgotten (HxFixture    *self,
                gconstpointer data)
{
  g_assert_true (hx_db_execute (self->db, LATE_TABLE, &self->error));
  begin (self);
  g_assert_true (hx_db_run (self->db, NULL, "INSERT INTO late (id) VALUES ($1)", "s", "nobody"));
  if (hx_db_end (self->db, NULL))
    begin (self);
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  begin (self);
  g_assert_true (add (self->db, "a"));
  g_assert_true (end_and_begin (self, "a", &self->error));
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments WHERE id = 'a'"), ==, 1);
}

/* What is known to be spoilt is not sent. */
static void
test_known (HxFixture    *self,
            gconstpointer data)
{
  begin (self);
  g_assert_true (add (self->db, "a") && add (self->db, "a"));
  g_assert_false (hx_db_settle (self->db, NULL));
  g_assert_false (hx_db_end (self->db, NULL));
  g_assert_false (hx_db_is_ending (self->db));
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  begin (self);
  assert_stored (self, "a", FALSE);
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
}

/* Nobody knows what came of it, so it is never said to be done; the next goes over a new connection. */
static void
test_lost (HxFixture    *self,
           gconstpointer data)
{
  for (gint after = 0; after < 3; after++)
    {
      g_autoptr (HxDb) other = hx_db_open (self->uri, HX_DB_WRITE, NULL);
      g_autofree char *kill
          = hx_fixture_text (self, "SELECT 'SELECT pg_terminate_backend(' || pg_backend_pid() || ', 10000)'");
      gboolean sent;

      begin (self);
      g_assert_true (add (self->db, "a"));
      if (after == 0)
        g_assert_true (hx_db_run (other, NULL, kill, ""));
      sent = hx_db_end (self->db, NULL);
      if (after == 1)
        g_assert_true (hx_db_run (other, NULL, kill, ""));
      if (sent)
        hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", "");
      hx_db_ask (self->db, 1, BY_ID, "s", "a");
      if (after == 2)
        g_assert_true (hx_db_run (other, NULL, kill, ""));
      sent = sent && hx_db_ended (self->db, NULL);
      g_assert_false (hx_db_is_ending (self->db));
      if (hx_db_in_transaction (self->db))
        hx_db_run (self->db, NULL, "ROLLBACK", "");
      begin (self);
      if (sent || after == 0)
        assert_stored (self, "a", sent);
      g_assert_true (hx_db_run (self->db, NULL, "DELETE FROM departments", "") && hx_db_run (self->db, NULL, "COMMIT", ""));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/end/committed", HxFixture, NULL, hx_fixture_set_up, test_committed, hx_fixture_tear_down);
  g_test_add ("/end/refused", HxFixture, NULL, hx_fixture_set_up, test_refused, hx_fixture_tear_down);
  g_test_add ("/end/spoilt", HxFixture, NULL, hx_fixture_set_up, test_spoilt, hx_fixture_tear_down);
  g_test_add ("/end/forgotten", HxFixture, NULL, hx_fixture_set_up, test_forgotten, hx_fixture_tear_down);
  /* A file knows at once what is wrong, and has no connection to lose. */
  if (!hx_fixture_is_embedded ())
    g_test_add ("/end/known", HxFixture, NULL, hx_fixture_set_up, test_known, hx_fixture_tear_down);
  if (!hx_fixture_is_embedded ())
    g_test_add ("/end/lost", HxFixture, NULL, hx_fixture_set_up, test_lost, hx_fixture_tear_down);
  return g_test_run ();
}
