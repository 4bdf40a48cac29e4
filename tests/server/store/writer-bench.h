/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A writer on a store of a test's own, and jobs that do for it what tests are about. */
#pragma once

#include "hx-fixture.h"
#include "hx-writer.h"

G_BEGIN_DECLS

/* What a job does; the row that it adds is a department. */
typedef enum
{
  ADD,
  REFUSE,       /* fails before it has written */
  ADD_AND_FAIL,
  ADD_TWICE,    /* the store refuses the second, PostgreSQL later than it was asked */
  ADD_TOO_LATE, /* the store refuses the commit */
  N_DEEDS
} Deed;

typedef struct _Bench Bench;

typedef struct
{
  HxJob job;
  Bench *bench;
  Deed deed;
  const char *id;
  guint runs;
  guint answers;
  GError *error; /* (nullable): what it was answered */
} Job;

struct _Bench
{
  HxMetrics *metrics;
  HxEventHub *hub;
  HxWriter *writer;
  GMutex lock;
  GCond changed;
  gboolean holding; /* a job keeps the writer, so that what is pushed meanwhile is committed together */
  guint answered;
  guint commits;
};

/* Adds a department, and what the deed says. */
extern const HxJobKind again_kind;
/* The same; it cannot be run again. */
extern const HxJobKind once_kind;
/* Adds nothing, and waits until the bench holds it no longer. */
extern const HxJobKind hold_kind;
/* Waits, and does what the deed says. */
extern const HxJobKind held_kind;

gboolean bench_add       (HxDb         *db,
                          const char   *id,
                          GError      **error);
void     bench_done      (HxJob        *job,
                          const GError *error);
/* Nothing to forget: what it did are rows. */
void     bench_rewind    (HxJob        *job);
/* Where ADD_TOO_LATE says what names nobody. */
void     bench_make_late (HxFixture    *self);
void     bench_open      (HxFixture    *self,
                          Bench        *bench);
void     bench_close     (Bench        *bench);

G_END_DECLS
