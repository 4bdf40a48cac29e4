/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-verify.h"

G_BEGIN_DECLS

/* One walk over the log. */
typedef struct
{
  HxDb *db;
  HxKeyring *keyring;
  HxAuditVerdict *verdict;
  GPtrArray *files;    /* of HxAuditAnchors */
  guint *next;         /* for each file the anchor that is to be met next */
  GHashTable *named;   /* id of an anchor file → the last number that rows name of it (gint64) */
  gint64 named_to;     /* rows after this one may name what the files were read too early for */
  gint64 head;         /* as the walk began */
  gint64 last;         /* number of the last row that is right */
  char code[HX_CHAIN_CODE_SIZE]; /* of it */
} HxAuditWalk;

/* Each ends the walk with its verdict, and returns %FALSE for that. */
gboolean hx_audit_walk_fails    (HxAuditWalk      *self,
                                 HxAuditFault      fault,
                                 gint64            number,
                                 const char       *format,
                                 ...) G_GNUC_PRINTF (4, 5);
/* Why a row does not go on from the one before it. */
gboolean hx_audit_walk_diagnose (HxAuditWalk      *self,
                                 const HxAuditRow *row,
                                 GError          **error);
void     hx_audit_walk_open_anchors  (HxAuditWalk       *self);
gboolean hx_audit_walk_meet_anchors  (HxAuditWalk       *self,
                                      const HxAuditRow  *row);
gboolean hx_audit_walk_close_anchors (HxAuditWalk       *self);

G_END_DECLS
