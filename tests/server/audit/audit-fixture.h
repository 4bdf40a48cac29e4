/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/hx-audit-verify.h"
#include "hx-fixture.h"
#include "service/hx-audit.h"

G_BEGIN_DECLS

/* Rows, each different from the others in every column that can be; `with_anchor` also one of a file that is not here. */
void     audit_write      (HxFixture     *self,
                           guint          amount,
                           gboolean       with_anchor);
/* What an administrator can do who knows SQL but not the keys: each line is a
 * statement. The triggers are out of the way. */
void     audit_tamper     (HxFixture     *self,
                           const char    *script);
void     audit_undo       (HxFixture     *self);
void     audit_expect     (HxFixture     *self,
                           HxAuditFault   fault,
                           gint64         number);
/* Tampers, expects, undoes. */
void     audit_finds      (HxFixture     *self,
                           HxAuditFault   fault,
                           gint64         number,
                           const char    *script);
char    *audit_anchor_path(HxFixture     *self);
void     audit_anchor     (HxFixture     *self);
/* As a commit does. */
void     audit_anchor_newest (HxFixture  *self);

G_END_DECLS
