/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks that the writer keeps: what runs out is done, whatever else happens. */
#include "writer-bench.h"
#include "hx-time.h"

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
test_behind (HxFixture    *self,
             gconstpointer data)
{
  Bench bench = { .commits = 0 };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  self->now = hx_time_now () - 100 * HX_DAY;
  finish_call (self, "old");
  self->now = hx_time_now () - 28 * HX_SECOND;
  finish_call (self, "new");
  bench_open (self, &bench);
  g_mutex_lock (&bench.lock);
  while (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'waiting'") > 0)
    g_assert_true (g_cond_wait_until (&bench.changed, &bench.lock, end));
  g_mutex_unlock (&bench.lock);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups WHERE state = 'abandoned'"), ==, 2);
  bench_close (&bench);
}

/* What the clocks did in a commit that was refused they do again, and long before anything else would have them looked at. */
static void
test_again (HxFixture    *self,
            gconstpointer data)
{
  Bench bench = { .holding = TRUE };
  Job job = { { .kind = &held_kind }, .bench = &bench, .deed = ADD_TOO_LATE, .id = "late" };
  gint64 left = 5 * G_TIME_SPAN_SECOND, over, end;

  bench_make_late (self);
  self->now = hx_time_now () - 30 * HX_SECOND + left;
  finish_call (self, "new");
  over = g_get_monotonic_time () + left;
  bench_open (self, &bench);
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
  bench_close (&bench);
  g_clear_error (&job.error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/clocks/behind", HxFixture, NULL, hx_fixture_set_up, test_behind, hx_fixture_tear_down);
  g_test_add ("/clocks/again", HxFixture, NULL, hx_fixture_set_up, test_again, hx_fixture_tear_down);
  return g_test_run ();
}
