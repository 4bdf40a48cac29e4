/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-writer-private.h"
#include "hx-time.h"
#include "store/hx-counters.h"

/* More would be answered later than anybody waits for. */
#define MAX_WAITING 10000

/* Jobs of one commit: past this the first of them wait longer than they gain. */
#define MAX_BATCH 200

/* Fewer are not divided between two commits. */
#define FEW 16

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

/* With the lock. */
static HxWriteBatch *
take_jobs (HxWriter *self,
           guint     most)
{
  HxWriteBatch *batch = hx_write_batch_new (self->db);

  while (self->waiting.length > 0 && batch->jobs->len < MIN (most, MAX_BATCH))
    g_ptr_array_add (batch->jobs, g_queue_pop_head (&self->waiting));
  return batch;
}

/* Returns: (transfer full) (nullable): jobs, or none when clocks are due; %NULL: to stop, and nothing waits any more. */
static HxWriteBatch *
wait_for_work (HxWriter *self)
{
  HxWriteBatch *batch = NULL;

  g_mutex_lock (&self->lock);
  while (self->waiting.length == 0 && !self->stopping && !hx_writer_tick_is_due (self))
    {
      if (self->tick_at == 0)
        g_cond_wait (&self->wake, &self->lock);
      else
        g_cond_wait_until (&self->wake, &self->lock,
                           g_get_monotonic_time () + MAX (self->tick_at - hx_time_now (), 0));
    }
  if (self->waiting.length > 0 || !self->stopping)
    batch = take_jobs (self, MAX_BATCH);
  g_mutex_unlock (&self->lock);
  return batch;
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

/* Nothing of @next was done: it is as if it had never been begun. */
static HxWriteBatch *
give_up (HxWriter     *self,
         HxWriteBatch *next)
{
  put_back (self, next, 0);
  hx_write_batch_free (next);
  return NULL;
}

/* While the disk is waited for, the next transaction is begun behind that one, and its first questions are under way. It
 * leaves some to the one after it: were everybody in the same commit, those who ask again at once would all be on
 * their way while the store has nothing to do.
 *
 * Returns: (transfer full) (nullable): if anybody waits */
static HxWriteBatch *
begin_next (HxWriter     *self,
            HxWriteBatch *batch)
{
  HxWriteBatch *next;

  g_mutex_lock (&self->lock);
  next = take_jobs (self, MAX (FEW, (batch->jobs->len + self->waiting.length) / 2));
  g_mutex_unlock (&self->lock);
  if (next->jobs->len > 0 && hx_writer_begin (self, next, NULL))
    return next;
  return give_up (self, next);
}

static gpointer
write_all (gpointer data)
{
  HxWriter *self = data;
  HxWriteBatch *batch = wait_for_work (self);

  while (batch != NULL)
    {
      HxWriteBatch *next;

      hx_writer_run (self, batch);
      /* What the audit log has is written outside the store first, and nobody else is to wait for that. */
      next = hx_db_is_ending (self->db) && batch->head.number == 0 ? begin_next (self, batch) : NULL;
      if (!hx_writer_finish (self, batch) && next != NULL)
        next = give_up (self, next);
      if (next == NULL)
        hx_counters_drop (self->db);
      put_back (self, batch, batch->errors->len);
      answer_batch (self, batch);
      hx_write_batch_free (batch);
      batch = next != NULL ? next : wait_for_work (self);
    }
  return NULL;
}

/**
 * hx_writer_new:
 * @db: (transfer full): the connection that writes
 * @site: what service functions know of the place
 * @word: (nullable): what each commit is announced by to the servers that share the store
 * @hub: is told before the answers who may no longer ask
 * @publish: told by the writer's thread of the events of each commit, after it
 * @committed: called by the writer's thread after each commit, before its jobs are answered
 * @data: for both
 *
 * Returns: (transfer full): a running writer
 */
HxWriter *
hx_writer_new (HxDb           *db,
               HxSite         *site,
               const char     *word,
               HxEventHub     *hub,
               HxPublishFunc   publish,
               HxCommittedFunc committed,
               gpointer        data)
{
  HxWriter *self = g_new0 (HxWriter, 1);

  self->db = db;
  self->site = site;
  self->word = g_strdup (word);
  self->hub = hub;
  self->publish = publish;
  self->committed = committed;
  self->data = data;
  /* Clocks may have run out while no server ran. */
  self->shared = hx_db_is_shared (db);
  self->tick_at = self->shared ? hx_time_now () + HX_WRITER_SETTLE : 1;
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
  g_free (self->word);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
