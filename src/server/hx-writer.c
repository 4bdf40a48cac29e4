/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-writer.h"
#include "hx-time.h"
#include "hx-write-batch-private.h"
#include "store/hx-counters.h"
#include "store/hx-store-keys.h"

/* More would be answered later than anybody waits for. */
#define MAX_WAITING 10000

/* Jobs of one commit: past this the first of them wait longer than they gain. */
#define MAX_BATCH 200

/* After a failure, how long until the clocks are looked at again. */
#define RETRY_TICK (1 * G_TIME_SPAN_SECOND)

/* Even with no clock running there may be something to keep up: data that is old enough, a new key. It is never
 * part of the clocks that every popup sets: a thousand agents would have it done a hundred times a second. */
#define UPKEEP_TICK (1 * G_TIME_SPAN_MINUTE)

/* Work that nobody waits for rests so many times as long as it worked. */
#define UPKEEP_RESTS 3

/* On a shared store, how long after a start or after the store was away: the other
 * servers, and the clients of this one, must have had the time to say that they are there. */
#define SETTLE_TICK (6 * G_TIME_SPAN_SECOND)

/* On a shared store clocks are looked at so often even when nothing is known to run
 * out: whoever started one may be gone. */
#define SHARED_TICK (10 * G_TIME_SPAN_SECOND)

struct _HxWriter
{
  HxDb *db;
  HxSite *site;
  HxEventHub *hub;
  HxPublishFunc publish;
  HxCommittedFunc committed;
  gpointer data;
  GThread *thread;

  GMutex lock;
  GCond wake;
  GQueue waiting; /* of HxJob */
  gboolean stopping;

  gint64 tick_at;   /* µs UTC when clocks run out next; 0 for never. The thread's own. */
  gint64 upkeep_at; /* µs UTC from when on the next tick is a whole one. The thread's own. */
  gboolean shared;  /* other servers work on the same store */
};

static void
free_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

static void
begin_call (HxWriter      *self,
            HxServiceCall *call)
{
  static const HxCaller nobody = { 0 };

  *call = (HxServiceCall){
    .caller = &nobody,
    .site = self->site,
    .db = self->db,
    .now = hx_time_now (),
    .body = g_string_new (NULL),
    .events = g_ptr_array_new_with_free_func (g_object_unref),
    .records = g_ptr_array_new_with_free_func (free_record),
    .pool_changes = hx_pool_changes_new (),
  };
}

/* When a whole tick is due again: soon if there was more to do than it did. Clocks do not rest with it. */
static void
note_upkeep (HxWriter *self,
             gint64    now,
             gint64    begun,
             gboolean  more)
{
  gint64 spent = g_get_monotonic_time () - begun;

  if (more)
    self->upkeep_at = hx_time_now () + UPKEEP_RESTS * spent;
  else
    self->upkeep_at = now + (self->shared ? SHARED_TICK : UPKEEP_TICK);
}

/* Wrap-ups that ran out, in the same transaction as what was just written. */
static gboolean
run_tick (HxWriter     *self,
          HxWriteBatch *batch)
{
  HxServiceCall call;
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  gboolean intact = TRUE, more = FALSE, whole;

  begin_call (self, &call);
  whole = self->upkeep_at <= call.now;
  if (hx_write_batch_begin (batch, &error)
      && (whole ? hx_service_tick (&call, &self->tick_at, &more, &error) : hx_service_clocks (&call, &self->tick_at, &error))
      && hx_write_batch_end (batch, &error))
    {
      hx_write_batch_take (batch, call.events, call.records);
      hx_pool_changes_merge (batch->pool_changes, call.pool_changes);
      if (whole)
        note_upkeep (self, call.now, begun, more);
      if (self->tick_at == 0 || self->tick_at > self->upkeep_at)
        self->tick_at = self->upkeep_at;
    }
  else
    {
      g_warning ("Clocks could not be looked at: %s", error->message);
      self->tick_at = hx_time_now () + RETRY_TICK;
      intact = hx_write_batch_undo (batch);
    }
  hx_service_call_clear (&call);
  return intact;
}

/* What is written once for all jobs: how the pool stands now, and the last numbers given. */
static gboolean
settle_batch (HxWriter     *self,
              HxWriteBatch *batch,
              GError      **error)
{
  HxServiceCall call;
  gboolean settled;

  begin_call (self, &call);
  settled = hx_pool_changes_settle (&call, batch->pool_changes, error) && hx_counters_settle (self->db, error);
  if (settled)
    hx_write_batch_take (batch, call.events, call.records);
  hx_service_call_clear (&call);
  return settled;
}

static gboolean
tick_is_due (HxWriter *self)
{
  return self->tick_at != 0 && self->tick_at <= hx_time_now ();
}

static gboolean
is_refusal (const GError *error)
{
  return error->domain == HX_ERROR && hx_error_status ((HxError) error->code) < 500;
}

/* Nothing of the batch is durable: whoever was told nothing yet is told so. So is who was refused after somebody else's
 * work, as it may have been because of what is gone now. */
static void
fail_batch (HxWriter     *self,
            HxWriteBatch *batch,
            const GError *error)
{
  gboolean worked = FALSE;

  if (hx_db_in_transaction (self->db))
    hx_db_run (self->db, NULL, "ROLLBACK", "");
  for (guint i = 0; i < batch->errors->len; i++)
    {
      GError **told = (GError **) &batch->errors->pdata[i];

      worked = worked || *told == NULL;
      if (!worked || (*told != NULL && !is_refusal (*told)))
        continue;
      g_clear_error (told);
      *told = g_error_copy (error);
    }
  g_ptr_array_set_size (batch->events, 0);
  g_ptr_array_set_size (batch->records, 0);
}

/* What the store did to the last job it did to all of them; why somebody was refused is told to them alone. */
static GError *
why_lost (HxWriteBatch *batch)
{
  const GError *last = batch->errors->len > 0 ? batch->errors->pdata[batch->errors->len - 1] : NULL;

  if (last != NULL && last->domain == HX_ERROR && hx_error_status ((HxError) last->code) > 500)
    return g_error_copy (last);
  return g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The transaction ended by itself");
}

/* The other servers look at the table when they hear of a commit. */
static gboolean
announce (HxWriter     *self,
          HxWriteBatch *batch,
          GError      **error)
{
  return batch->events->len == 0 || hx_db_announce (self->db, "events", error);
}

static void
commit_batch (HxWriter     *self,
              HxWriteBatch *batch,
              gboolean      intact)
{
  g_autoptr (GError) error = NULL;

  if (intact && settle_batch (self, batch, &error) && announce (self, batch, &error)
      && hx_db_run (self->db, &error, "COMMIT", ""))
    {
      self->committed (batch->jobs->len, g_get_monotonic_time () - batch->started, self->data);
      return;
    }
  if (error == NULL)
    error = why_lost (batch);
  fail_batch (self, batch, error);
}

/* What to seal with is asked with what the first jobs will ask: one journey for all. */
static gboolean
begin (HxWriter     *self,
       HxWriteBatch *batch,
       GError      **error)
{
  if (!hx_db_run (self->db, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  hx_store_keys_ask (self->db);
  hx_write_batch_ask (batch);
  if (!hx_store_keys_follow (self->db, error))
    {
      if (hx_db_in_transaction (self->db))
        hx_db_run (self->db, NULL, "ROLLBACK", "");
      return FALSE;
    }
  hx_counters_hold (self->db);
  return TRUE;
}

/* What one job spoilt for all of them, and could not be undone alone. */
static gboolean
run_again (HxWriter     *self,
           HxWriteBatch *batch)
{
  return hx_write_batch_rewind (batch) && (!hx_db_in_transaction (self->db) || hx_db_run (self->db, NULL, "ROLLBACK", ""))
         && begin (self, batch, NULL) && hx_write_batch_run (batch);
}

/* Returns how many jobs were run: after a transaction that ended by itself the
 * others are tried in one of their own. */
static guint
run_batch (HxWriter     *self,
           HxWriteBatch *batch)
{
  g_autoptr (GError) error = NULL;
  gboolean intact;

  batch->started = g_get_monotonic_time ();
  if (!begin (self, batch, &error))
    {
      for (guint i = 0; i < batch->jobs->len; i++)
        g_ptr_array_add (batch->errors, g_error_copy (error));
      if (tick_is_due (self))
        self->tick_at = hx_time_now () + (hx_db_is_lost (self->db) ? SETTLE_TICK : RETRY_TICK);
      return batch->jobs->len;
    }
  intact = hx_write_batch_run (batch) || run_again (self, batch);
  if (intact && (batch->clocks || tick_is_due (self)))
    intact = run_tick (self, batch);
  commit_batch (self, batch, intact);
  hx_counters_drop (self->db);
  return batch->errors->len;
}

static void
answer_batch (HxWriter     *self,
              HxWriteBatch *batch)
{
  hx_event_hub_note (self->hub, batch->events, batch->records);
  for (guint i = 0; i < batch->errors->len; i++)
    {
      HxJob *job = batch->jobs->pdata[i];

      job->kind->done (job, batch->errors->pdata[i]);
    }
  if (batch->events->len > 0)
    self->publish (batch->events, batch->records, self->data);
}

/* FALSE: to stop, and nothing waits any more. */
static gboolean
wait_for_work (HxWriter     *self,
               HxWriteBatch *batch)
{
  gboolean go_on;

  g_mutex_lock (&self->lock);
  while (self->waiting.length == 0 && !self->stopping && !tick_is_due (self))
    {
      if (self->tick_at == 0)
        g_cond_wait (&self->wake, &self->lock);
      else
        g_cond_wait_until (&self->wake, &self->lock,
                           g_get_monotonic_time () + MAX (self->tick_at - hx_time_now (), 0));
    }
  while (self->waiting.length > 0 && batch->jobs->len < MAX_BATCH)
    g_ptr_array_add (batch->jobs, g_queue_pop_head (&self->waiting));
  go_on = batch->jobs->len > 0 || !self->stopping;
  g_mutex_unlock (&self->lock);
  return go_on;
}

static void
put_back (HxWriter     *self,
          HxWriteBatch *batch,
          guint         from)
{
  g_mutex_lock (&self->lock);
  for (guint i = batch->jobs->len; i > from; i--)
    g_queue_push_head (&self->waiting, batch->jobs->pdata[i - 1]);
  g_mutex_unlock (&self->lock);
}

static gpointer
write_all (gpointer data)
{
  HxWriter *self = data;
  gboolean go_on = TRUE;

  while (go_on)
    {
      HxWriteBatch batch;

      hx_write_batch_init (&batch, self->db);
      go_on = wait_for_work (self, &batch);
      if (go_on)
        {
          put_back (self, &batch, run_batch (self, &batch));
          answer_batch (self, &batch);
        }
      hx_write_batch_clear (&batch);
    }
  return NULL;
}

/**
 * hx_writer_new:
 * @db: (transfer full): the connection that writes
 * @site: what service functions know of the place
 * @hub: is told before the answers who may no longer ask
 * @publish: told by the writer's thread of the events of each commit, after it
 * @committed: called by the writer's thread after each commit
 * @data: for both
 *
 * Returns: (transfer full): a running writer
 */
HxWriter *
hx_writer_new (HxDb           *db,
               HxSite         *site,
               HxEventHub     *hub,
               HxPublishFunc   publish,
               HxCommittedFunc committed,
               gpointer        data)
{
  HxWriter *self = g_new0 (HxWriter, 1);

  self->db = db;
  self->site = site;
  self->hub = hub;
  self->publish = publish;
  self->committed = committed;
  self->data = data;
  /* Clocks may have run out while no server ran. */
  self->shared = hx_db_is_shared (db);
  self->tick_at = self->shared ? hx_time_now () + SETTLE_TICK : 1;
  self->upkeep_at = 1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->waiting);
  self->thread = g_thread_new ("writer", write_all, self);
  return self;
}

/**
 * hx_writer_push:
 * @self: a writer
 * @job: (transfer full): what to do
 *
 * Returns: whether the job was taken
 */
gboolean
hx_writer_push (HxWriter *self,
                HxJob    *job)
{
  gboolean taken, wake;

  g_mutex_lock (&self->lock);
  taken = !self->stopping && self->waiting.length < MAX_WAITING;
  /* The thread rests only while nothing waits. */
  wake = taken && self->waiting.length == 0;
  if (taken)
    g_queue_push_tail (&self->waiting, job);
  g_mutex_unlock (&self->lock);
  if (wake)
    g_cond_signal (&self->wake);
  return taken;
}

/**
 * hx_writer_count:
 * @self: a writer
 *
 * Returns: how many jobs wait
 */
guint
hx_writer_count (HxWriter *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->waiting.length;
  g_mutex_unlock (&self->lock);
  return count;
}

/**
 * hx_writer_stop:
 * @self: a writer
 *
 * Does what waits, ends the thread, and from then on takes no job any more.
 */
void
hx_writer_stop (HxWriter *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * hx_writer_free:
 * @self: (transfer full) (nullable): a writer
 *
 * Ends the thread if it still runs, and the connection.
 */
void
hx_writer_free (HxWriter *self)
{
  if (self == NULL)
    return;
  hx_writer_stop (self);
  hx_db_close (self->db);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
