/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people-input-private.h"
#include "hx-query-private.h"
#include "hx-reply-body-private.h"
#include "hx-user-service-private.h"

/* Teams and departments: the same few lines for both. */

static const HxView team_view = { .schema = &hx_team_schema, .from = "teams t" };

static const HxView department_view = {
  .schema = &hx_department_schema,
  .from = "departments t LEFT JOIN users h ON h.id = t.head_id LEFT JOIN users d ON d.id = t.director_id",
  .columns = "h.name, d.name",
  .n_fields = 2,
  .fields = { HX_DEPARTMENT_HEAD_NAME, HX_DEPARTMENT_DIRECTOR_NAME },
};

static const HxPeopleField team_fields[] = {
  { HX_TEAM_INPUT_NAME, HX_TEAM_NAME, NULL, "SELECT 1 FROM teams WHERE name = $1 AND id <> $2" },
  { HX_TEAM_INPUT_TEMPLATE_ID, HX_TEAM_TEMPLATE_ID, "SELECT 1 FROM templates WHERE id = $1", NULL },
};

static const HxPeopleField department_fields[] = {
  { HX_DEPARTMENT_INPUT_NAME, HX_DEPARTMENT_NAME, NULL, "SELECT 1 FROM departments WHERE name = $1 AND id <> $2" },
  { HX_DEPARTMENT_INPUT_HEAD_ID, HX_DEPARTMENT_HEAD_ID,
    "SELECT 1 FROM users WHERE id = $1 AND active = 1 AND role <> 'integrator'", NULL },
  { HX_DEPARTMENT_INPUT_DIRECTOR_ID, HX_DEPARTMENT_DIRECTOR_ID,
    "SELECT 1 FROM users WHERE id = $1 AND active = 1 AND role = 'director'", NULL },
};

/* What is the same about both. */
typedef struct
{
  const HxView *view;
  const HxPeopleField *fields;
  guint n_fields;
  guint name; /* of the input */
} Kind;

static const Kind teams = { &team_view, team_fields, G_N_ELEMENTS (team_fields), HX_TEAM_INPUT_NAME };
static const Kind departments
    = { &department_view, department_fields, G_N_ELEMENTS (department_fields), HX_DEPARTMENT_INPUT_NAME };

static HxRecord *
load (HxServiceCall *call,
      const Kind    *kind,
      const char    *id,
      GError       **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_view_find (call->db, kind->view, &failure, "WHERE t.id = $1", "s", id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (kind->view->schema));
  return record;
}

static gboolean
list (HxServiceCall *call,
      const Kind    *kind,
      GError       **error)
{
  static const HxOrder by_name = { .sql = "t.name", .field = HX_TEAM_NAME, .ascending = TRUE, .text = TRUE };
  g_auto (HxQuery) query = { 0 };

  G_STATIC_ASSERT ((int) HX_TEAM_NAME == (int) HX_DEPARTMENT_NAME);
  hx_query_init (&query, call, kind->view);
  return hx_query_page (&query, &by_name, NULL, error);
}

static gboolean
take (HxServiceCall *call,
      const Kind    *kind,
      HxRecord      *record,
      HxProblem     *problem,
      GError       **error)
{
  return hx_people_take_input (call, record, kind->fields, kind->n_fields, problem, error)
         && hx_problem_to_error (problem, error);
}

static gboolean
answer (HxServiceCall *call,
        const Kind    *kind,
        const char    *id,
        GError       **error)
{
  g_autoptr (HxRecord) record = load (call, kind, id, error);

  return hx_reply_with (call, record);
}

static gboolean
create (HxServiceCall *call,
        const Kind    *kind,
        GError       **error)
{
  g_autoptr (HxRecord) record = hx_record_new (kind->view->schema);
  g_autoptr (HxProblem) problem = hx_problem_new ();

  if (!hx_record_has (call->input, kind->name))
    hx_problem_add (problem, "name", "required");
  return take (call, kind, record, problem, error) && hx_record_insert (call->db, record, call->now, error)
         && answer (call, kind, hx_record_get_id (record), error);
}

static gboolean
update (HxServiceCall *call,
        const Kind    *kind,
        GError       **error)
{
  g_autoptr (HxRecord) record = load (call, kind, call->id, error);
  g_autoptr (HxProblem) problem = hx_problem_new ();

  return record != NULL && hx_check_match (call, record, error) && take (call, kind, record, problem, error)
         && hx_record_save (call->db, record, call->now, error) && answer (call, kind, call->id, error);
}

gboolean
hx_teams_list (HxServiceCall *call,
               GError       **error)
{
  return list (call, &teams, error);
}

gboolean
hx_teams_create (HxServiceCall *call,
                 GError       **error)
{
  return create (call, &teams, error);
}

gboolean
hx_teams_update (HxServiceCall *call,
                 GError       **error)
{
  return update (call, &teams, error);
}

gboolean
hx_departments_list (HxServiceCall *call,
                     GError       **error)
{
  return list (call, &departments, error);
}

gboolean
hx_departments_create (HxServiceCall *call,
                       GError       **error)
{
  return create (call, &departments, error);
}

gboolean
hx_departments_update (HxServiceCall *call,
                       GError       **error)
{
  return update (call, &departments, error);
}
