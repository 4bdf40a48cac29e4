/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-exchange-private.h"

G_BEGIN_DECLS

typedef struct
{
  HxHttp *http;
  struct MHD_Daemon *daemon;
  HxListenFlags flags;
  int socket; /* ours again after the library let it go; -1 before */
} HxListener;

struct _HxHttp
{
  HxHttpLimits limits;
  HxHttpHandler handler;
  GPtrArray *listeners;
  HxGuard *guard;
  HxLinks *links;
  HxOutlets *outlets;
  GMutex lock;
  GCond idle;
  guint busy;         /* exchanges that are not finished */
  guint64 begun;      /* all there were */
};

G_END_DECLS
