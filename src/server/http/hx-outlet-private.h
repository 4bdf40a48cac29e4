/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-outlet.h"

G_BEGIN_DECLS

/* What is taken from a stream at a time; and the room for the length of a chunk before it and for its end. */
#define HX_OUTLET_PIECE 16384
#define HX_OUTLET_FRAMING 16

struct _HxOutlet
{
  HxOutlets *outlets;
  HxOutlet *previous, *next; /* of those that were started */
  HxReplyStream stream;
  GByteArray *rest;     /* (nullable): what the socket did not take yet */
  gint64 stalled;       /* monotonic µs since when; 0 while it takes all */
  int fd;               /* -1 before it is started */
  gboolean chunked : 1;
  gboolean last : 1;    /* nothing follows the rest */
  gboolean listed : 1;  /* the thread knows of it */
  gboolean queued;      /* in ready; with the lock */
};

struct _HxOutlets
{
  GThread *thread;
  int epoll, wake;
  gint64 stall;
  HxOutlet *first;      /* the thread's own, as all below */
  guint n_stalled;
  guint8 *buffer;

  GMutex lock;
  GCond ended;
  GPtrArray *ready;     /* of HxOutlet: have something to say */
  GPtrArray *spare;     /* the thread's: changes places with it */
  guint count;          /* started and not ended */
  gboolean stopping;
};

gpointer hx_outlets_send_all (gpointer data);

G_END_DECLS
