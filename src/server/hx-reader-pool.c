/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reader-pool.h"

/* More would be answered later than anybody waits for. */
#define MAX_WAITING 10000

/* How long a read waits for a database that is being restarted, and between two tries. */
#define PATIENCE (4 * G_TIME_SPAN_SECOND)
#define PAUSE (50 * G_TIME_SPAN_MILLISECOND)

struct _HxReaderPool
{
  GPtrArray *threads;     /* of GThread */
  GPtrArray *connections; /* of HxDb: one each */
  gint away;              /* atomic: the database was not there a moment ago */

  GMutex lock;
  GCond wake;
  GQueue waiting;         /* of HxJob */
  guint resting;          /* threads that nobody has woken yet */
  gboolean stopping;
};

typedef struct
{
  HxReaderPool *pool;
  HxDb *db;
} Reader;

static void
try_once (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (hx_db_run (db, &failure, "BEGIN", ""))
    {
      job->kind->run (job, db, &failure);
      if (hx_db_in_transaction (db))
        hx_db_run (db, failure != NULL ? NULL : &failure, failure != NULL ? "ROLLBACK" : "COMMIT", "");
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
}

/* A read that failed because the database was restarted changed nothing, so it is
 * done again as soon as the database is back. */
static void
run (HxReaderPool *self,
     HxJob        *job,
     HxDb         *db)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GError) error = NULL;

  try_once (job, db, &error);
  while (error != NULL && hx_db_is_lost (db) && g_get_monotonic_time () < end)
    {
      if (g_atomic_int_get (&self->away))
        g_usleep (PAUSE);
      g_clear_error (&error);
      try_once (job, db, &error);
      g_atomic_int_set (&self->away, error != NULL && hx_db_is_lost (db));
    }
  job->kind->done (job, error);
}

/* Returns: %NULL: to end, and nothing waits any more. */
static HxJob *
wait_for_job (HxReaderPool *self)
{
  HxJob *job;

  g_mutex_lock (&self->lock);
  while (self->waiting.length == 0 && !self->stopping)
    {
      self->resting++;
      g_cond_wait (&self->wake, &self->lock);
    }
  job = g_queue_pop_head (&self->waiting);
  g_mutex_unlock (&self->lock);
  return job;
}

static gpointer
read_all (gpointer data)
{
  Reader *self = data;
  HxJob *job;

  while ((job = wait_for_job (self->pool)) != NULL)
    run (self->pool, job, self->db);
  g_free (self);
  return NULL;
}

/**
 * hx_reader_pool_new:
 * @store: URI of a store that exists
 * @keyring: its keys
 * @names: what its users are called
 * @threads: how many
 * @error: what is wrong with the store
 *
 * Returns: (transfer full) (nullable): a running pool
 */
HxReaderPool *
hx_reader_pool_new (const char *store,
                    HxKeyring  *keyring,
                    HxNames    *names,
                    guint       threads,
                    GError    **error)
{
  HxReaderPool *self = g_new0 (HxReaderPool, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->waiting);
  self->threads = g_ptr_array_new ();
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_db_close);
  for (guint i = 0; i < threads; i++)
    {
      HxDb *db = hx_db_open (store, HX_DB_READ, error);

      if (db == NULL)
        {
          hx_reader_pool_free (self);
          return NULL;
        }
      hx_db_set_keyring (db, keyring);
      hx_db_set_names (db, names);
      g_ptr_array_add (self->connections, db);
    }
  for (guint i = 0; i < threads; i++)
    {
      Reader *reader = g_new0 (Reader, 1);

      reader->pool = self;
      reader->db = self->connections->pdata[i];
      g_ptr_array_add (self->threads, g_thread_new ("reader", read_all, reader));
    }
  return self;
}

/**
 * hx_reader_pool_push:
 * @self: a pool
 * @job: (transfer full): what to do
 *
 * Returns: whether the job was taken
 */
gboolean
hx_reader_pool_push (HxReaderPool *self,
                     HxJob        *job)
{
  gboolean taken, wake;

  g_mutex_lock (&self->lock);
  taken = !self->stopping && self->waiting.length < MAX_WAITING;
  wake = taken && self->resting > 0;
  if (taken)
    g_queue_push_tail (&self->waiting, job);
  if (wake)
    self->resting--;
  g_mutex_unlock (&self->lock);
  /* Not before: who is woken would wait for the lock at once. */
  if (wake)
    g_cond_signal (&self->wake);
  return taken;
}

/**
 * hx_reader_pool_count:
 * @self: a pool
 *
 * Returns: how many jobs wait
 */
guint
hx_reader_pool_count (HxReaderPool *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->waiting.length;
  g_mutex_unlock (&self->lock);
  return count;
}

/**
 * hx_reader_pool_stop:
 * @self: a pool
 *
 * Does what waits, ends the threads, and from then on takes no job any more:
 * kept-alive connections may still ask while the server ends.
 */
void
hx_reader_pool_stop (HxReaderPool *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_set_size (self->threads, 0);
}

/**
 * hx_reader_pool_free:
 * @self: (transfer full) (nullable): a pool
 *
 * Ends the threads if they still run, and the connections.
 */
void
hx_reader_pool_free (HxReaderPool *self)
{
  if (self == NULL)
    return;
  hx_reader_pool_stop (self);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->connections);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
