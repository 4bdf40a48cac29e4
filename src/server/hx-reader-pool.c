/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reader-pool.h"

/* More would be answered later than anybody waits for. */
#define MAX_WAITING 10000

struct _HxReaderPool
{
  GAsyncQueue *jobs;
  GPtrArray *threads;     /* of GThread */
  GPtrArray *connections; /* of HxDb: one each */
  gint stopping;
  HxJob stop;             /* not to be done: tells one thread to end */
};

typedef struct
{
  HxReaderPool *pool;
  HxDb *db;
} Reader;

static void
run (HxJob *job,
     HxDb  *db)
{
  g_autoptr (GError) error = NULL;

  if (hx_db_run (db, &error, "BEGIN", ""))
    {
      job->kind->run (job, db, &error);
      if (hx_db_in_transaction (db))
        hx_db_run (db, error != NULL ? NULL : &error, "COMMIT", "");
    }
  job->kind->done (job, error);
}

static gpointer
read_all (gpointer data)
{
  Reader *self = data;
  HxJob *job;

  while ((job = g_async_queue_pop (self->pool->jobs)) != &self->pool->stop)
    run (job, self->db);
  g_free (self);
  return NULL;
}

/**
 * hx_reader_pool_new:
 * @store: URI of a store that exists
 * @threads: how many
 * @error: what is wrong with the store
 *
 * Returns: (transfer full) (nullable): a running pool
 */
HxReaderPool *
hx_reader_pool_new (const char *store,
                    guint       threads,
                    GError    **error)
{
  HxReaderPool *self = g_new0 (HxReaderPool, 1);

  self->jobs = g_async_queue_new ();
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
  if (g_atomic_int_get (&self->stopping) || g_async_queue_length (self->jobs) > MAX_WAITING)
    return FALSE;
  g_async_queue_push (self->jobs, job);
  return TRUE;
}

/**
 * hx_reader_pool_free:
 * @self: (transfer full) (nullable): a pool
 *
 * Does what waits, and then ends threads and connections.
 */
void
hx_reader_pool_free (HxReaderPool *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  for (guint i = 0; i < self->threads->len; i++)
    g_async_queue_push (self->jobs, &self->stop);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->connections);
  g_async_queue_unref (self->jobs);
  g_free (self);
}
