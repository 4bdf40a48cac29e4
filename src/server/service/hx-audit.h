/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/hx-audit-row.h"
#include "hx-service.h"

G_BEGIN_DECLS

/* What must be accounted for is written in the transaction that does it, so there
 * is never one without the other. Operations of the table in hx-audit-table.c get
 * their row by themselves; one that knows more (which fields, for what reason)
 * calls hx_audit_append(), and then that row is the only one. */
gboolean hx_audit_append         (HxServiceCall      *call,
                                  HxAuditAction       action,
                                  const char         *thing,
                                  const char         *id,
                                  const char         *reason,
                                  const char         *detail,
                                  GError            **error);
/* The same, when who it was is not the caller: somebody who just signed in. */
gboolean hx_audit_append_as      (HxServiceCall      *call,
                                  const HxCaller     *actor,
                                  HxAuditAction       action,
                                  const char         *thing,
                                  const char         *id,
                                  const char         *reason,
                                  const char         *detail,
                                  GError            **error);
/* {"fields":[…]}: names of the fields that differ, never their values. */
char    *hx_audit_changed_fields (HxRecord           *before,
                                  HxRecord           *after);

/* -- for whoever runs operations ------------------------------------------------ */

/* After an operation that writes has gone well, in its transaction. */
gboolean hx_audit_after          (HxServiceCall      *call,
                                  GError            **error);
/* After one that only reads: whether it must be accounted for before the answer
 * leaves; then hx_audit_after_read() in a transaction that writes. */
gboolean hx_audit_read_is_due    (HxServiceCall      *call,
                                  gboolean           *due,
                                  GError            **error);
gboolean hx_audit_after_read     (HxServiceCall      *call,
                                  GError            **error);
/* Whether being refused is to be remembered; then hx_audit_refused() in a
 * transaction that does not end with what was refused. */
gboolean hx_audit_refusal_counts (const HxServiceCall *call,
                                  const GError        *refusal);
gboolean hx_audit_refused        (HxServiceCall       *call,
                                  const GError        *refusal,
                                  GError             **error);

G_END_DECLS
