/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people-service-private.h"
#include "hx-query-private.h"

#include <string.h>

const HxView hx_user_view = {
  .schema = &hx_user_schema,
  .from = "users t LEFT JOIN teams m ON m.id = t.team_id LEFT JOIN departments d ON d.id = t.department_id",
  .columns = "m.name, d.name",
  .n_fields = 2,
  .fields = { HX_USER_TEAM_NAME, HX_USER_DEPARTMENT_NAME },
};

/**
 * hx_login_normalize:
 * @login: as somebody typed it
 *
 * Returns: (transfer full): as the store has it: capitals are no other letters
 */
char *
hx_login_normalize (const char *login)
{
  g_autofree char *lower = g_ascii_strdown (login, -1);

  return g_strdup (g_strstrip (lower));
}

/**
 * hx_login_is_valid:
 * @login: a login, normalized
 *
 * Returns: whether it may be one: letters, digits and `._@-`, 64 at most
 */
gboolean
hx_login_is_valid (const char *login)
{
  gsize length = strspn (login, "abcdefghijklmnopqrstuvwxyz0123456789._@-");

  return length > 0 && length <= 64 && login[length] == '\0';
}

HxRecord *
hx_user_view_load (HxDb       *db,
                   const char *id,
                   GError    **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_view_find (db, &hx_user_view, &failure, "WHERE t.id = $1", "s", id);

  if (record == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_user_schema));
  return record;
}

gboolean
hx_templates_list (HxServiceCall *call,
                   GError       **error)
{
  static const HxView template_view = { .schema = &hx_template_schema, .from = "templates t" };
  static const HxOrder oldest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT, .ascending = TRUE };
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &template_view);
  return hx_query_page (&query, &oldest_first, NULL, error);
}

/* A team's own, or the newest that suits most. */
#define TEMPLATE_OF(team) \
  "coalesce((SELECT m.template_id FROM teams m WHERE m.id = " team ")," \
  " (SELECT p.id FROM templates p ORDER BY CASE WHEN p.pack = 'telesales' THEN 0 ELSE 1 END, p.version DESC, p.id LIMIT 1))"

static HxTemplateView *
take_template (HxServiceCall *call,
               const char    *id,
               GError       **error)
{
  HxTemplateView *template = id != NULL ? hx_site_get_template (call->site, id) : NULL;

  if (template == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "The store has no feedback template");
  return template;
}

HxTemplateView *
hx_template_of_agent (HxServiceCall *call,
                      HxRecord      *agent,
                      GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure, "SELECT " TEMPLATE_OF ("$1"), "s", hx_record_get_text (agent, HX_USER_TEAM_ID));

  if (failure == NULL)
    return take_template (call, row != NULL ? hx_statement_get_text (row, 0) : NULL, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static const HxView agent_view = {
  .schema = &hx_user_schema,
  .from = "users t",
  .columns = TEMPLATE_OF ("t.team_id"),
};

static char *
agent_text (HxDb *db)
{
  return g_strconcat (hx_view_select (db, &agent_view), HX_RECORD_BY_ID, NULL);
}

void
hx_agent_ask (HxServiceCall *call,
              const char    *id)
{
  g_autofree char *sql = agent_text (call->db);

  hx_db_ask (call->db, 0, sql, "s", id);
}

HxRecord *
hx_agent_load (HxServiceCall   *call,
               const char      *id,
               HxTemplateView **template,
               GError         **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *sql = agent_text (call->db);
  g_autoptr (HxStatement) row = hx_db_query (call->db, &failure, sql, "s", id);
  g_autoptr (HxRecord) agent = row != NULL ? hx_view_read (&agent_view, row, &failure) : NULL;

  if (agent == NULL)
    {
      g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_user_schema));
      return NULL;
    }
  *template = take_template (call, hx_statement_get_text (row, hx_record_column (&hx_user_schema, hx_user_schema.n_fields)), error);
  return *template != NULL ? g_steal_pointer (&agent) : NULL;
}
