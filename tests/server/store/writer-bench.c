/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writer-bench.h"

/* All of it parameters: on PostgreSQL such a row waits for others. */
#define ADD_ROW "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5)"

gboolean
bench_add (HxDb       *db,
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
  if (self->deed != REFUSE && !bench_add (db, self->id, error))
    return FALSE;
  if (self->deed == ADD)
    return TRUE;
  if (self->deed == ADD_TWICE)
    return bench_add (db, self->id, error);
  if (self->deed == ADD_TOO_LATE)
    return hx_db_run (db, error, "INSERT INTO late (id) VALUES ('nobody')", "");
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "No");
  return FALSE;
}

void
bench_done (HxJob        *job,
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

void
bench_rewind (HxJob *job)
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

static gboolean
run_held (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  return run_hold (job, db, error) && run (job, db, error);
}

const HxJobKind again_kind = { .run = run, .done = bench_done, .rewind = bench_rewind };
const HxJobKind once_kind = { .run = run, .done = bench_done };
const HxJobKind hold_kind = { .run = run_hold, .done = bench_done };
const HxJobKind held_kind = { .run = run_held, .done = bench_done };

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
  Bench *bench = data;

  g_mutex_lock (&bench->lock);
  bench->commits++;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

void
bench_open (HxFixture *self,
            Bench     *bench)
{
  bench->metrics = hx_metrics_new ();
  bench->hub = hx_event_hub_new (1, 1, bench->metrics);
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  bench->writer = hx_writer_new (hx_fixture_open (self), self->site, NULL, bench->hub, on_events, on_committed, bench);
}

void
bench_close (Bench *bench)
{
  hx_writer_free (bench->writer);
  hx_event_hub_free (bench->hub);
  hx_metrics_free (bench->metrics);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->changed);
}

void
bench_make_late (HxFixture *self)
{
  g_assert_true (hx_db_execute (self->db,
                                "CREATE TABLE late (id text REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED)",
                                &self->error));
}
