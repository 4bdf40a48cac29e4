/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that one commit serves: what one of them cannot do costs no other anything. */
#include "hx-fixture.h"
#include "hx-time.h"
#include "hx-writer.h"
#include "service/hx-pool-private.h"

/* What a job of this test does; the row that it adds is a department. */
typedef enum
{
  ADD,
  REFUSE,          /* fails before it has written */
  ADD_AND_FAIL,
  ADD_TWICE,       /* the store refuses the second, PostgreSQL later than it was asked */
  ADD_TOO_LATE,    /* the store refuses the commit */
  N_DEEDS
} Deed;

typedef struct _Bench Bench;

typedef struct
{
  HxJob job;
  Bench *bench;
  Deed deed;
  const char *id;
  guint runs;
  guint answers;
  GError *error; /* (nullable): what it was answered */
} Job;

struct _Bench
{
  HxMetrics *metrics;
  HxEventHub *hub;
  HxWriter *writer;
  GMutex lock;
  GCond changed;
  gboolean holding; /* a job keeps the writer, so that what is pushed meanwhile is committed together */
  guint answered;
  guint commits;
};

/* All of it parameters: on PostgreSQL such a row waits for others. */
#define ADD_ROW "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5)"

static gboolean
add (HxDb       *db,
     const char *id,
     GError    **error)
{
  return hx_db_run (db, error, ADD_ROW, "siiis", id, (gint64) 1, (gint64) 1, (gint64) 1, id);
}

static gboolean
run (HxJob   *job,
     HxDb    *db,
     GError **error)
{
  Job *self = (Job *) job;

  self->runs++;
  if (self->deed != REFUSE && !add (db, self->id, error))
    return FALSE;
  if (self->deed == ADD)
    return TRUE;
  if (self->deed == ADD_TWICE)
    return add (db, self->id, error);
  if (self->deed == ADD_TOO_LATE)
    return hx_db_run (db, error, "INSERT INTO late (id) VALUES ('nobody')", "");
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "No");
  return FALSE;
}

static void
done (HxJob        *job,
      const GError *error)
{
  Job *self = (Job *) job;

  g_mutex_lock (&self->bench->lock);
  self->answers++;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->bench->answered++;
  g_cond_broadcast (&self->bench->changed);
  g_mutex_unlock (&self->bench->lock);
}

/* Nothing to forget: what it did are rows. */
static void
rewind_job (HxJob *job)
{
}

static gboolean
run_hold (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  Bench *bench = ((Job *) job)->bench;

  g_mutex_lock (&bench->lock);
  while (bench->holding)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
  return TRUE;
}

static const HxJobKind again_kind = { .run = run, .done = done, .rewind = rewind_job };
static const HxJobKind once_kind = { .run = run, .done = done };
static const HxJobKind hold_kind = { .run = run_hold, .done = done };

static void
on_events (GPtrArray *events,
           GPtrArray *records,
           gpointer   data)
{
}

static void
on_committed (guint    jobs,
              gint64   spent,
              gpointer data)
{
  Bench *bench = data;

  g_mutex_lock (&bench->lock);
  bench->commits++;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

static void
open_bench (HxFixture *self,
            Bench     *bench)
{
  bench->metrics = hx_metrics_new ();
  bench->hub = hx_event_hub_new (1, 1, bench->metrics);
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  bench->writer = hx_writer_new (hx_fixture_open (self), self->site, NULL, bench->hub, on_events, on_committed, bench);
}

static void
close_bench (Bench *bench)
{
  hx_writer_free (bench->writer);
  hx_event_hub_free (bench->hub);
  hx_metrics_free (bench->metrics);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->changed);
}

/* Gives the writer all of @jobs at once, and waits for their answers. */
static void
run_together (HxFixture *self,
              Bench     *bench,
              Job       *jobs,
              guint      n_jobs)
{
  Job hold = { { .kind = &hold_kind }, .bench = bench };

  bench->holding = TRUE;
  open_bench (self, bench);
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
  close_bench (bench);
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

static const HxJobKind lost_kind = { .run = run_refused_and_lost, .done = done };

/* Why somebody was refused is told to them alone; and not to them either where it may have been because of what was lost. */
static void
test_lost (HxFixture    *self,
           gconstpointer data)
{
  Job first[] = { { { .kind = &lost_kind }, .id = "x" }, { AGAIN, .deed = ADD, .id = "y" } };
  Job jobs[] = { { AGAIN, .deed = ADD, .id = "a" }, { { .kind = &lost_kind }, .id = "b" }, { AGAIN, .deed = ADD, .id = "c" } };
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
  g_assert_false (is_stored (self, "a"));
  g_assert_true (is_stored (self, "c"));
  g_clear_error (&jobs[0].error);
  g_clear_error (&jobs[1].error);
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
  return row != NULL || add (db, self->id, error);
}

static const HxJobKind unless_there_kind = { .ask = ask_for_row, .run = run_unless_there, .done = done, .rewind = rewind_job };

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

/* Where ADD_TOO_LATE says what names nobody. */
static void
make_late (HxFixture *self)
{
  g_assert_true (hx_db_execute (self->db,
                                "CREATE TABLE late (id text REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED)",
                                &self->error));
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

  make_late (self);
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

static void
finish_call (HxFixture  *self,
             const char *call_id)
{
  static const char in[] = ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\",\"user\":\"1001\"";

  hx_fixture_cti (self, "newCall", call_id, in);
  hx_fixture_cti (self, "answer", call_id, in);
  hx_fixture_cti (self, "hangup", call_id, in);
}

/* After a start there may be more to keep up than one step does: clocks run nevertheless. */
static void
test_clocks (HxFixture    *self,
             gconstpointer data)
{
  Bench bench = { .commits = 0 };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  self->now = hx_time_now () - 100 * HX_DAY;
  finish_call (self, "old");
  self->now = hx_time_now () - 28 * HX_SECOND;
  finish_call (self, "new");
  open_bench (self, &bench);
  g_mutex_lock (&bench.lock);
  while (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'waiting'") > 0)
    g_assert_true (g_cond_wait_until (&bench.changed, &bench.lock, end));
  g_mutex_unlock (&bench.lock);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'abandoned'"), ==, 2);
  close_bench (&bench);
}

static gboolean
run_held (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  return run_hold (job, db, error) && run (job, db, error);
}

static const HxJobKind held_kind = { .run = run_held, .done = done };

/* What the clocks did in a commit that was refused they do again, and long before anything else would have them looked at. */
static void
test_clocks_again (HxFixture    *self,
                   gconstpointer data)
{
  Bench bench = { .holding = TRUE };
  Job job = { { .kind = &held_kind }, .bench = &bench, .deed = ADD_TOO_LATE, .id = "late" };
  gint64 left = 5 * G_TIME_SPAN_SECOND, over, end;

  make_late (self);
  self->now = hx_time_now () - 30 * HX_SECOND + left;
  finish_call (self, "new");
  over = g_get_monotonic_time () + left;
  open_bench (self, &bench);
  g_assert_true (hx_writer_push (bench.writer, &job.job));
  g_mutex_lock (&bench.lock);
  while (g_cond_wait_until (&bench.changed, &bench.lock, over))
    ;
  bench.holding = FALSE;
  g_cond_broadcast (&bench.changed);
  while (bench.answered < 1)
    g_cond_wait (&bench.changed, &bench.lock);
  g_assert_nonnull (job.error);
  end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  while (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'waiting'") > 0)
    g_assert_true (g_cond_wait_until (&bench.changed, &bench.lock, end));
  g_mutex_unlock (&bench.lock);
  close_bench (&bench);
  g_clear_error (&job.error);
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
    { "/writer/blame", ADD, test_blame },
    { "/writer/lost", ADD, test_lost },
    { "/writer/ahead", ADD, test_ahead },
    { "/writer/end", ADD, test_end },
    { "/writer/clocks", ADD, test_clocks },
    { "/writer/clocks/again", ADD_TOO_LATE, test_clocks_again },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, HxFixture, GINT_TO_POINTER (cases[i].deed), hx_fixture_set_up, cases[i].test,
                hx_fixture_tear_down);
  return g_test_run ();
}
