/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-server-resources.h"
#include "hx-service.h"
#include "store/hx-record-store.h"

#include <gio/gio.h>

static const char *const packs[] = { "telesales", "service" };

/* Who stands in a new store of one computer. Their names are words of the trade,
 * no person's, and are written as the user sees them: change them any time. */
static const struct
{
  const char *number;
  const char *name;
  HxRole role;
  gboolean in_team;
} people[] = {
  { "1001", "坐席", HX_ROLE_AGENT, TRUE },
  { "1002", "班组长", HX_ROLE_LEAD, TRUE },
  { "1003", "合规专员", HX_ROLE_COMPLIANCE, FALSE },
};

static gboolean
is_empty (HxDb       *db,
          const char *sql,
          gboolean   *empty,
          GError    **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, sql, "");

  if (row == NULL)
    return FALSE;
  *empty = hx_statement_get_int (row, 0) == 0;
  return TRUE;
}

static char *
seed_template (HxDb       *db,
               const char *pack,
               gint64      now,
               GError    **error)
{
  g_autofree char *path = g_strdup_printf ("/cn/huixiang/Huixiangd/templates/%s.json", pack);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (hx_server_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (HxRecord) template = hx_record_new (&hx_template_schema);
  g_autoptr (HxJson) document = NULL;

  if (bytes == NULL)
    return NULL;
  document = hx_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (document == NULL)
    return NULL;
  hx_record_set_text (template, HX_TEMPLATE_PACK, pack);
  hx_record_set_int (template, HX_TEMPLATE_VERSION, 1);
  hx_record_take_text (template, HX_TEMPLATE_DOCUMENT, hx_json_to_text (document));
  return hx_record_insert (db, template, now, error) ? g_strdup (hx_record_get_id (template)) : NULL;
}

static gboolean
seed_policy (HxDb    *db,
             gint64   now,
             GError **error)
{
  g_autoptr (HxRecord) policy = hx_record_new (&hx_policy_schema);

  hx_record_set_int (policy, HX_POLICY_VERSION, 1);
  hx_record_take_text (policy, HX_POLICY_DOCUMENT, hx_policy_default_document ());
  return hx_record_insert (db, policy, now, error);
}

static gboolean
seed_people (HxDb       *db,
             const char *template_id,
             gint64      now,
             GError    **error)
{
  g_autoptr (HxRecord) team = hx_record_new (&hx_team_schema);

  hx_record_set_text (team, HX_TEAM_NAME, "一组");
  hx_record_set_text (team, HX_TEAM_TEMPLATE_ID, template_id);
  if (!hx_record_insert (db, team, now, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (HxRecord) user = hx_record_new (&hx_user_schema);

      hx_record_set_text (user, HX_USER_NUMBER, people[i].number);
      hx_record_set_text (user, HX_USER_NAME, people[i].name);
      hx_record_set_text (user, HX_USER_EXTENSION, people[i].number);
      hx_record_set_enum (user, HX_USER_ROLE, (int) people[i].role);
      hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
      if (people[i].in_team)
        hx_record_set_text (user, HX_USER_TEAM_ID, hx_record_get_id (team));
      if (!hx_record_insert (db, user, now, error))
        return FALSE;
    }
  return TRUE;
}

static char *
seed_templates (HxDb    *db,
                gint64   now,
                GError **error)
{
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      g_autofree char *id = seed_template (db, packs[i], now + i, error);

      if (id == NULL)
        return NULL;
      if (first == NULL)
        first = g_steal_pointer (&id);
    }
  return g_steal_pointer (&first);
}

/**
 * hx_store_seed_defaults:
 * @db: a connection for writing, in a transaction
 * @with_people: whether a lone computer needs somebody to be
 * @now: µs UTC
 * @error: the store's
 *
 * Returns: whether the store has what it begins with
 */
gboolean
hx_store_seed_defaults (HxDb    *db,
                        gboolean with_people,
                        gint64   now,
                        GError **error)
{
  g_autofree char *template_id = NULL;
  gboolean no_policy, no_templates, nobody;

  if (!is_empty (db, "SELECT count(*) FROM policies", &no_policy, error)
      || !is_empty (db, "SELECT count(*) FROM templates", &no_templates, error)
      || !is_empty (db, "SELECT count(*) FROM users WHERE role <> 'integrator'", &nobody, error))
    return FALSE;
  if (no_policy && !seed_policy (db, now, error))
    return FALSE;
  if (no_templates)
    {
      template_id = seed_templates (db, now, error);
      if (template_id == NULL)
        return FALSE;
    }
  return !with_people || !nobody || seed_people (db, template_id, now, error);
}
