/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-anchors.h"
#include "store/hx-db.h"

G_BEGIN_DECLS

/**
 * HxAnchorer:
 *
 * Writes outside the store how far the audit log goes: what this server appended
 * before anybody is told of it, what others did a little later, on a thread of its own.
 */
typedef struct _HxAnchorer HxAnchorer;

/* Told, from the anchorer's thread or who notes, what is durably anchored: `ID:NUMBER`. */
typedef void (*HxAnchoredFunc) (const char *anchor, gpointer data);

HxAnchorer *hx_anchorer_new    (const char          *store,
                                HxKeyring           *keyring,
                                const char          *path,
                                HxAnchoredFunc       anchored,
                                gpointer             data,
                                GError             **error);
void        hx_anchorer_note   (HxAnchorer          *self,
                                HxDb                *db,
                                const HxAuditAnchor *head);
void        hx_anchorer_notify (HxAnchorer          *self);
void        hx_anchorer_free   (HxAnchorer          *self);

G_END_DECLS
