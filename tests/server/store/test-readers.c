/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which reader a job goes to, and that none is forgotten. */
#include "hx-fixture.h"
#include "hx-reader-pool.h"

#define READERS 3
#define ROUNDS 200

typedef struct _Bench Bench;

typedef struct
{
  HxJob job;
  Bench *bench;
  HxDb *db; /* whose it was */
} Job;

struct _Bench
{
  HxReaderPool *pool;
  GMutex lock;
  GCond changed;
  guint running;
  guint together; /* so many have to run at once, before any goes on */
  guint done;
  guint rounds;   /* still to come */
  Job jobs[READERS];
};

static gboolean
run_together (HxJob   *job,
              HxDb    *db,
              GError **error)
{
  Job *self = (Job *) job;
  Bench *bench = self->bench;

  self->db = db;
  g_mutex_lock (&bench->lock);
  bench->running++;
  g_cond_broadcast (&bench->changed);
  while (bench->running < bench->together)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
  return TRUE;
}

static void
done (HxJob        *job,
      const GError *error)
{
  Bench *bench = ((Job *) job)->bench;

  g_assert_no_error (error);
  g_mutex_lock (&bench->lock);
  bench->done++;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

static const HxJobKind once_kind = { .run = run_together, .done = done };

static void
push_all (Bench           *bench,
          const HxJobKind *kind,
          guint            n_jobs)
{
  g_mutex_lock (&bench->lock);
  bench->running = bench->done = 0;
  bench->together = n_jobs;
  g_mutex_unlock (&bench->lock);
  for (guint i = 0; i < n_jobs; i++)
    {
      bench->jobs[i] = (Job){ { .kind = kind }, bench, NULL };
      g_assert_true (hx_reader_pool_push (bench->pool, &bench->jobs[i].job));
    }
}

static void
wait_done (Bench *bench,
           guint  count)
{
  g_mutex_lock (&bench->lock);
  while (bench->done < count)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
}

static void
bench_start (Bench     *bench,
             HxFixture *self)
{
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  bench->pool = hx_reader_pool_new (self->uri, hx_db_get_keyring (self->db), hx_site_get_names (self->site), READERS,
                                    &self->error);
  g_assert_no_error (self->error);
  /* Afterwards all of them rest. */
  push_all (bench, &once_kind, READERS);
  wait_done (bench, READERS);
}

static void
bench_end (Bench *bench)
{
  hx_reader_pool_free (bench->pool);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->changed);
}

/* The last of a round asks for the next one, while it is still being answered itself. */
static void
done_and_again (HxJob        *job,
                const GError *error)
{
  Bench *bench = ((Job *) job)->bench;
  gboolean again;

  g_assert_no_error (error);
  g_mutex_lock (&bench->lock);
  again = ++bench->done == bench->together && bench->rounds > 0;
  g_mutex_unlock (&bench->lock);
  if (again && --bench->rounds > 0)
    push_all (bench, job->kind, bench->together);
  else if (again)
    done (job, NULL);
}

static const HxJobKind again_kind = { .run = run_together, .done = done_and_again };

static void
test_all (HxFixture    *self,
          gconstpointer data)
{
  Bench bench = { .rounds = ROUNDS };

  bench_start (&bench, self);
  for (guint i = 0; i < READERS; i++)
    for (guint k = 0; k < i; k++)
      g_assert_true (bench.jobs[i].db != bench.jobs[k].db);
  push_all (&bench, &again_kind, READERS);
  wait_done (&bench, READERS + 1);
  g_assert_cmpuint (bench.rounds, ==, 0);
  bench_end (&bench);
}

static void
done_and_same (HxJob        *job,
               const GError *error)
{
  Job *self = (Job *) job;
  Bench *bench = self->bench;
  HxDb *db = self->db;

  g_assert_no_error (error);
  g_assert_true (bench->jobs[1].db == NULL || bench->jobs[1].db == db);
  bench->jobs[1].db = db;
  if (bench->rounds-- == 0)
    done (job, NULL);
  else
    g_assert_true (hx_reader_pool_push (bench->pool, job));
}

static const HxJobKind same_kind = { .run = run_together, .done = done_and_same };

static void
test_same (HxFixture    *self,
           gconstpointer data)
{
  Bench bench = { .rounds = ROUNDS };

  bench_start (&bench, self);
  bench.jobs[1].db = NULL;
  push_all (&bench, &same_kind, 1);
  wait_done (&bench, 1);
  bench_end (&bench);
}

static void
test_stop (HxFixture    *self,
           gconstpointer data)
{
  Bench bench = { .rounds = 0 };
  Job waiting[READERS], late = { { .kind = &once_kind }, &bench, NULL };

  bench_start (&bench, self);
  push_all (&bench, &once_kind, READERS);
  for (guint i = 0; i < READERS; i++)
    {
      waiting[i] = (Job){ { .kind = &once_kind }, &bench, NULL };
      g_assert_true (hx_reader_pool_push (bench.pool, &waiting[i].job));
    }
  hx_reader_pool_stop (bench.pool);
  g_assert_cmpuint (bench.done, ==, 2 * READERS);
  g_assert_false (hx_reader_pool_push (bench.pool, &late.job));
  g_assert_cmpuint (hx_reader_pool_count (bench.pool), ==, 0);
  bench_end (&bench);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
  } cases[] = {
    { "/readers/all-at-once", test_all },
    { "/readers/the-same-again", test_same },
    { "/readers/what-waits-is-done", test_stop },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, HxFixture, NULL, hx_fixture_set_up, cases[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
