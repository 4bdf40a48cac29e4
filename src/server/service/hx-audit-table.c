/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-table-private.h"

/* Which operations are accounted for. What agents do all day (calls, wrap-ups, feedback) is not here: the events have
 * who did it and when. Here are access, people, personal data in clear, and what changes the rules for everybody. */
static const HxAuditRule rules[HX_N_OPERATIONS] = {
  [HX_OPERATION_SESSION_CREATE] = { "session", HX_AUDITS (HX_AUDIT_SIGNED_IN), HX_AUDITS (HX_AUDIT_SIGN_IN_REFUSED), FALSE },
  [HX_OPERATION_SESSION_DELETE] = { "session", HX_AUDITS (HX_AUDIT_SIGNED_OUT), 0, FALSE },
  [HX_OPERATION_SESSION_PASSWORD] = { "user", HX_AUDITS (HX_AUDIT_PASSWORD_CHANGED), 0, FALSE },
  [HX_OPERATION_SESSIONS_DELETE] = { "session", HX_AUDITS (HX_AUDIT_SESSION_REVOKED), 0, FALSE },
  [HX_OPERATION_API_KEYS_CREATE] = { "api_key", HX_AUDITS (HX_AUDIT_KEY_CREATED), 0, FALSE },
  [HX_OPERATION_API_KEYS_DELETE] = { "api_key", HX_AUDITS (HX_AUDIT_KEY_REVOKED), 0, FALSE },
  [HX_OPERATION_USERS_CREATE] = { "user", HX_AUDITS (HX_AUDIT_USER_CREATED), 0, FALSE },
  [HX_OPERATION_USERS_UPDATE] = { "user", HX_AUDITS (HX_AUDIT_USER_CHANGED), 0, FALSE },
  [HX_OPERATION_USERS_PASSWORD] = { "user", HX_AUDITS (HX_AUDIT_PASSWORD_CHANGED), 0, FALSE },
  [HX_OPERATION_TEAMS_CREATE] = { "team", HX_AUDITS (HX_AUDIT_TEAM_CHANGED), 0, FALSE },
  [HX_OPERATION_TEAMS_UPDATE] = { "team", HX_AUDITS (HX_AUDIT_TEAM_CHANGED), 0, FALSE },
  [HX_OPERATION_DEPARTMENTS_CREATE] = { "department", HX_AUDITS (HX_AUDIT_DEPARTMENT_CHANGED), 0, FALSE },
  [HX_OPERATION_DEPARTMENTS_UPDATE] = { "department", HX_AUDITS (HX_AUDIT_DEPARTMENT_CHANGED), 0, FALSE },
  [HX_OPERATION_CUSTOMERS_UPDATE] = { "customer", HX_AUDITS (HX_AUDIT_CUSTOMER_CHANGED), 0, FALSE },
  [HX_OPERATION_CUSTOMERS_REVEAL] = { "customer", HX_AUDITS (HX_AUDIT_REVEALED), HX_AUDITS (HX_AUDIT_REVEAL_REFUSED), FALSE },
  [HX_OPERATION_CUSTOMERS_ERASE] = { "customer", HX_AUDITS (HX_AUDIT_ERASED), 0, FALSE },
  [HX_OPERATION_RECORDINGS_AUDIO] = { "recording", HX_AUDITS (HX_AUDIT_RECORDING_HEARD), 0, TRUE },
  [HX_OPERATION_ATTACHMENTS_CONTENT] = { "attachment", HX_AUDITS (HX_AUDIT_ATTACHMENT_OPENED), 0, TRUE },
  [HX_OPERATION_TEMPLATES_CREATE] = { "template", HX_AUDITS (HX_AUDIT_TEMPLATE_CHANGED), 0, FALSE },
  [HX_OPERATION_POLICIES_CREATE] = { "policy", HX_AUDITS (HX_AUDIT_POLICY_CHANGED), 0, FALSE },
  [HX_OPERATION_LOG_UPDATE] = { "log", HX_AUDITS (HX_AUDIT_LOG_CHANGED), 0, FALSE },
  [HX_OPERATION_AUDIT_LIST] = { "audit", HX_AUDITS (HX_AUDIT_AUDIT_READ), 0, TRUE },
};

const HxAuditRule *
hx_audit_rule (const HxOperation *operation)
{
  const HxAuditRule *rule = operation != NULL ? &rules[operation - hx_operations] : NULL;

  return rule != NULL && rule->thing != NULL ? rule : NULL;
}
