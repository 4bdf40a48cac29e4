/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-event-stream-private.h"
#include "hx-event-topics.h"

G_BEGIN_DECLS

struct _HxEventHub
{
  HxSite *site; /* (nullable) */
  HxMetrics *metrics;
  guint max_streams, max_of_person;
  gsize past; /* bytes borrowed; atomic */

  GMutex lock;
  GPtrArray *streams; /* of HxEventStream, not owned: they leave before they end */
  GPtrArray *wide;    /* of them, those that hear of other people's things too */
  HxEventTopics *topics;
  gint64 last;        /* number of the newest event that was published; 0 before the first */
  GHashTable *people; /* user or key → GSList of their streams */
  gboolean closed;
  HxPresentFunc on_present; /* (nullable) */
  gpointer watch_data;
};

G_END_DECLS
