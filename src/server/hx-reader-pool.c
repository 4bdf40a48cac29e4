/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reader-pool.h"

/* More would be answered later than anybody waits for. */
#define MAX_WAITING 10000

/* How long a read waits for a database that is being restarted, and between two tries. */
#define PATIENCE (4 * G_TIME_SPAN_SECOND)
#define PAUSE (50 * G_TIME_SPAN_MILLISECOND)

struct _HxReaderPool
{
  GPtrArray *readers;     /* of Reader */
  gint away;              /* atomic: the database was not there a moment ago */

  GMutex lock;
  GQueue waiting;         /* of HxJob */
  GPtrArray *resting;     /* of Reader: who has nothing to do, the latest last */
  gboolean stopping;
};

typedef struct
{
  HxReaderPool *pool;
  HxDb *db;
  GThread *thread;
  GCond wake;
  gboolean rests;         /* is among those; else it comes for a job */
  gboolean asleep;        /* and is to be woken for that */
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

static void
rest (Reader *self)
{
  self->rests = TRUE;
  g_ptr_array_add (self->pool->resting, self);
}

/* Whoever is answered may ask at once for more, which is then for who is here anyway: */
static void
rest_if_idle (Reader *self)
{
  g_mutex_lock (&self->pool->lock);
  if (self->pool->waiting.length == 0 && !self->pool->stopping)
    rest (self);
  g_mutex_unlock (&self->pool->lock);
}

/* Who went to rest last: it and what serves its connection have in the processor's caches what they work with. If
 * they took turns, each would begin with cold ones.
 *
 * Returns: (nullable): whom to wake once the lock is free, as it would wait for it else */
static Reader *
take_resting (HxReaderPool *self)
{
  Reader *reader = self->resting->len > 0 ? g_ptr_array_steal_index (self->resting, self->resting->len - 1) : NULL;

  if (reader == NULL)
    return NULL;
  reader->rests = FALSE;
  return reader->asleep ? reader : NULL;
}

/* Returns: %NULL: to end, and nothing waits any more. */
static HxJob *
wait_for_job (Reader *self)
{
  HxReaderPool *pool = self->pool;
  HxJob *job;

  g_mutex_lock (&pool->lock);
  while (self->rests || (pool->waiting.length == 0 && !pool->stopping))
    {
      if (!self->rests)
        rest (self);
      self->asleep = TRUE;
      g_cond_wait (&self->wake, &pool->lock);
      self->asleep = FALSE;
    }
  job = g_queue_pop_head (&pool->waiting);
  g_mutex_unlock (&pool->lock);
  return job;
}

/* A read that failed because the database was restarted changed nothing, so it is
 * done again as soon as the database is back. */
static void
run (Reader *self,
     HxJob  *job)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  gint *away = &self->pool->away;
  g_autoptr (GError) error = NULL;

  try_once (job, self->db, &error);
  while (error != NULL && hx_db_is_lost (self->db) && g_get_monotonic_time () < end)
    {
      if (g_atomic_int_get (away))
        g_usleep (PAUSE);
      g_clear_error (&error);
      try_once (job, self->db, &error);
      g_atomic_int_set (away, error != NULL && hx_db_is_lost (self->db));
    }
  rest_if_idle (self);
  job->kind->done (job, error);
}

static gpointer
read_all (gpointer data)
{
  Reader *self = data;
  HxJob *job;

  while ((job = wait_for_job (self)) != NULL)
    run (self, job);
  return NULL;
}

static void
reader_free (gpointer data)
{
  Reader *self = data;

  hx_db_close (self->db);
  g_cond_clear (&self->wake);
  g_free (self);
}

static Reader *
reader_new (HxReaderPool *pool,
            HxDb         *db)
{
  Reader *self = g_new0 (Reader, 1);

  self->pool = pool;
  self->db = db;
  g_cond_init (&self->wake);
  return self;
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
  g_queue_init (&self->waiting);
  self->resting = g_ptr_array_new ();
  self->readers = g_ptr_array_new_with_free_func (reader_free);
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
      g_ptr_array_add (self->readers, reader_new (self, db));
    }
  for (guint i = 0; i < threads; i++)
    {
      Reader *reader = self->readers->pdata[i];

      reader->thread = g_thread_new ("reader", read_all, reader);
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
  Reader *woken = NULL;
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = !self->stopping && self->waiting.length < MAX_WAITING;
  if (taken)
    {
      g_queue_push_tail (&self->waiting, job);
      woken = take_resting (self);
    }
  g_mutex_unlock (&self->lock);
  if (woken != NULL)
    g_cond_signal (&woken->wake);
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
  Reader *woken;

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  while (self->resting->len > 0)
    if ((woken = take_resting (self)) != NULL)
      g_cond_signal (&woken->wake);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->readers->len; i++)
    {
      Reader *reader = self->readers->pdata[i];

      g_clear_pointer (&reader->thread, g_thread_join);
    }
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
  g_ptr_array_unref (self->readers);
  g_ptr_array_unref (self->resting);
  g_mutex_clear (&self->lock);
  g_free (self);
}
