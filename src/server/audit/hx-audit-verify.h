/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-anchors.h"
#include "hx-audit-row.h"

G_BEGIN_DECLS

/* What can be wrong with the log. */
#define HX_AUDIT_FAULTS(FAULT) \
  FAULT (NOTHING, "sound") \
  FAULT (CHANGED, "changed") \
  FAULT (REMOVED, "removed") \
  FAULT (ADDED, "added") \
  FAULT (REORDERED, "reordered") \
  FAULT (TAIL_CUT, "tail cut") \
  FAULT (SET_BACK, "set back") \
  FAULT (HEAD, "head changed") \
  FAULT (WRONG_KEY, "wrong key") \
  FAULT (ANCHORS_CHANGED, "anchor file changed") \
  FAULT (ANCHORS_CUT, "anchor file cut")

#define HX_AUDIT_FAULT_ID_(ID, ...) HX_AUDIT_FAULT_##ID,
typedef enum
{
  HX_AUDIT_FAULTS (HX_AUDIT_FAULT_ID_)
  HX_N_AUDIT_FAULTS
} HxAuditFault;

/**
 * HxAuditVerdict:
 *
 * What was found.
 */
typedef struct
{
  HxAuditFault fault;
  gint64 number;     /* the first that is wrong; 0 when it is about no row */
  char *words;       /* (nullable): what is wrong, for people */
  gint64 rows;       /* that were found right */
  gint64 anchored;   /* up to here the anchor files agree */
  GPtrArray *notes;  /* of char *: what could not be looked at */
} HxAuditVerdict;

const char *hx_audit_fault_name    (HxAuditFault       fault);
gboolean    hx_audit_verify        (HxDb              *db,
                                    HxKeyring         *keyring,
                                    const char *const *anchor_files,
                                    HxAuditVerdict    *verdict,
                                    GError           **error);
void        hx_audit_verdict_clear (HxAuditVerdict    *verdict);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxAuditVerdict, hx_audit_verdict_clear)

G_END_DECLS
