/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-schema.h"

G_BEGIN_DECLS

/**
 * HxPermission:
 *
 * What a caller may do. Code checks permissions, never roles (domain: people).
 */
typedef enum
{
  HX_MAY_NOTHING = 0,
  HX_MAY_SIGN_IN = 1 << 0,         /* anybody who is signed in */
  HX_MAY_WRAP_UP = 1 << 1,         /* answer the wrap-ups of one's own calls */
  HX_MAY_SEE_OWN = 1 << 2,         /* own calls and feedback */
  HX_MAY_SEE_TEAM = 1 << 3,        /* the team's calls and feedback */
  HX_MAY_SEE_ALL = 1 << 4,         /* everybody's */
  HX_MAY_SEE_CUSTOMERS = 1 << 5,
  HX_MAY_EDIT_CUSTOMERS = 1 << 6,
  HX_MAY_HEAR_RECORDINGS = 1 << 7,
  HX_MAY_SEE_POOL = 1 << 8,
  HX_MAY_SEE_BOARD = 1 << 9,
  HX_MAY_REVEAL = 1 << 10,         /* personal data in clear */
  HX_MAY_SEND_CALLS = 1 << 11,     /* integrations: CTI, recordings, contacts */
  HX_MAY_SEE_PEOPLE = 1 << 12,
  HX_MAY_MANAGE_PEOPLE = 1 << 13,  /* users, teams, departments, their passwords and sessions */
  HX_MAY_MANAGE_KEYS = 1 << 14,    /* API keys of integrations */
  HX_MAY_MANAGE_SITE = 1 << 15,    /* the rules: policy, templates; how much the servers log */
  HX_MAY_READ_AUDIT = 1 << 16,     /* the audit log */
  HX_MAY_ERASE = 1 << 17,          /* a customer's personal data, for good */
  HX_MAY_SEE_COUNTS = 1 << 18,     /* everybody's counts, without what is counted */
} HxPermission;

typedef enum
{
  HX_ROLE_AGENT,
  HX_ROLE_LEAD,
  HX_ROLE_COMPLIANCE,
  HX_ROLE_DEPARTMENT,
  HX_ROLE_DIRECTOR,
  HX_ROLE_INTEGRATOR,
  HX_ROLE_ADMINISTRATOR,
  HX_N_ROLES
} HxRole;

HX_DECLARE_ENUM (role)

typedef enum
{
  HX_SCOPE_NONE,
  HX_SCOPE_OWN,
  HX_SCOPE_TEAM,
  HX_SCOPE_ALL,
} HxScope;

HxPermission hx_role_permissions   (HxRole       role);
HxScope      hx_permission_scope   (HxPermission permissions);
const char  *hx_permission_name    (HxPermission permission);
char        *hx_permissions_to_text(HxPermission permissions);
HxPermission hx_permissions_parse  (const char  *text);
gboolean     hx_permissions_check  (const char  *text);

G_END_DECLS
