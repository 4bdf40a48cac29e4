/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/hx-audit-anchors.h"
#include "http/hx-job.h"

G_BEGIN_DECLS

/* What the writer commits together. */
typedef struct
{
  HxDb *db;
  GPtrArray *jobs;    /* of HxJob */
  guint asked;        /* how many of them have said what they will ask */
  GPtrArray *errors;  /* of GError: of each job that was run, %NULL when it went well */
  GPtrArray *events;  /* of HxRecord: of the whole batch, in order */
  GPtrArray *records;
  HxPoolChanges *pool_changes;
  gint64 started;     /* monotonic µs */
  gboolean begun;     /* its transaction was */
  GError *failure;    /* (nullable): why nothing of it is durable */
  HxAuditAnchor head; /* how far the audit log goes with it */
  gint64 tick_at;     /* the writer's clocks, as they were before it */
  gint64 upkeep_at;
  gboolean clocks;    /* something changed that clocks depend on */
  gboolean careful;   /* each job has a savepoint of its own */
} HxWriteBatch;

HxWriteBatch *
         hx_write_batch_new   (HxDb          *db);
void     hx_write_batch_free  (HxWriteBatch  *batch);
/* Says what the next jobs will ask; to be called when the transaction was begun. */
void     hx_write_batch_ask   (HxWriteBatch  *batch);
/* Runs what waits, as one transaction that was begun. Jobs that may be run again have no savepoint: what one of them
 * wrote before it failed is undone with all the others. %FALSE: the transaction is not to be committed. */
gboolean hx_write_batch_run   (HxWriteBatch  *batch);
/* After that: whether all of it may be run once more, each job in a savepoint of its own. */
gboolean hx_write_batch_rewind(HxWriteBatch  *batch);
/* What the writer does itself in such a savepoint: begins with its call, ends with either. */
gboolean hx_write_batch_begin (HxWriteBatch  *batch,
                               GError       **error);
gboolean hx_write_batch_end   (HxWriteBatch  *batch,
                               GError       **error);
gboolean hx_write_batch_undo  (HxWriteBatch  *batch);
/* What was done for who listens. */
void     hx_write_batch_take  (HxWriteBatch  *batch,
                               GPtrArray     *events,
                               GPtrArray     *records);

G_END_DECLS
