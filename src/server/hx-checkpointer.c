/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-checkpointer.h"

/* Long enough to move many commits at once, short enough to keep the log small. */
#define PAUSE (1 * G_TIME_SPAN_SECOND)

struct _HxCheckpointer
{
  HxDb *db;
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean due;
  gboolean stopping;
};

static gboolean
wait_until_due (HxCheckpointer *self)
{
  gint64 end;
  gboolean stopping;

  g_mutex_lock (&self->lock);
  while (!self->due && !self->stopping)
    g_cond_wait (&self->wake, &self->lock);
  end = g_get_monotonic_time () + PAUSE;
  while (!self->stopping && g_cond_wait_until (&self->wake, &self->lock, end))
    continue;
  self->due = FALSE;
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return !stopping;
}

static gpointer
checkpoint_all (gpointer data)
{
  HxCheckpointer *self = data;

  while (wait_until_due (self))
    {
      g_autoptr (GError) error = NULL;

      if (!hx_db_checkpoint (self->db, FALSE, &error))
        g_warning ("The log could not be moved into the store: %s", error->message);
    }
  return NULL;
}

/**
 * hx_checkpointer_new:
 * @store: URI of a store that exists
 * @error: what is wrong with the store
 *
 * Returns: (transfer full) (nullable): a running checkpointer
 */
HxCheckpointer *
hx_checkpointer_new (const char *store,
                     GError    **error)
{
  HxDb *db = hx_db_open (store, HX_DB_WRITE, error);
  HxCheckpointer *self;

  if (db == NULL)
    return NULL;
  self = g_new0 (HxCheckpointer, 1);
  self->db = db;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->thread = g_thread_new ("checkpointer", checkpoint_all, self);
  return self;
}

/**
 * hx_checkpointer_notify:
 * @self: a checkpointer
 *
 * Something was committed.
 */
void
hx_checkpointer_notify (HxCheckpointer *self)
{
  g_mutex_lock (&self->lock);
  if (!self->due)
    g_cond_signal (&self->wake);
  self->due = TRUE;
  g_mutex_unlock (&self->lock);
}

/**
 * hx_checkpointer_free:
 * @self: (transfer full) (nullable): a checkpointer
 *
 * To be called when nobody else uses the store any more: leaves it without a log.
 */
void
hx_checkpointer_free (HxCheckpointer *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  if (!hx_db_checkpoint (self->db, TRUE, &error))
    g_warning ("The log could not be emptied: %s", error->message);
  hx_db_close (self->db);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
