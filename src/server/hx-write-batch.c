/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-write-batch-private.h"
#include "store/hx-counters.h"

/* Jobs whose questions may be under way. */
#define AHEAD 32

static void
free_error (gpointer error)
{
  if (error != NULL)
    g_error_free (error);
}

static void
free_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

HxWriteBatch *
hx_write_batch_new (HxDb *db)
{
  HxWriteBatch *batch = g_new (HxWriteBatch, 1);

  *batch = (HxWriteBatch){
    .db = db,
    .jobs = g_ptr_array_new (),
    .errors = g_ptr_array_new_with_free_func (free_error),
    .events = g_ptr_array_new_with_free_func (g_object_unref),
    .records = g_ptr_array_new_with_free_func (free_record),
    .pool_changes = hx_pool_changes_new (),
  };
  return batch;
}

void
hx_write_batch_free (HxWriteBatch *batch)
{
  g_ptr_array_unref (batch->jobs);
  g_ptr_array_unref (batch->errors);
  g_ptr_array_unref (batch->events);
  g_ptr_array_unref (batch->records);
  g_ptr_array_unref (batch->pool_changes);
  g_clear_error (&batch->failure);
  g_free (batch);
}

void
hx_write_batch_take (HxWriteBatch *batch,
                     GPtrArray    *events,
                     GPtrArray    *records)
{
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      HxRecord *event = events->pdata[i];
      HxRecord *record = records != NULL && i < records->len ? records->pdata[i] : NULL;

      g_ptr_array_add (batch->events, g_object_ref (event));
      g_ptr_array_add (batch->records, record != NULL ? g_object_ref (record) : NULL);
      if (g_strcmp0 (hx_record_get_text (event, HX_EVENT_THING), hx_wrapup_schema.name) == 0)
        batch->clocks = TRUE;
    }
}

gboolean
hx_write_batch_begin (HxWriteBatch *batch,
                      GError      **error)
{
  hx_counters_mark (batch->db);
  return hx_db_run (batch->db, error, "SAVEPOINT job", "");
}

gboolean
hx_write_batch_end (HxWriteBatch *batch,
                    GError      **error)
{
  return hx_db_run (batch->db, error, "RELEASE job", "");
}

gboolean
hx_write_batch_undo (HxWriteBatch *batch)
{
  g_autoptr (GError) error = NULL;

  hx_counters_undo (batch->db);
  if (hx_db_in_transaction (batch->db) && hx_db_run (batch->db, &error, "ROLLBACK TO job", "")
      && hx_db_run (batch->db, &error, "RELEASE job", ""))
    return TRUE;
  if (error != NULL)
    g_warning ("A job could not be undone: %s", error->message);
  return FALSE;
}

/* What is left of a job that was undone, such as that somebody was refused. */
static gboolean
keep_failure (HxWriteBatch *batch,
              HxJob        *job,
              const GError *failure)
{
  g_autoptr (GError) error = NULL;

  if (job->kind->failed == NULL)
    return TRUE;
  if (hx_write_batch_begin (batch, &error) && job->kind->failed (job, batch->db, failure, &error)
      && hx_write_batch_end (batch, &error))
    return TRUE;
  g_warning ("A refusal could not be kept: %s", error->message);
  return hx_write_batch_undo (batch);
}

static void
take_job (HxWriteBatch *batch,
          HxJob        *job)
{
  hx_write_batch_take (batch, job->events, job->records);
  hx_pool_changes_merge (batch->pool_changes, job->pool_changes);
  g_ptr_array_add (batch->errors, NULL);
}

static void
ask (HxWriteBatch *batch,
     HxJob        *job)
{
  if (job->kind->ask != NULL)
    job->kind->ask (job, batch->db);
}

/* On PostgreSQL each question is a journey: those of some jobs make one together, while the ones before them are done.
 * What these write may make an answer untrue; the engine notices. */
void
hx_write_batch_ask (HxWriteBatch *batch)
{
  guint run = batch->errors->len;
  /* The first is not to wait for many. */
  guint until = MIN (run + (batch->asked == 0 ? AHEAD / 2 : AHEAD), batch->jobs->len);

  if (batch->careful || batch->asked > run + AHEAD / 2)
    return;
  for (; batch->asked < until; batch->asked++)
    ask (batch, batch->jobs->pdata[batch->asked]);
}

static gboolean
run_in_savepoint (HxWriteBatch *batch,
                  HxJob        *job)
{
  g_autoptr (GError) error = NULL;
  gboolean intact, done = FALSE;

  if (hx_write_batch_begin (batch, &error))
    {
      ask (batch, job);
      done = job->kind->run (job, batch->db, &error) && hx_write_batch_end (batch, &error);
    }
  if (done)
    {
      take_job (batch, job);
      return TRUE;
    }
  intact = hx_write_batch_undo (batch) && keep_failure (batch, job, error);
  g_ptr_array_add (batch->errors, g_steal_pointer (&error));
  return intact;
}

/* Most who are refused are refused before anything is written, and then there is nothing to undo. */
static gboolean
run_plainly (HxWriteBatch *batch,
             HxJob        *job)
{
  guint64 written = hx_db_count_writes (batch->db);
  g_autoptr (GError) error = NULL;
  gboolean intact;

  hx_write_batch_ask (batch);
  hx_counters_mark (batch->db);
  if (job->kind->run (job, batch->db, &error))
    {
      take_job (batch, job);
      return TRUE;
    }
  hx_counters_undo (batch->db);
  intact = hx_db_settle (batch->db, NULL) && hx_db_in_transaction (batch->db)
           && hx_db_count_writes (batch->db) == written && keep_failure (batch, job, error);
  g_ptr_array_add (batch->errors, g_steal_pointer (&error));
  return intact;
}

gboolean
hx_write_batch_run (HxWriteBatch *batch)
{
  gboolean intact = TRUE;

  for (guint i = 0; intact && i < batch->jobs->len; i++)
    {
      HxJob *job = batch->jobs->pdata[i];

      /* What cannot be run again must not be undone for another's sake, nor be blamed for it. */
      if (!batch->careful && job->kind->rewind == NULL)
        {
          if (!hx_db_settle (batch->db, NULL))
            return FALSE;
          batch->careful = TRUE;
        }
      intact = batch->careful ? run_in_savepoint (batch, job) : run_plainly (batch, job);
    }
  /* The counts go with what the last jobs wrote, and how they stand comes with whether all that was done. */
  return intact && hx_pool_changes_write (batch->db, batch->pool_changes, &batch->failure) && hx_db_settle (batch->db, NULL);
}

gboolean
hx_write_batch_rewind (HxWriteBatch *batch)
{
  if (batch->careful || hx_db_is_lost (batch->db))
    return FALSE;
  for (guint i = 0; i < batch->errors->len; i++)
    {
      HxJob *job = batch->jobs->pdata[i];

      job->kind->rewind (job);
    }
  g_ptr_array_set_size (batch->errors, 0);
  g_ptr_array_set_size (batch->events, 0);
  g_ptr_array_set_size (batch->records, 0);
  g_ptr_array_set_size (batch->pool_changes, 0);
  g_clear_error (&batch->failure);
  batch->clocks = FALSE;
  batch->careful = TRUE;
  return TRUE;
}
