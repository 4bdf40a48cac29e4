/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-write-batch-private.h"
#include "hx-writer.h"

G_BEGIN_DECLS

/* On a shared store, how long after a start or after the store was away: the other
 * servers, and the clients of this one, must have had the time to say that they are there. */
#define HX_WRITER_SETTLE (6 * G_TIME_SPAN_SECOND)

struct _HxWriter
{
  HxDb *db;
  HxSite *site;
  char *word;       /* (nullable) */
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

/* A transaction, step by step. That it has begun and what its first jobs will ask is said perhaps while the one before it
 * still ends. */
gboolean hx_writer_begin      (HxWriter      *self,
                               HxWriteBatch  *batch,
                               GError       **error);
/* Does its jobs, and ends it: perhaps that is not known yet, see hx_db_is_ending(). */
void     hx_writer_run        (HxWriter      *self,
                               HxWriteBatch  *batch);
/* Whether all of it is durable; else what each job is told is changed, and what was begun meanwhile is undone. */
gboolean hx_writer_finish     (HxWriter      *self,
                               HxWriteBatch  *batch);
gboolean hx_writer_tick_is_due(HxWriter      *self);

G_END_DECLS
