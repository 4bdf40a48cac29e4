/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two writers on one store, as two servers have them: what goes wrong for one commit is told to those of it, and the
 * numbers that were given have no gap. */
#include "hx-fixture.h"
#include "hx-time.h"
#include "hx-writer.h"
#include "store/hx-counters.h"

#define WRITERS 2
#define PUSHERS 24
#define JOBS_EACH 60

/* One job in so many spoils the commit that it is in. */
#define SPOILS 50

typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean holding;
} Desk;

typedef struct
{
  HxJob job;
  Desk *desk;
  char id[40];
  gboolean spoils;
  guint answers;
  guint runs;
  GError *error; /* (nullable): what it was answered */
} Job;

static gboolean
run (HxJob   *job,
     HxDb    *db,
     GError **error)
{
  Job *self = (Job *) job;
  gint64 number = hx_counter_next (db, "rectification", error);

  self->runs++;
  return number != 0 && hx_db_run (db, error, "INSERT INTO marks (id, number) VALUES ($1, $2)", "si", self->id, number)
         && (!self->spoils || hx_db_run (db, error, "INSERT INTO late (id) VALUES ('nobody')", ""));
}

static void
ask (HxJob *job,
     HxDb  *db)
{
  hx_db_ask (db, 1, "SELECT number FROM marks WHERE id = $1", "s", ((Job *) job)->id);
}

static void
rewind_job (HxJob *job)
{
}

static void
done (HxJob        *job,
      const GError *error)
{
  Job *self = (Job *) job;

  g_mutex_lock (&self->desk->lock);
  self->answers++;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_cond_broadcast (&self->desk->changed);
  g_mutex_unlock (&self->desk->lock);
}

static gboolean
run_hold (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  Desk *desk = ((Job *) job)->desk;

  g_mutex_lock (&desk->lock);
  while (desk->holding)
    g_cond_wait (&desk->changed, &desk->lock);
  g_mutex_unlock (&desk->lock);
  return TRUE;
}

static const HxJobKind again_kind = { .ask = ask, .run = run, .done = done, .rewind = rewind_job };
static const HxJobKind hold_kind = { .run = run_hold, .done = done };

static void
wait_for_answer (Job *job)
{
  g_mutex_lock (&job->desk->lock);
  while (job->answers == 0)
    g_cond_wait (&job->desk->changed, &job->desk->lock);
  g_mutex_unlock (&job->desk->lock);
}

static void
on_events (GPtrArray *events,
           GPtrArray *records,
           gpointer   data)
{
}

static void
on_committed (HxDb                *db,
              guint                jobs,
              gint64               spent,
              const HxAuditAnchor *head,
              gpointer             data)
{
}

static HxWriter *
new_writer (HxFixture  *self,
            HxEventHub *hub)
{
  return hx_writer_new (hx_fixture_open (self), self->site, NULL, hub, on_events, on_committed, NULL);
}

static void
make_tables (HxFixture *self)
{
  hx_db_execute (self->db,
                 "CREATE TABLE marks (id text PRIMARY KEY, number bigint NOT NULL);"
                 "CREATE TABLE late (id text REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED)",
                 &self->error);
  g_assert_no_error (self->error);
}

static void
desk_init (Desk *desk)
{
  g_mutex_init (&desk->lock);
  g_cond_init (&desk->changed);
}

static void
desk_clear (Desk *desk)
{
  g_mutex_clear (&desk->lock);
  g_cond_clear (&desk->changed);
}

/* -- each in the other's way ------------------------------------------------------ */

typedef struct
{
  HxWriter *writer;
  Desk *desk;
  Job jobs[JOBS_EACH];
  guint number;
} Pusher;

static gpointer
push_all (gpointer data)
{
  Pusher *self = data;

  for (guint i = 0; i < JOBS_EACH; i++)
    {
      Job *job = self->jobs + i;

      *job = (Job){ { .kind = &again_kind }, self->desk, .spoils = g_random_int_range (0, SPOILS) == 0 };
      g_snprintf (job->id, sizeof job->id, "%u-%u", self->number, i);
      g_assert_true (hx_writer_push (self->writer, &job->job));
      wait_for_answer (job);
    }
  return NULL;
}

static guint
count_kept (HxFixture *self,
            Pusher    *pusher)
{
  guint kept = 0;

  for (guint i = 0; i < JOBS_EACH; i++)
    {
      Job *job = pusher->jobs + i;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM marks WHERE id = '%s'", job->id);

      g_assert_cmpuint (job->answers, ==, 1);
      g_assert_cmpint (hx_fixture_int (self, sql), ==, job->error == NULL);
      g_assert_false (job->spoils && job->error == NULL);
      kept += job->error == NULL;
      g_clear_error (&job->error);
    }
  return kept;
}

static void
test_spoilt (HxFixture    *self,
             gconstpointer data)
{
  g_autoptr (HxMetrics) metrics = hx_metrics_new ();
  g_autofree Pusher *pushers = g_new0 (Pusher, PUSHERS);
  HxEventHub *hubs[WRITERS];
  HxWriter *writers[WRITERS];
  GThread *threads[PUSHERS];
  Desk desk = { 0 };
  gint64 before, kept = 0;

  make_tables (self);
  desk_init (&desk);
  before = hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'rectification'");
  for (guint i = 0; i < WRITERS; i++)
    {
      hubs[i] = hx_event_hub_new (1, 1, metrics);
      writers[i] = new_writer (self, hubs[i]);
    }
  for (guint i = 0; i < PUSHERS; i++)
    {
      pushers[i].writer = writers[i % WRITERS];
      pushers[i].desk = &desk;
      pushers[i].number = i;
      threads[i] = g_thread_new ("pusher", push_all, pushers + i);
    }
  for (guint i = 0; i < PUSHERS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < WRITERS; i++)
    {
      hx_writer_free (writers[i]);
      hx_event_hub_free (hubs[i]);
    }
  for (guint i = 0; i < PUSHERS; i++)
    kept += count_kept (self, pushers + i);
  desk_clear (&desk);
  g_assert_cmpint (kept, >, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM marks"), ==, kept);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(DISTINCT number) FROM marks"), ==, kept);
  g_assert_cmpint (hx_fixture_int (self, "SELECT max(number) FROM marks"), ==, before + kept);
  g_assert_cmpint (hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'rectification'"), ==, before + kept);
}

/* -- waiting for the other's turn --------------------------------------------------- */

#define LOCKS "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND %s"

static void
wait_for_lock (HxFixture  *self,
               const char *which)
{
  g_autofree char *sql = g_strdup_printf (LOCKS, which);

  while (hx_fixture_int (self, sql) == 0)
    g_thread_yield ();
}

static gpointer
begin_other (gpointer db)
{
  g_assert_true (hx_db_run (db, NULL, "BEGIN IMMEDIATE", ""));
  return NULL;
}

/* The connection of one that waits for its turn, begun behind a commit, is lost: nothing of it has been done, and
 * all of it is. */
static void
test_turn (HxFixture    *self,
           gconstpointer data)
{
  g_autoptr (HxMetrics) metrics = hx_metrics_new ();
  g_autoptr (HxDb) other = hx_fixture_open (self);
  HxEventHub *hub = hx_event_hub_new (1, 1, metrics);
  Desk desk = { .holding = TRUE };
  Job hold = { { .kind = &hold_kind }, &desk };
  Job jobs[10] = { 0 };
  HxWriter *writer;
  GThread *thread;

  make_tables (self);
  desk_init (&desk);
  writer = new_writer (self, hub);
  g_assert_true (hx_writer_push (writer, &hold.job));
  while (hx_writer_count (writer) > 0)
    g_thread_yield ();
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      jobs[i] = (Job){ { .kind = &again_kind }, &desk };
      g_snprintf (jobs[i].id, sizeof jobs[i].id, "%u", i);
      g_assert_true (hx_writer_push (writer, &jobs[i].job));
    }
  wait_for_lock (self, "granted");
  thread = g_thread_new ("other", begin_other, other);
  wait_for_lock (self, "NOT granted");
  g_mutex_lock (&desk.lock);
  desk.holding = FALSE;
  g_cond_broadcast (&desk.changed);
  g_mutex_unlock (&desk.lock);
  wait_for_answer (&hold);
  g_thread_join (thread);
  g_assert_no_error (hold.error);
  wait_for_lock (self, "NOT granted");
  hx_fixture_int (self, "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
  g_assert_true (hx_db_run (other, NULL, "ROLLBACK", ""));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      wait_for_answer (jobs + i);
      g_assert_no_error (jobs[i].error);
    }
  hx_writer_free (writer);
  hx_event_hub_free (hub);
  desk_clear (&desk);
}

/* -- clocks ------------------------------------------------------------------------- */

/* After a start the other servers are given the time to say that they are there, also when somebody's commit is refused
 * meanwhile. */
static void
test_settle (HxFixture    *self,
             gconstpointer data)
{
  static const char in[] = ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\",\"user\":\"1001\"";
  g_autoptr (HxMetrics) metrics = hx_metrics_new ();
  HxEventHub *hub = hx_event_hub_new (1, 1, metrics);
  Desk desk = { 0 };
  Job job = { { .kind = &again_kind }, &desk, "a", .spoils = TRUE };
  HxWriter *writer;
  gint64 begun;

  make_tables (self);
  desk_init (&desk);
  self->now = hx_time_now () - 100 * HX_DAY;
  hx_fixture_cti (self, "newCall", "old", in);
  hx_fixture_cti (self, "answer", "old", in);
  hx_fixture_cti (self, "hangup", "old", in);
  begun = g_get_monotonic_time ();
  writer = new_writer (self, hub);
  g_assert_true (hx_writer_push (writer, &job.job));
  wait_for_answer (&job);
  g_assert_nonnull (job.error);
  while (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'waiting'") > 0)
    g_thread_yield ();
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 5 * G_TIME_SPAN_SECOND);
  hx_writer_free (writer);
  hx_event_hub_free (hub);
  g_clear_error (&job.error);
  desk_clear (&desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_false (hx_fixture_is_embedded ());
  g_test_add ("/two-writers/spoilt", HxFixture, NULL, hx_fixture_set_up, test_spoilt, hx_fixture_tear_down);
  g_test_add ("/two-writers/turn", HxFixture, NULL, hx_fixture_set_up, test_turn, hx_fixture_tear_down);
  g_test_add ("/two-writers/settle", HxFixture, NULL, hx_fixture_set_up, test_settle, hx_fixture_tear_down);
  return g_test_run ();
}
