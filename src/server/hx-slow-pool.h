/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-job.h"

G_BEGIN_DECLS

/**
 * HxSlowPool:
 *
 * Does what takes long and needs no connection to the store, such as the hash of a
 * password or the sound of an upload: a few at a time, because each takes 64 MiB or
 * a processor, and apart from readers and the writer, which have others to serve.
 */
typedef struct _HxSlowPool HxSlowPool;

HxSlowPool *hx_slow_pool_new  (guint       threads,
                               guint       waiting);
gboolean    hx_slow_pool_push (HxSlowPool *self,
                               HxJob      *job);
void        hx_slow_pool_close(HxSlowPool *self);
void        hx_slow_pool_stop (HxSlowPool *self);
void        hx_slow_pool_free (HxSlowPool *self);

G_END_DECLS
