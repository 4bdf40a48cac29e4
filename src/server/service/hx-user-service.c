/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-user-service-private.h"

#include "hx-audit.h"
#include "hx-event-private.h"
#include "hx-people-input-private.h"
#include "hx-people-service-private.h"
#include "hx-query-private.h"
#include "hx-reply-body-private.h"
#include "hx-session-service-private.h"

static const HxPeopleField user_fields[] = {
  { HX_USER_INPUT_NAME, HX_USER_NAME, NULL, NULL },
  { HX_USER_INPUT_NUMBER, HX_USER_NUMBER, NULL, "SELECT 1 FROM users WHERE number = $1 AND id <> $2" },
  { HX_USER_INPUT_TEAM_ID, HX_USER_TEAM_ID, "SELECT 1 FROM teams WHERE id = $1", NULL },
  { HX_USER_INPUT_DEPARTMENT_ID, HX_USER_DEPARTMENT_ID, "SELECT 1 FROM departments WHERE id = $1", NULL },
  { HX_USER_INPUT_EXTENSION, HX_USER_EXTENSION, NULL,
    "SELECT 1 FROM users WHERE extension = $1 AND id <> $2 AND active = 1" },
  { HX_USER_INPUT_ACTIVE, HX_USER_ACTIVE, NULL, NULL },
};

/* Whoever does not manage people needs nobody's login, and whoever guesses at the
 * door could use it. */
static void
hide_login (HxServiceCall *call,
            HxRecord      *user)
{
  if (!(call->caller->permissions & HX_MAY_MANAGE_PEOPLE)
      && g_strcmp0 (hx_record_get_id (user), call->caller->user_id) != 0)
    hx_record_clear (user, HX_USER_LOGIN);
}

/* Integrations are no people, though events name them as actors. */
static HxRecord *
load_person (HxServiceCall *call,
             GError       **error)
{
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, call->id, error);

  if (user == NULL || hx_record_get_enum (user, HX_USER_ROLE) != HX_ROLE_INTEGRATOR)
    return g_steal_pointer (&user);
  g_propagate_error (error, hx_not_found (&hx_user_schema));
  return NULL;
}

static gboolean
answer (HxServiceCall *call,
        const char    *id,
        GError       **error)
{
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, id, error);

  if (user == NULL)
    return FALSE;
  hide_login (call, user);
  return hx_reply_with (call, user);
}

gboolean
hx_users_get (HxServiceCall *call,
              GError       **error)
{
  g_autoptr (HxRecord) user = load_person (call, error);

  return user != NULL && answer (call, call->id, error);
}

static gboolean
append_user (HxQuery     *query,
             HxStatement *row,
             GError     **error)
{
  g_autoptr (HxRecord) user = hx_view_read (&hx_user_view, row, error);

  if (user == NULL)
    return FALSE;
  hide_login (query->call, user);
  hx_json_append_record (query->call->body, user, HX_JSON_MASKED);
  return TRUE;
}

static gboolean
check_list (HxServiceCall *call,
            gboolean       inactive,
            GError       **error)
{
  const HxCaller *caller = call->caller;
  gboolean nobody = caller->user_id == NULL;

  if (inactive && !(caller->permissions & HX_MAY_MANAGE_PEOPLE))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FORBIDDEN, "You may not see who was sent away");
  else if (!caller->local && !(caller->permissions & HX_MAY_SEE_PEOPLE))
    g_set_error_literal (error, HX_ERROR, nobody ? HX_ERROR_UNAUTHENTICATED : HX_ERROR_FORBIDDEN,
                         nobody ? "Sign in first" : "You may not see people");
  else
    return TRUE;
  return FALSE;
}

/* On the private socket whoever sits at the computer chooses whom to be, so the
 * people are listed before anybody has signed in. */
gboolean
hx_users_list (HxServiceCall *call,
               GError       **error)
{
  static const HxOrder by_number = { .sql = "t.number", .field = HX_USER_NUMBER, .ascending = TRUE, .text = TRUE };
  gboolean inactive = call->query != NULL && hx_record_has (call->query, HX_USERS_QUERY_INACTIVE)
                      && hx_record_get_int (call->query, HX_USERS_QUERY_INACTIVE);
  g_auto (HxQuery) query = { 0 };

  if (!check_list (call, inactive, error))
    return FALSE;
  hx_query_init (&query, call, &hx_user_view);
  hx_query_where (&query, inactive ? "t.role <> 'integrator'" : "t.active = 1 AND t.role <> 'integrator'", "");
  hx_query_filter (&query, HX_USERS_QUERY_ROLE, "t.role = ?");
  hx_query_filter (&query, HX_USERS_QUERY_TEAM_ID, "t.team_id = ?");
  hx_query_filter (&query, HX_USERS_QUERY_DEPARTMENT_ID, "t.department_id = ?");
  return hx_query_page (&query, &by_number, append_user, error);
}

/* -- making and changing -------------------------------------------------------- */

static gboolean
take_login (HxServiceCall *call,
            HxRecord      *user,
            HxProblem     *problem,
            GError       **error)
{
  const char *typed = hx_record_get_text (call->input, HX_USER_INPUT_LOGIN);
  g_autofree char *login = typed != NULL ? hx_login_normalize (typed) : NULL;
  const char *own_id = hx_record_has (user, HX_RECORD_ID) ? hx_record_get_id (user) : "";
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = NULL;

  if (login == NULL)
    return TRUE;
  hx_record_set_text (user, HX_USER_LOGIN, *login != '\0' ? login : NULL);
  if (*login == '\0')
    return TRUE;
  if (!hx_login_is_valid (login))
    {
      hx_problem_add (problem, "login", "invalid");
      return TRUE;
    }
  row = hx_db_query (call->db, &failure, "SELECT 1 FROM users WHERE login = $1 AND id <> $2", "ss", login, own_id);
  if (row != NULL)
    hx_problem_add (problem, "login", "taken");
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
take_input (HxServiceCall *call,
            HxRecord      *user,
            HxProblem     *problem,
            GError       **error)
{
  if (hx_record_has (call->input, HX_USER_INPUT_ROLE))
    {
      hx_record_set_enum (user, HX_USER_ROLE, hx_record_get_enum (call->input, HX_USER_INPUT_ROLE));
      if (hx_record_get_enum (user, HX_USER_ROLE) == HX_ROLE_INTEGRATOR)
        hx_problem_add (problem, "role", "not_for_people");
    }
  return hx_people_take_input (call, user, user_fields, G_N_ELEMENTS (user_fields), problem, error)
         && take_login (call, user, problem, error) && hx_problem_to_error (problem, error);
}

/* Every server knows by heart what users are called, and hears of it by this. */
static gboolean
tell_name (HxServiceCall *call,
           HxRecord      *user,
           const char    *action,
           GError       **error)
{
  const HxHappening happening = { .thing = HX_THING_USER, .action = action, .record = user };

  return hx_event_append (call, &happening, error);
}

gboolean
hx_users_create (HxServiceCall *call,
                 GError       **error)
{
  static const guint required[] = { HX_USER_INPUT_NAME, HX_USER_INPUT_NUMBER, HX_USER_INPUT_ROLE };
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) user = hx_record_new (&hx_user_schema);

  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    if (!hx_record_has (call->input, required[i]))
      hx_problem_add (problem, hx_user_input_schema.fields[required[i]].name, "required");
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  return take_input (call, user, problem, error) && hx_record_insert (call->db, user, call->now, error)
         && tell_name (call, user, "created", error) && answer (call, hx_record_get_id (user), error);
}

/* Called after the event of the change: its counter's row is locked until the end of
 * the transaction, so of two administrators who remove each other at once, also on
 * two servers, the second one counts what the first one did. */
static gboolean
check_administrator_left (HxServiceCall *call,
                          GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure,
                     "SELECT 1 FROM users u JOIN credentials c ON c.user_id = u.id"
                     " WHERE u.role = 'administrator' AND u.active = 1 AND u.login IS NOT NULL LIMIT 1",
                     "");

  if (row != NULL)
    return TRUE;
  if (failure == NULL)
    failure = g_error_new_literal (HX_ERROR, HX_ERROR_CONFLICT, "Nobody would be left who can manage people");
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whoever was sent away decides nothing any more. */
static gboolean
leave_departments (HxServiceCall *call,
                   GError       **error)
{
  return hx_db_run (call->db, error,
                    "UPDATE departments SET head_id = NULL, rev = rev + 1, updated_at = $2 WHERE head_id = $1", "si",
                    call->id, call->now)
         && hx_db_run (call->db, error,
                       "UPDATE departments SET director_id = NULL, rev = rev + 1, updated_at = $2 WHERE director_id = $1",
                       "si", call->id, call->now);
}

static gboolean
account_for (HxServiceCall *call,
             HxRecord      *before,
             HxRecord      *after,
             GError       **error)
{
  g_autofree char *fields = hx_audit_changed_fields (before, after);
  g_autofree char *roles = NULL;
  int from = hx_record_get_enum (before, HX_USER_ROLE), to = hx_record_get_enum (after, HX_USER_ROLE);

  if (!hx_audit_append (call, HX_AUDIT_USER_CHANGED, "user", call->id, NULL, fields, error))
    return FALSE;
  if (from == to)
    return TRUE;
  roles = g_strdup_printf ("{\"from\":\"%s\",\"to\":\"%s\"}", hx_enum_name (&hx_role_enum, from),
                           hx_enum_name (&hx_role_enum, to));
  return hx_audit_append (call, HX_AUDIT_ROLE_CHANGED, "user", call->id, NULL, roles, error);
}

static gboolean
draw_consequences (HxServiceCall *call,
                   HxRecord      *before,
                   HxRecord      *after,
                   GError       **error)
{
  gboolean gone = !hx_record_get_int (after, HX_USER_ACTIVE) || !hx_record_has (after, HX_USER_LOGIN);
  gboolean administrates = hx_record_get_enum (before, HX_USER_ROLE) == HX_ROLE_ADMINISTRATOR;

  /* On a computer of one's own nobody has a login, and all may be somebody. */
  if (!hx_record_get_int (after, HX_USER_ACTIVE) && !leave_departments (call, error))
    return FALSE;
  if (g_strcmp0 (hx_record_get_text (before, HX_USER_NAME), hx_record_get_text (after, HX_USER_NAME)) != 0
      && !tell_name (call, after, "updated", error))
    return FALSE;
  if (gone && hx_record_has (before, HX_USER_LOGIN) && !hx_session_end_all (call, call->id, NULL, error))
    return FALSE;
  return hx_session_reconsider (call, call->id, error) && account_for (call, before, after, error)
         && (!administrates || check_administrator_left (call, error));
}

gboolean
hx_users_update (HxServiceCall *call,
                 GError       **error)
{
  g_autoptr (HxRecord) user = load_person (call, error);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) before = NULL;

  if (user == NULL || !hx_check_match (call, user, error))
    return FALSE;
  before = hx_record_copy (user);
  return take_input (call, user, problem, error) && hx_record_save (call->db, user, call->now, error)
         && draw_consequences (call, before, user, error) && answer (call, call->id, error);
}
