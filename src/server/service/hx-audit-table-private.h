/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"
#include "things/hx-audit-entry.h"

G_BEGIN_DECLS

/* One more than the action, so that nothing said is nothing audited. */
#define HX_AUDITS(action) ((action) + 1)

/**
 * HxAuditRule:
 * @thing: (nullable): what it is done to; %NULL for an operation without a rule
 * @done: HX_AUDITS() of the action once it is done, 0 for none
 * @refused: HX_AUDITS() of the action when it was refused, 0 for none
 * @once: the same session asking for the same again within a quarter of an hour
 *   is one line: a player asks for a recording in many ranges
 */
typedef struct
{
  const char *thing;
  int done;
  int refused;
  gboolean once;
} HxAuditRule;

const HxAuditRule *hx_audit_rule (const HxOperation *operation);

G_END_DECLS
