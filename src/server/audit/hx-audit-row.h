/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-anchors.h"
#include "hx-record.h"
#include "store/hx-db.h"
#include "things/hx-audit-entry.h"

G_BEGIN_DECLS

/* The columns after the number, in the order in which a row's code covers them: all but the last. */
#define HX_AUDIT_COLUMNS(COLUMN) \
  COLUMN (AT, at) \
  COLUMN (ACTION, action) \
  COLUMN (ACTOR_ID, actor_id) \
  COLUMN (SESSION_ID, session_id) \
  COLUMN (ORIGIN, origin) \
  COLUMN (THING, thing) \
  COLUMN (RECORD_ID, record_id) \
  COLUMN (REQUEST_ID, request_id) \
  COLUMN (REASON, reason) \
  COLUMN (DETAIL, detail) \
  COLUMN (ANCHOR, anchor) \
  COLUMN (KEY_ID, key_id) \
  COLUMN (PREVIOUS, previous) \
  COLUMN (CODE, code)

#define HX_AUDIT_COLUMN_ID_(ID, ...) HX_AUDIT_ROW_##ID,
typedef enum
{
  HX_AUDIT_COLUMNS (HX_AUDIT_COLUMN_ID_)
  HX_AUDIT_ROW_N_COLUMNS
} HxAuditColumn;

/* For reading: every value as text with a dot after it. The dot tells a text that
 * ends where it seems to from one that goes on after a zero byte. */
#define HX_AUDIT_SELECT_(ID, column) ", cast(a." #column " AS text) || '.'"
#define HX_AUDIT_SELECT "SELECT cast(a.number AS text) || '.'" HX_AUDIT_COLUMNS (HX_AUDIT_SELECT_) " FROM audit a "

/**
 * HxAuditRow:
 *
 * One row as it lies in the store. All values are texts, so that nothing is
 * rounded or cut on its way to the code that covers it.
 */
typedef struct
{
  gint64 number; /* 0 for one that is no number */
  char *columns[HX_AUDIT_ROW_N_COLUMNS]; /* (nullable) elements */
  gboolean whole; /* every value could be read to its end */
} HxAuditRow;

/**
 * HxAuditEntry:
 *
 * What is to be accounted for. Nothing in it may be personal but the reason.
 */
typedef struct
{
  HxAuditAction action;
  HxOrigin origin;
  const char *actor_id;   /* (nullable): user */
  const char *session_id; /* (nullable): session or API key */
  const char *thing;
  const char *record_id;  /* (nullable) */
  const char *request_id; /* (nullable) */
  const char *reason;     /* (nullable): in the person's own words; is sealed */
  const char *detail;     /* (nullable): JSON, such as names of fields */
  const char *anchor;     /* (nullable): how far the log was anchored outside the store */
} HxAuditEntry;

void     hx_audit_row_read  (HxAuditRow         *self,
                             HxStatement        *row);
void     hx_audit_row_clear (HxAuditRow         *self);
/* Whether the row's own code is right: nobody without the key wrote it so. */
gboolean hx_audit_row_holds (const HxAuditRow   *self,
                             HxKeyring          *keyring);
gboolean hx_audit_write     (HxDb               *db,
                             const HxAuditEntry *entry,
                             gint64              now,
                             GError            **error);
gboolean hx_audit_read_head (HxDb               *db,
                             HxAuditAnchor      *head,
                             GError            **error);
gboolean hx_audit_take_head (HxDb               *db,
                             HxAuditAnchor      *head,
                             GError            **error);
/* As an auditor reads it; the reason in clear when its key is there. */
HxRecord *hx_audit_row_to_entry (const HxAuditRow *self,
                                 HxKeyring        *keyring);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxAuditRow, hx_audit_row_clear)

G_END_DECLS
