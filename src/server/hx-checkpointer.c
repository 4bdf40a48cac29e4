/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-checkpointer.h"
#include "store/hx-waking-thread.h"

/* Long enough to move many commits at once, short enough to keep the log small. */
#define PAUSE (1 * G_TIME_SPAN_SECOND)

struct _HxCheckpointer
{
  HxDb *db;
  HxWakingThread *thread;
};

static void
checkpoint (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!hx_db_checkpoint (((HxCheckpointer *) data)->db, FALSE, &error))
    g_warning ("The log could not be moved into the store: %s", error->message);
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
  self->thread = hx_waking_thread_new ("checkpointer", PAUSE, 0, checkpoint, self);
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
  hx_waking_thread_wake (self->thread);
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
  hx_waking_thread_free (self->thread);
  if (!hx_db_checkpoint (self->db, TRUE, &error))
    g_warning ("The log could not be emptied: %s", error->message);
  hx_db_close (self->db);
  g_free (self);
}
