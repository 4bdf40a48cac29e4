/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/hx-audit-anchors.h"
#include "http/hx-event-hub.h"
#include "http/hx-job.h"

G_BEGIN_DECLS

/**
 * HxWriter:
 *
 * The one thread that writes. It takes all jobs that wait, does them in one
 * transaction, commits once, and then answers all of them.
 */
typedef struct _HxWriter HxWriter;

/* How many jobs one commit made durable, and how long it took from the transaction's beginning, µs; and how far the
 * audit log goes with what it appended, number 0 for nothing; then @db is in no transaction. */
typedef void (*HxCommittedFunc) (HxDb *db, guint jobs, gint64 spent, const HxAuditAnchor *head, gpointer data);
typedef void (*HxPublishFunc) (GPtrArray *events, GPtrArray *records, gpointer data);

HxWriter *hx_writer_new  (HxDb            *db,
                          HxSite          *site,
                          const char      *word,
                          HxEventHub      *hub,
                          HxPublishFunc    publish,
                          HxCommittedFunc  committed,
                          gpointer         data);
gboolean  hx_writer_push (HxWriter        *self,
                          HxJob           *job);
guint     hx_writer_count(HxWriter        *self);
void      hx_writer_stop (HxWriter        *self);
void      hx_writer_free (HxWriter        *self);

G_END_DECLS
