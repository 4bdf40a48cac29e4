/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-waking-thread.h"

struct _HxWakingThread
{
  gint64 pause, apart; /* µs */
  HxWakingFunc func;
  gpointer data;
  GThread *thread;
  gint64 done_at; /* monotonic µs; the thread's own */
  GMutex lock;
  GCond wake;
  gboolean due;
  gboolean stopping;
};

static gboolean
wait_until_due (HxWakingThread *self)
{
  gint64 end;
  gboolean stopping;

  g_mutex_lock (&self->lock);
  while (!self->due && !self->stopping)
    g_cond_wait (&self->wake, &self->lock);
  end = MAX (g_get_monotonic_time () + self->pause, self->done_at + self->apart);
  while (!self->stopping && g_cond_wait_until (&self->wake, &self->lock, end))
    continue;
  self->due = FALSE;
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return !stopping;
}

static gpointer
work (gpointer data)
{
  HxWakingThread *self = data;

  while (wait_until_due (self))
    {
      self->func (self->data);
      self->done_at = g_get_monotonic_time ();
    }
  return NULL;
}

/**
 * hx_waking_thread_new:
 * @name: what a debugger calls it
 * @pause: how long after it was woken it begins, µs
 * @apart: how long it rests at least between two times, µs
 * @func: what it does, in the thread
 * @data: for @func
 *
 * Returns: (transfer full): a running thread, asleep
 */
HxWakingThread *
hx_waking_thread_new (const char  *name,
                      gint64       pause,
                      gint64       apart,
                      HxWakingFunc func,
                      gpointer     data)
{
  HxWakingThread *self = g_new0 (HxWakingThread, 1);

  self->pause = pause;
  self->apart = apart;
  self->func = func;
  self->data = data;
  self->done_at = -apart;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->thread = g_thread_new (name, work, self);
  return self;
}

/**
 * hx_waking_thread_wake:
 * @self: a waking thread
 *
 * From any thread.
 */
void
hx_waking_thread_wake (HxWakingThread *self)
{
  g_mutex_lock (&self->lock);
  if (!self->due)
    g_cond_signal (&self->wake);
  self->due = TRUE;
  g_mutex_unlock (&self->lock);
}

/**
 * hx_waking_thread_free:
 * @self: (transfer full) (nullable): a waking thread
 *
 * Ends it, at once: what it was woken for and had not begun is left to whoever frees it.
 */
void
hx_waking_thread_free (HxWakingThread *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
