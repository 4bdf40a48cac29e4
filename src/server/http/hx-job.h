/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/hx-service.h"

G_BEGIN_DECLS

/**
 * HxJob:
 *
 * Work that needs a connection to the store. It is done by a thread that may
 * wait for the store, and answered when its transaction has ended.
 */
typedef struct _HxJob HxJob;

/**
 * HxJobKind:
 * @ask: (nullable): says what @run will presently ask the store, in the same transaction
 * @run: works inside a transaction that is not its own to end; when that is lost
 *   with its connection, a read is run again, so it must not mind what it did
 * @done: told once how it ended; a write is durable then. Ends the job.
 * @failed: (nullable): what is kept of a write that was undone, durable before
 *   @done is told: that somebody was refused
 * @rewind: (nullable): makes the job as it was before @run, so that it may be run
 *   again in another transaction; without, it is run only once
 */
typedef struct
{
  void (*ask) (HxJob *job, HxDb *db);
  gboolean (*run) (HxJob *job, HxDb *db, GError **error);
  void (*done) (HxJob *job, const GError *error);
  gboolean (*failed) (HxJob *job, HxDb *db, const GError *failure, GError **error);
  void (*rewind) (HxJob *job);
} HxJobKind;

struct _HxJob
{
  const HxJobKind *kind;
  GPtrArray *events;  /* (nullable) (element-type HxRecord): what it did, for who listens */
  GPtrArray *records; /* (nullable): for each event the record it is about */
  HxPoolChanges *pool_changes; /* (nullable): what is still to be written, once for all that is committed with it */
};

/**
 * HxWorkers:
 *
 * Who does jobs: readers and the writer with a connection, and without one the few
 * for passwords and, so that nobody's sign-in waits for a recording, the few for
 * uploads. Each takes the job; %FALSE when there are too many already, and
 * then the job is still the caller's.
 */
typedef struct
{
  gboolean (*read) (HxJob *job, gpointer data);
  gboolean (*write) (HxJob *job, gpointer data);
  gboolean (*slow) (HxJob *job, gpointer data);
  gboolean (*upload) (HxJob *job, gpointer data);
  gpointer data;
} HxWorkers;

G_END_DECLS
