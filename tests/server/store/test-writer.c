/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that one commit serves: what one of them cannot do costs no other anything. */
#include "writer-bench.h"
#include "service/hx-pool-private.h"

/* Gives the writer all of @jobs at once, and waits for their answers. */
static void
run_together (HxFixture *self,
              Bench     *bench,
              Job       *jobs,
              guint      n_jobs)
{
  Job hold = { { .kind = &hold_kind }, .bench = bench };

  bench->holding = TRUE;
  bench_open (self, bench);
  g_assert_true (hx_writer_push (bench->writer, &hold.job));
  while (hx_writer_count (bench->writer) > 0)
    g_thread_yield ();
  /* It may have looked at the clocks before it was held. */
  bench->commits = 0;
  for (guint i = 0; i < n_jobs; i++)
    {
      jobs[i].bench = bench;
      g_assert_true (hx_writer_push (bench->writer, &jobs[i].job));
    }
  g_mutex_lock (&bench->lock);
  bench->holding = FALSE;
  g_cond_broadcast (&bench->changed);
  while (bench->answered < n_jobs + 1)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
  bench_close (bench);
}

static gboolean
is_stored (HxFixture  *self,
           const char *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM departments WHERE id = '%s'", id);

  return hx_fixture_int (self, sql) == 1;
}

/* What each was told is what the store has. */
static void
assert_kept (HxFixture *self,
             Job       *jobs,
             guint      n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    {
      g_assert_cmpuint (jobs[i].answers, ==, 1);
      g_assert_true (is_stored (self, jobs[i].id) == (jobs[i].deed == ADD));
      if (jobs[i].deed == ADD)
        g_assert_no_error (jobs[i].error);
      else
        g_assert_error (jobs[i].error, HX_ERROR, HX_ERROR_CONFLICT);
      g_clear_error (&jobs[i].error);
    }
}

/* No job had to be undone for another's sake. */
static void
assert_run_once (Job  *jobs,
                 guint n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    g_assert_cmpuint (jobs[i].runs, ==, 1);
}

#define AGAIN { .kind = &again_kind }
#define ONCE { .kind = &once_kind }

static void
test_refused (HxFixture    *self,
              gconstpointer data)
{
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { AGAIN, .deed = REFUSE, .id = "b" }, { AGAIN, .deed = ADD, .id = "c" } };
  Bench bench = { .writer = NULL };

  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  assert_run_once (jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (bench.commits, ==, 2);
}

static void
test_undone (HxFixture    *self,
             gconstpointer data)
{
  Deed deed = (Deed) GPOINTER_TO_INT (data);
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { AGAIN, .deed = deed, .id = "b" }, { AGAIN, .deed = ADD, .id = "c" } };
  Bench bench = { .writer = NULL };

  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (jobs[0].runs, ==, 2);
  g_assert_cmpuint (bench.commits, ==, 2);
}

static void
test_once (HxFixture    *self,
           gconstpointer data)
{
  Deed deed = (Deed) GPOINTER_TO_INT (data);
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { ONCE, .deed = deed, .id = "b" },
                 { ONCE, .deed = ADD, .id = "c" }, { AGAIN, .deed = deed, .id = "d" }, { AGAIN, .deed = ADD, .id = "e" } };
  Bench bench = { .writer = NULL };

  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  assert_run_once (jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (bench.commits, ==, 2);
}

/* One more in the pool; what it is counted under need not be there. */
static HxPoolChanges *
one_more (HxFixture *self)
{
  g_autoptr (HxRecord) feedback = hx_record_new (&hx_feedback_schema);
  HxServiceCall call = { .db = self->db, .pool_changes = hx_pool_changes_new () };

  hx_record_set_text (feedback, HX_FEEDBACK_CHANNEL, "phone");
  hx_record_set_text (feedback, HX_FEEDBACK_CATEGORY, "other");
  hx_record_set_text (feedback, HX_FEEDBACK_ISSUE_TYPE, "again");
  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, HX_FEEDBACK_POOL);
  g_assert_true (hx_pool_count (&call, feedback, 1, &self->error));
  return call.pool_changes;
}

/* What is done again is counted once. */
static void
test_counted (HxFixture    *self,
              gconstpointer data)
{
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { AGAIN, .deed = ADD_TWICE, .id = "b" }, { AGAIN, .deed = ADD, .id = "c" } };
  g_autoptr (HxPoolChanges) changes = one_more (self);
  Bench bench = { .writer = NULL };

  jobs[0].job.pool_changes = changes;
  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (jobs[0].runs, ==, 2);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pool_counts WHERE issue_type = 'again' AND amount = 1"), ==, 2);
}

/* The second time there is nothing that it could spoil. */
static gboolean
run_only_once (HxJob   *job,
               HxDb    *db,
               GError **error)
{
  Job *self = (Job *) job;

  self->deed = self->runs == 0 ? ADD : REFUSE;
  return again_kind.run (job, db, error);
}

static const HxJobKind only_once_kind = { .run = run_only_once, .done = bench_done, .rewind = bench_rewind };

/* Why the counts could not be written is forgotten with what they would not go with. */
static void
test_uncounted (HxFixture    *self,
                gconstpointer data)
{
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { { .kind = &only_once_kind }, .id = "b" } };
  g_autoptr (HxPoolChanges) changes = one_more (self);
  Bench bench = { .writer = NULL };

  g_assert_true (hx_db_execute (self->db,
                                "CREATE TRIGGER uncounted BEFORE INSERT ON pool_counts"
                                " WHEN EXISTS (SELECT 1 FROM departments WHERE id = 'b')"
                                " BEGIN SELECT RAISE (ABORT, 'No'); END",
                                &self->error));
  jobs[0].job.pool_changes = changes;
  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (jobs[0].runs, ==, 2);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pool_counts WHERE issue_type = 'again' AND amount = 1"), ==, 2);
}

/* What one that may be run again spoils unseen is no fault of one that may not. */
static void
test_blame (HxFixture    *self,
            gconstpointer data)
{
  Job jobs[] = { { AGAIN, .deed = ADD_TWICE, .id = "a" }, { ONCE, .deed = ADD, .id = "b" }, { AGAIN, .deed = ADD_TWICE, .id = "c" } };
  Bench bench = { .writer = NULL };

  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  g_assert_cmpuint (jobs[1].runs, ==, 1);
}

/* The store gives way after this. */
static gboolean
run_refused_and_lost (HxJob   *job,
                      HxDb    *db,
                      GError **error)
{
  Job *self = (Job *) job;

  self->runs++;
  hx_db_run (db, NULL, "ROLLBACK", "");
  g_set_error_literal (error, HX_ERROR, HX_ERROR_NOT_FOUND, "There is no such thing");
  return FALSE;
}

static const HxJobKind lost_kind = { .run = run_refused_and_lost, .done = bench_done };

/* Why somebody was refused is told to them alone; and not to them either where it may have been because of what was lost.
 * Who had not had a turn has it next, and in the order in which they came. */
static void
test_lost (HxFixture    *self,
           gconstpointer data)
{
  Job first[] = { { { .kind = &lost_kind }, .id = "x" }, { AGAIN, .deed = ADD, .id = "y" } };
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { { .kind = &lost_kind }, .id = "b" },
                 { AGAIN, .deed = ADD, .id = "c" }, { AGAIN, .deed = ADD, .id = "c" } };
  Bench early = { .writer = NULL }, bench = { .writer = NULL };

  run_together (self, &early, first, G_N_ELEMENTS (first));
  g_assert_error (first[0].error, HX_ERROR, HX_ERROR_NOT_FOUND);
  g_assert_no_error (first[1].error);
  g_assert_true (is_stored (self, "y"));
  g_clear_error (&first[0].error);
  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  g_assert_error (jobs[0].error, HX_ERROR, HX_ERROR_UNAVAILABLE);
  g_assert_error (jobs[1].error, HX_ERROR, HX_ERROR_UNAVAILABLE);
  g_assert_no_error (jobs[2].error);
  g_assert_error (jobs[3].error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_false (is_stored (self, "a"));
  g_assert_true (is_stored (self, "c"));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    g_clear_error (&jobs[i].error);
}

#define BY_ID "SELECT name FROM departments WHERE id = $1"

static void
ask_for_row (HxJob *job,
             HxDb  *db)
{
  hx_db_ask (db, 1, BY_ID, "s", ((Job *) job)->id);
}

static gboolean
run_unless_there (HxJob   *job,
                  HxDb    *db,
                  GError **error)
{
  Job *self = (Job *) job;
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, BY_ID, "s", self->id);

  self->runs++;
  g_assert_no_error (failure);
  return row != NULL || bench_add (db, self->id, error);
}

static const HxJobKind unless_there_kind = {
  .ask = ask_for_row, .run = run_unless_there, .done = bench_done, .rewind = bench_rewind
};

/* What a job was answered ahead of its turn, the jobs before it may have made untrue. */
static void
test_ahead (HxFixture    *self,
            gconstpointer data)
{
  static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g" };
  Job jobs[100] = { 0 };
  Bench bench = { .writer = NULL };

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = (Job){ { .kind = &unless_there_kind }, .deed = ADD, .id = ids[i * i % G_N_ELEMENTS (ids)] };
  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  assert_kept (self, jobs, G_N_ELEMENTS (jobs));
  assert_run_once (jobs, G_N_ELEMENTS (jobs));
  /* Across a wire half of them are left for the next, which begins with the end of theirs. */
  g_assert_cmpuint (bench.commits, ==, hx_db_is_shared (self->db) ? 3 : 2);
}

/* What began behind a commit that was refused is done all the same. */
static void
test_end (HxFixture    *self,
          gconstpointer data)
{
  Job jobs[60] = { 0 };
  Bench bench = { .writer = NULL };
  g_autofree char *ids = g_new0 (char, 2 * G_N_ELEMENTS (jobs));
  guint kept = 0;

  bench_make_late (self);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      ids[2 * i] = (char) ('0' + i);
      jobs[i] = (Job){ { .kind = &unless_there_kind }, .deed = ADD, .id = ids + 2 * i };
    }
  jobs[0] = (Job){ AGAIN, .deed = ADD_TOO_LATE, .id = "late" };
  run_together (self, &bench, jobs, G_N_ELEMENTS (jobs));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      g_assert_cmpuint (jobs[i].answers, ==, 1);
      g_assert_true (is_stored (self, jobs[i].id) == (jobs[i].error == NULL));
      kept += jobs[i].error == NULL;
      g_clear_error (&jobs[i].error);
    }
  g_assert_cmpuint (kept, ==, hx_db_is_shared (self->db) ? G_N_ELEMENTS (jobs) / 2 : 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    Deed deed;
    void (*test) (HxFixture *, gconstpointer);
  } cases[] = {
    { "/writer/refused", REFUSE, test_refused },
    { "/writer/undone/failed", ADD_AND_FAIL, test_undone },
    { "/writer/undone/late", ADD_TWICE, test_undone },
    { "/writer/once/refused", REFUSE, test_once },
    { "/writer/once/failed", ADD_AND_FAIL, test_once },
    { "/writer/once/late", ADD_TWICE, test_once },
    { "/writer/counted", ADD, test_counted },
    { "/writer/uncounted", ADD, test_uncounted },
    { "/writer/blame", ADD, test_blame },
    { "/writer/lost", ADD, test_lost },
    { "/writer/ahead", ADD, test_ahead },
    { "/writer/end", ADD, test_end },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    /* Across a wire it is not the counts that learn of it, but who looks whether all is done. */
    if (hx_fixture_is_embedded () || cases[i].test != test_uncounted)
      g_test_add (cases[i].path, HxFixture, GINT_TO_POINTER (cases[i].deed), hx_fixture_set_up, cases[i].test,
                hx_fixture_tear_down);
  return g_test_run ();
}
