/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

/**
 * HxAnchorer:
 *
 * Writes into the anchor file how far the audit log goes, after commits, on a
 * thread and a connection of its own, so that nobody waits for it.
 */
typedef struct _HxAnchorer HxAnchorer;

/* Told, from the anchorer's thread, what is durably anchored: `ID:NUMBER`. */
typedef void (*HxAnchoredFunc) (const char *anchor, gpointer data);

HxAnchorer *hx_anchorer_new    (const char      *store,
                                HxKeyring       *keyring,
                                const char      *path,
                                HxAnchoredFunc   anchored,
                                gpointer         data,
                                GError         **error);
void        hx_anchorer_notify (HxAnchorer      *self);
void        hx_anchorer_free   (HxAnchorer      *self);

G_END_DECLS
