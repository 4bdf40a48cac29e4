/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

/**
 * HxCheckpointer:
 *
 * Moves committed pages from the log into the store, on a thread and a connection
 * of its own, so that nobody who writes waits for it.
 */
typedef struct _HxCheckpointer HxCheckpointer;

HxCheckpointer *hx_checkpointer_new    (const char      *store,
                                        GError         **error);
void            hx_checkpointer_notify (HxCheckpointer  *self);
void            hx_checkpointer_free   (HxCheckpointer  *self);

G_END_DECLS
