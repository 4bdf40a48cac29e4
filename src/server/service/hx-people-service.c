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

HxTemplateView *
hx_template_of_agent (HxServiceCall *call,
                      HxRecord      *agent,
                      GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure,
                     "SELECT p.id FROM templates p LEFT JOIN teams m ON m.id = $1"
                     " ORDER BY CASE WHEN p.id = m.template_id THEN 0 WHEN p.pack = 'telesales' THEN 1 ELSE 2 END,"
                     " p.version DESC, p.id LIMIT 1",
                     "s", hx_record_get_text (agent, HX_USER_TEAM_ID));
  HxTemplateView *template = NULL;

  if (row != NULL)
    template = hx_site_get_template (call->site, hx_statement_get_text (row, 0));
  if (template == NULL && failure == NULL)
    failure = g_error_new_literal (HX_ERROR, HX_ERROR_STORE_CORRUPT, "The store has no feedback template");
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return template;
}
