/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secrets/hx-chain-code.h"

G_BEGIN_DECLS

/* So far the log went at that time. */
typedef struct
{
  gint64 number; /* 0: nothing is known */
  gint64 at; /* µs UTC */
  char code[HX_CHAIN_CODE_SIZE]; /* of the row */
} HxAuditAnchor;

/**
 * HxAuditAnchors:
 *
 * A file outside the store that remembers how far the log went. Who can only get
 * at the store cannot cut off the log's end, or set it back, without its being
 * found here. Each line has a code over itself and the line before.
 *
 * A line every few seconds is enough to keep for good. Beside it lies a second file,
 * `PATH.newest`, which is written anew for each commit.
 */
typedef struct
{
  char *path;
  char *id;            /* (nullable): the file's own; %NULL for a file that is not there yet */
  GArray *anchors;     /* of HxAuditAnchor */
  char last[HX_CHAIN_CODE_SIZE]; /* code of the last line */
  gboolean torn;       /* ends in the middle of a line, as after a crash */
  guint wrong_line;    /* from 1; 0 for none: from here on it is not what we wrote */
  HxAuditAnchor newest; /* what the second file says */
  gboolean newest_changed; /* it is not what we wrote */
} HxAuditAnchors;

HxAuditAnchors *hx_audit_anchors_load       (const char          *path,
                                             HxKeyring           *keyring,
                                             GError             **error);
void            hx_audit_anchors_free       (HxAuditAnchors      *self);
gboolean        hx_audit_anchors_append     (HxAuditAnchors      *self,
                                             HxKeyring           *keyring,
                                             const HxAuditAnchor *anchor,
                                             GError             **error);
gboolean        hx_audit_anchors_set_newest (HxAuditAnchors      *self,
                                             HxKeyring           *keyring,
                                             const HxAuditAnchor *anchor,
                                             GError             **error);
void            hx_audit_anchors_add_newest (HxAuditAnchors      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxAuditAnchors, hx_audit_anchors_free)

G_END_DECLS
