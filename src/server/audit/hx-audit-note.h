/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-row.h"

G_BEGIN_DECLS

gboolean hx_audit_note (const char     *store,
                        const char     *keys,
                        const char     *key_command,
                        HxAuditAction   action,
                        GError        **error);

G_END_DECLS
