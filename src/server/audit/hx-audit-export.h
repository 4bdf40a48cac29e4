/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audit-row.h"

G_BEGIN_DECLS

typedef gboolean (*HxAuditLineFunc) (const char *line, gpointer data, GError **error);

/* One line of JSON for each row, oldest first: what an auditor reads, and what binds the rows together. */
gboolean hx_audit_export (HxDb            *db,
                          HxAuditLineFunc  write,
                          gpointer         data,
                          GError         **error);

G_END_DECLS
