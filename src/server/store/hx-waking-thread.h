/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxWakingThread:
 *
 * Does something some time after it was woken, once for all that woke it meanwhile: what follows a
 * commit, and need not follow each.
 */
typedef struct _HxWakingThread HxWakingThread;

typedef void (*HxWakingFunc) (gpointer data);

HxWakingThread *hx_waking_thread_new  (const char     *name,
                                       gint64          pause,
                                       gint64          apart,
                                       HxWakingFunc    func,
                                       gpointer        data);
void            hx_waking_thread_wake (HxWakingThread *self);
void            hx_waking_thread_free (HxWakingThread *self);

G_END_DECLS
