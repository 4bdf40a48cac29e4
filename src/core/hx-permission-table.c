/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api.h"

/* Whose an operation shows or changes, of those that it is allowed for: for what is not named here, everybody's. */
typedef enum
{
  WHOSE_EVERYBODYS,
  WHOSE_SCOPED, /* as hx_permission_scope() says: own, the team's, all */
  WHOSE_OWN,
  WHOSE_OWN_UNLESS_MANAGED, /* own, and everybody's for who manages people */
  WHOSE_COUNTED, /* scoped, and everybody's for who sees all counts */
  WHOSE_RECTIFIED, /* scoped, and for who has no calls: what the department is to do */
} Whose;

static const Whose whose[HX_N_OPERATIONS] = {
  [HX_OPERATION_SESSION_GET] = WHOSE_OWN,      [HX_OPERATION_SESSION_DELETE] = WHOSE_OWN,
  [HX_OPERATION_SESSION_PASSWORD] = WHOSE_OWN, [HX_OPERATION_BOOTSTRAP_GET] = WHOSE_OWN,
  [HX_OPERATION_EVENTS_STREAM] = WHOSE_SCOPED, [HX_OPERATION_CALLS_LIST] = WHOSE_SCOPED,
  [HX_OPERATION_CALLS_GET] = WHOSE_SCOPED,     [HX_OPERATION_CALLS_BOOKMARK] = WHOSE_SCOPED,
  [HX_OPERATION_WRAPUPS_LIST] = WHOSE_OWN,     [HX_OPERATION_WRAPUPS_GET] = WHOSE_OWN,
  [HX_OPERATION_WRAPUPS_DRAFT] = WHOSE_OWN,    [HX_OPERATION_WRAPUPS_SUBMIT] = WHOSE_OWN,
  [HX_OPERATION_WRAPUPS_UNDO] = WHOSE_OWN,     [HX_OPERATION_FEEDBACK_LIST] = WHOSE_SCOPED,
  [HX_OPERATION_FEEDBACK_GET] = WHOSE_SCOPED,  [HX_OPERATION_POOL_GET] = WHOSE_COUNTED,
  [HX_OPERATION_FIGURES_GET] = WHOSE_OWN,
  [HX_OPERATION_SESSIONS_LIST] = WHOSE_OWN_UNLESS_MANAGED,
  [HX_OPERATION_SESSIONS_DELETE] = WHOSE_OWN_UNLESS_MANAGED,
  [HX_OPERATION_RECORDINGS_GET] = WHOSE_SCOPED,        [HX_OPERATION_RECORDINGS_AUDIO] = WHOSE_SCOPED,
  [HX_OPERATION_RECORDINGS_PEAKS] = WHOSE_SCOPED,      [HX_OPERATION_CLIPS_CREATE] = WHOSE_SCOPED,
  [HX_OPERATION_FEEDBACK_ATTACHMENTS] = WHOSE_SCOPED,  [HX_OPERATION_FEEDBACK_ATTACH] = WHOSE_SCOPED,
  [HX_OPERATION_BOARD_GET] = WHOSE_RECTIFIED,
  [HX_OPERATION_RECTIFICATIONS_LIST] = WHOSE_RECTIFIED,
  [HX_OPERATION_RECTIFICATIONS_GET] = WHOSE_RECTIFIED,
  [HX_OPERATION_RECTIFICATIONS_ATTACHMENTS] = WHOSE_RECTIFIED,
  [HX_OPERATION_RECTIFICATIONS_ATTACH] = WHOSE_RECTIFIED,
  [HX_OPERATION_ATTACHMENTS_CONTENT] = WHOSE_RECTIFIED, [HX_OPERATION_ATTACHMENTS_DELETE] = WHOSE_OWN,
};

static const char *const scopes[] = {
  [HX_SCOPE_NONE] = "none",
  [HX_SCOPE_OWN] = "own",
  [HX_SCOPE_TEAM] = "team",
  [HX_SCOPE_ALL] = "all",
};

static const char intro[]
    = "# Who may do what\n\n"
      "Printed by `huixiangd permissions`; a test compares this page with the program, and another one asks a server for "
      "every operation as every role.\n\n"
      "`-` may not. Otherwise what is seen or changed: `own`, the `team`'s, `all`; `none` is an answer without "
      "anything in it. What is not one's own answers like what does not exist. Personal fields are masked in every answer but "
      "that of `customers.reveal`. The stream gives `own`, `team` and `all` of calls, feedback and recordings, the pool's counts as "
      "`pool.get`, wrap-ups to their agent alone, rectifications to whom their list shows them, and customers to whom these are open.\n\n"
      "A recording is that of everybody who talked in its call or gave feedback about it, and of their teams; in a "
      "customer's history a contact names its recording to them alone. A rectification is that of everybody whose feedback led "
      "to it, of their teams, and of the `department` that is to do it: its members, its head and its director. The counts of "
      "the board are those of the rectifications that one may list. An API key has the permissions that it was given, and without `see_all` it hears no recording. "
      "On one computer of one's own, over the private socket, everybody may also play the telephone "
      "(`send_calls`) and see whom one can sign in as.\n\n";

/* The list of people is public on the private socket of one computer only, for choosing whom to be. */
static HxPermission
permission_of (const HxOperation *operation)
{
  return operation == &hx_operations[HX_OPERATION_USERS_LIST] ? HX_MAY_SEE_PEOPLE : operation->permission;
}

static const char *
cell (const HxOperation *operation,
      Whose              who,
      HxPermission       permissions)
{
  if (permission_of (operation) != HX_MAY_NOTHING && !(permissions & permission_of (operation)))
    return "-";
  if (who == WHOSE_EVERYBODYS || (who == WHOSE_OWN_UNLESS_MANAGED && (permissions & HX_MAY_MANAGE_PEOPLE))
      || (who == WHOSE_COUNTED && (permissions & HX_MAY_SEE_COUNTS)))
    return "all";
  if (who == WHOSE_OWN_UNLESS_MANAGED)
    return "own";
  if (who == WHOSE_RECTIFIED && hx_permission_scope (permissions) == HX_SCOPE_NONE)
    return permissions & HX_MAY_SEE_BOARD ? "department" : "none";
  return who == WHOSE_OWN ? "own" : scopes[hx_permission_scope (permissions)];
}

static void
append_row (GString           *out,
            const HxOperation *operation,
            Whose              who)
{
  const char *permission = hx_permission_name (permission_of (operation));

  if (permission == NULL)
    permission = operation->flags & HX_OP_PUBLIC ? "(public)" : "(signed in)";
  g_string_append_printf (out, "| `%s` | %s |", operation->name, permission);
  for (guint role = 0; role < HX_N_ROLES; role++)
    g_string_append_printf (out, " %s |", cell (operation, who, hx_role_permissions ((HxRole) role)));
  g_string_append_c (out, '\n');
}

/**
 * hx_permissions_to_markdown:
 *
 * Returns: (transfer full): `docs/permissions.md`: a row for each operation, a column for each role
 */
char *
hx_permissions_to_markdown (void)
{
  GString *out = g_string_new (intro);

  g_string_append (out, "| operation | permission |");
  for (guint role = 0; role < HX_N_ROLES; role++)
    g_string_append_printf (out, " %s |", hx_enum_name (&hx_role_enum, (int) role));
  g_string_append (out, "\n|---|---|");
  for (guint role = 0; role < HX_N_ROLES; role++)
    g_string_append (out, "---|");
  g_string_append_c (out, '\n');
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    append_row (out, &hx_operations[i], whose[i]);
  return g_string_free (out, FALSE);
}
