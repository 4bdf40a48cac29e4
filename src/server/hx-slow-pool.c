/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-slow-pool.h"

struct _HxSlowPool
{
  GThreadPool *threads; /* guarded by the lock, as is the queue; %NULL once stopped */
  GQueue jobs;          /* of HxJob that wait: from the threads' own queue nobody could take them back */
  gboolean closed;
  guint waiting;
  GMutex lock;
};

static void
run (gpointer nothing,
     gpointer data)
{
  HxSlowPool *self = data;
  HxJob *job;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  job = g_queue_pop_head (&self->jobs);
  g_mutex_unlock (&self->lock);
  if (job == NULL)
    return;
  job->kind->run (job, NULL, &error);
  job->kind->done (job, error);
}

/**
 * hx_slow_pool_new:
 * @threads: how many jobs are done at once
 * @waiting: how many may wait; more are refused
 *
 * Returns: (transfer full): a pool; its threads begin with their first job
 */
HxSlowPool *
hx_slow_pool_new (guint threads,
                  guint waiting)
{
  HxSlowPool *self = g_new0 (HxSlowPool, 1);

  self->waiting = waiting;
  g_mutex_init (&self->lock);
  g_queue_init (&self->jobs);
  /* Such a pool starts no thread before it needs one, and then cannot fail. */
  self->threads = g_thread_pool_new (run, self, (gint) threads, FALSE, NULL);
  return self;
}

/**
 * hx_slow_pool_push:
 * @self: a pool
 * @job: (transfer full): what to do; it is given no connection
 *
 * Returns: whether the job was taken
 */
gboolean
hx_slow_pool_push (HxSlowPool *self,
                   HxJob      *job)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = self->threads != NULL && !self->closed && self->jobs.length < self->waiting;
  if (taken)
    {
      g_queue_push_tail (&self->jobs, job);
      g_thread_pool_push (self->threads, self, NULL);
    }
  g_mutex_unlock (&self->lock);
  return taken;
}

/**
 * hx_slow_pool_close:
 * @self: a pool
 *
 * Takes no job any more and refuses what waits; what has begun goes on.
 */
void
hx_slow_pool_close (HxSlowPool *self)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The server is about to stop");
  GQueue jobs;
  HxJob *job;

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  jobs = self->jobs;
  g_queue_init (&self->jobs);
  g_mutex_unlock (&self->lock);
  while ((job = g_queue_pop_head (&jobs)) != NULL)
    job->kind->done (job, error);
}

/**
 * hx_slow_pool_stop:
 * @self: a pool
 *
 * Does what waits, and from then on takes no job any more.
 */
void
hx_slow_pool_stop (HxSlowPool *self)
{
  GThreadPool *threads;

  g_mutex_lock (&self->lock);
  threads = g_steal_pointer (&self->threads);
  g_mutex_unlock (&self->lock);
  if (threads != NULL)
    g_thread_pool_free (threads, FALSE, TRUE);
}

/**
 * hx_slow_pool_free:
 * @self: (transfer full) (nullable): a pool
 */
void
hx_slow_pool_free (HxSlowPool *self)
{
  if (self == NULL)
    return;
  hx_slow_pool_stop (self);
  g_mutex_clear (&self->lock);
  g_free (self);
}
