/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-permission.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (role,
                { "agent", N_ ("Agent"), NULL },
                { "lead", N_ ("Team lead"), NULL },
                { "compliance", N_ ("Compliance officer"), NULL },
                { "department", N_ ("Responsible department"), NULL },
                { "director", N_ ("Director"), NULL },
                { "integrator", N_ ("Integration"), NULL },
                { "administrator", N_ ("Administrator"), NULL })

static const HxPermission role_permissions[HX_N_ROLES] = {
  [HX_ROLE_AGENT] = HX_MAY_SIGN_IN | HX_MAY_WRAP_UP | HX_MAY_SEE_OWN | HX_MAY_SEE_CUSTOMERS | HX_MAY_EDIT_CUSTOMERS
                    | HX_MAY_HEAR_RECORDINGS | HX_MAY_SEE_BOARD,
  [HX_ROLE_LEAD] = HX_MAY_SIGN_IN | HX_MAY_WRAP_UP | HX_MAY_SEE_OWN | HX_MAY_SEE_TEAM | HX_MAY_SEE_CUSTOMERS
                   | HX_MAY_EDIT_CUSTOMERS | HX_MAY_HEAR_RECORDINGS | HX_MAY_SEE_POOL | HX_MAY_SEE_BOARD
                   | HX_MAY_SEE_PEOPLE,
  [HX_ROLE_COMPLIANCE] = HX_MAY_SIGN_IN | HX_MAY_SEE_OWN | HX_MAY_SEE_TEAM | HX_MAY_SEE_ALL | HX_MAY_SEE_CUSTOMERS
                         | HX_MAY_HEAR_RECORDINGS | HX_MAY_SEE_POOL | HX_MAY_SEE_BOARD | HX_MAY_REVEAL
                         | HX_MAY_ERASE | HX_MAY_SEE_PEOPLE | HX_MAY_READ_AUDIT,
  [HX_ROLE_DEPARTMENT] = HX_MAY_SIGN_IN | HX_MAY_SEE_BOARD,
  /* How many and where, not who said what. */
  [HX_ROLE_DIRECTOR] = HX_MAY_SIGN_IN | HX_MAY_SEE_BOARD | HX_MAY_SEE_POOL | HX_MAY_SEE_COUNTS,
  [HX_ROLE_INTEGRATOR] = HX_MAY_SIGN_IN | HX_MAY_SEND_CALLS,
  /* Runs the place and sees nothing of what is said in it. */
  [HX_ROLE_ADMINISTRATOR] = HX_MAY_SIGN_IN | HX_MAY_SEE_PEOPLE | HX_MAY_MANAGE_PEOPLE | HX_MAY_MANAGE_KEYS
                            | HX_MAY_MANAGE_SITE,
};

static const struct
{
  HxPermission permission;
  const char *name;
} permission_names[] = {
  { HX_MAY_SIGN_IN, "sign_in" },
  { HX_MAY_WRAP_UP, "wrap_up" },
  { HX_MAY_SEE_OWN, "see_own" },
  { HX_MAY_SEE_TEAM, "see_team" },
  { HX_MAY_SEE_ALL, "see_all" },
  { HX_MAY_SEE_CUSTOMERS, "see_customers" },
  { HX_MAY_EDIT_CUSTOMERS, "edit_customers" },
  { HX_MAY_HEAR_RECORDINGS, "hear_recordings" },
  { HX_MAY_SEE_POOL, "see_pool" },
  { HX_MAY_SEE_BOARD, "see_board" },
  { HX_MAY_REVEAL, "reveal" },
  { HX_MAY_SEND_CALLS, "send_calls" },
  { HX_MAY_SEE_PEOPLE, "see_people" },
  { HX_MAY_MANAGE_PEOPLE, "manage_people" },
  { HX_MAY_MANAGE_KEYS, "manage_keys" },
  { HX_MAY_MANAGE_SITE, "manage_site" },
  { HX_MAY_READ_AUDIT, "read_audit" },
  { HX_MAY_ERASE, "erase" },
  { HX_MAY_SEE_COUNTS, "see_counts" },
};

/**
 * hx_role_permissions:
 * @role: a role
 *
 * Returns: the set of permissions that @role stands for
 */
HxPermission
hx_role_permissions (HxRole role)
{
  return role < HX_N_ROLES ? role_permissions[role] : HX_MAY_NOTHING;
}

/**
 * hx_permission_scope:
 * @permissions: a set of permissions
 *
 * Returns: whose calls and feedback the set lets one see
 */
HxScope
hx_permission_scope (HxPermission permissions)
{
  if (permissions & HX_MAY_SEE_ALL)
    return HX_SCOPE_ALL;
  if (permissions & HX_MAY_SEE_TEAM)
    return HX_SCOPE_TEAM;
  return permissions & HX_MAY_SEE_OWN ? HX_SCOPE_OWN : HX_SCOPE_NONE;
}

/**
 * hx_permission_name:
 * @permission: one permission
 *
 * Returns: (nullable): its name on the wire; %NULL for %HX_MAY_NOTHING
 */
const char *
hx_permission_name (HxPermission permission)
{
  for (guint i = 0; i < G_N_ELEMENTS (permission_names); i++)
    if (permission_names[i].permission == permission)
      return permission_names[i].name;
  return NULL;
}

/**
 * hx_permissions_to_text:
 * @permissions: a set of permissions
 *
 * Returns: (transfer full): their names, parted by spaces
 */
char *
hx_permissions_to_text (HxPermission permissions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (permission_names); i++)
    if (permissions & permission_names[i].permission)
      g_string_append_printf (text, "%s%s", text->len ? " " : "", permission_names[i].name);
  return g_string_free (text, FALSE);
}

/**
 * hx_permissions_parse:
 * @text: (nullable): names parted by spaces
 *
 * Returns: the set; unknown names are passed over
 */
HxPermission
hx_permissions_parse (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", " ", -1);
  guint permissions = HX_MAY_NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (permission_names); i++)
    if (g_strv_contains ((const char *const *) names, permission_names[i].name))
      permissions |= permission_names[i].permission;
  return (HxPermission) permissions;
}

/**
 * hx_permissions_check:
 * @text: names parted by single spaces
 *
 * Returns: whether every name is that of a permission, and there is one at least
 */
gboolean
hx_permissions_check (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, " ", -1);
  guint known = 0;

  for (guint i = 0; i < G_N_ELEMENTS (permission_names); i++)
    if (g_strv_contains ((const char *const *) names, permission_names[i].name))
      known++;
  return known > 0 && known == g_strv_length (names);
}
