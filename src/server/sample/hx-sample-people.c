/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include "hx-server-resources.h"
#include "rules/hx-policy.h"
#include "secrets/hx-password.h"
#include "service/hx-service.h"
#include "things/hx-organisation.h"

/* How long the site has worked with Huixiang. */
#define AGE (200 * HX_DAY)

static const char *const packs[] = { "telesales", "service" };

static gboolean
add_template (HxSample *self,
              guint     pack,
              GError  **error)
{
  g_autofree char *path = g_strdup_printf ("/cn/huixiang/Huixiangd/templates/%s.json", packs[pack]);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (hx_server_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  HxJson *document;

  if (bytes == NULL)
    return FALSE;
  document = hx_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (document == NULL)
    return FALSE;
  self->templates[pack] = hx_sample_record (self, &hx_template_schema, self->options->now - AGE);
  hx_record_set_text (self->templates[pack], HX_TEMPLATE_PACK, packs[pack]);
  hx_record_set_int (self->templates[pack], HX_TEMPLATE_VERSION, 1);
  hx_record_take_text (self->templates[pack], HX_TEMPLATE_DOCUMENT, hx_json_to_text (document));
  hx_json_free (document);
  return TRUE;
}

static void
add_policy (HxSample *self)
{
  HxRecord *policy = hx_sample_record (self, &hx_policy_schema, self->options->now - AGE);

  hx_record_set_int (policy, HX_POLICY_VERSION, 1);
  hx_record_take_text (policy, HX_POLICY_DOCUMENT, hx_policy_default_document ());
}

static HxRecord *
add_user (HxSample   *self,
          const char *name,
          HxRole      role,
          guint       number,
          HxRecord   *team)
{
  HxRecord *user = hx_sample_record (self, &hx_user_schema, self->options->now - AGE);

  hx_record_set_text (user, HX_USER_NAME, name);
  hx_record_take_text (user, HX_USER_NUMBER, g_strdup_printf ("%u", number));
  hx_record_set_text (user, HX_USER_LOGIN, hx_record_get_text (user, HX_USER_NUMBER));
  hx_record_set_enum (user, HX_USER_ROLE, (int) role);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  if (team != NULL)
    hx_record_set_text (user, HX_USER_TEAM_ID, hx_record_get_id (team));
  return user;
}

static void
add_agents (HxSample   *self,
            guint       index,
            const char *team_id,
            HxRecord   *team,
            gboolean    telesales)
{
  HxJson *list = hx_sample_list (self, "agents");

  for (guint i = 0; i < hx_json_get_length (list); i++)
    {
      HxJson *item = hx_json_get_element (list, i);
      HxSampleAgent *agent;

      if (g_strcmp0 (hx_json_member_string (item, "team"), team_id) != 0)
        continue;
      agent = g_new0 (HxSampleAgent, 1);
      agent->team = index;
      agent->telesales = telesales;
      agent->record = add_user (self, hx_json_member_string (item, "name"), HX_ROLE_AGENT, 1001 + self->agents->len, team);
      hx_record_take_text (agent->record, HX_USER_EXTENSION, g_strdup_printf ("%u", 8001 + self->agents->len));
      g_ptr_array_add (self->agents, agent);
    }
}

static void
add_teams (HxSample *self)
{
  HxJson *list = hx_sample_list (self, "teams");

  for (guint i = 0; i < hx_json_get_length (list) && i < G_N_ELEMENTS (self->leads); i++)
    {
      HxJson *item = hx_json_get_element (list, i);
      HxRecord *team = hx_sample_record (self, &hx_team_schema, self->options->now - AGE);
      gboolean telesales = g_strcmp0 (hx_json_member_string (item, "pack"), packs[0]) == 0;

      hx_record_set_text (team, HX_TEAM_NAME, hx_json_member_string (item, "name"));
      hx_record_set_text (team, HX_TEAM_TEMPLATE_ID, hx_record_get_id (self->templates[telesales ? 0 : 1]));
      self->leads[i] = add_user (self, hx_json_member_string (item, "lead"), HX_ROLE_LEAD, 2001 + i, team);
      add_agents (self, i, hx_json_member_string (item, "id"), team, telesales);
    }
}

static void
add_departments (HxSample *self)
{
  HxJson *list = hx_sample_list (self, "departments");

  for (guint i = 0; i < hx_json_get_length (list); i++)
    {
      HxJson *item = hx_json_get_element (list, i);
      HxRecord *department = hx_sample_record (self, &hx_department_schema, self->options->now - AGE);
      HxRecord *head;

      hx_record_set_text (department, HX_DEPARTMENT_NAME, hx_json_member_string (item, "name"));
      head = add_user (self, hx_json_member_string (item, "head"), HX_ROLE_DEPARTMENT, 4001 + i, NULL);
      hx_record_set_text (head, HX_USER_DEPARTMENT_ID, hx_record_get_id (department));
      hx_record_set_text (department, HX_DEPARTMENT_HEAD_ID, hx_record_get_id (head));
      g_ptr_array_add (self->departments, department);
    }
}

/* The organisation: templates, policy, departments, teams and everybody who works there. */
gboolean
hx_sample_make_people (HxSample *self,
                       GError  **error)
{
  HxJson *people = hx_sample_list (self, "people");
  HxJson *compliance = hx_json_get_member (people, "compliance");
  HxJson *directors = hx_json_get_member (people, "directors");

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    if (!add_template (self, i, error))
      return FALSE;
  add_policy (self);
  add_departments (self);
  add_teams (self);
  for (guint i = 0; i < hx_json_get_length (compliance); i++)
    {
      HxRecord *user = add_user (self, hx_json_get_string (hx_json_get_element (compliance, i)), HX_ROLE_COMPLIANCE,
                                 3001 + i, NULL);

      if (i == 0)
        self->compliance = user;
    }
  for (guint i = 0; i < hx_json_get_length (directors); i++)
    add_user (self, hx_json_get_string (hx_json_get_element (directors, i)), HX_ROLE_DIRECTOR, 5001 + i, NULL);
  if (self->options->password != NULL)
    add_user (self, "系统管理员", HX_ROLE_ADMINISTRATOR, 9001, NULL);
  return TRUE;
}

/* One hash for all: it is one password, which is no secret among them. */
gboolean
hx_sample_store_passwords (HxSample *self,
                           GError  **error)
{
  g_autofree char *hash = self->options->password != NULL ? hx_password_hash (self->options->password, error) : NULL;

  if (hash == NULL)
    return self->options->password == NULL;
  for (guint i = 0; i < self->rows->len; i++)
    {
      HxRecord *row = g_ptr_array_index (self->rows, i);

      if (hx_record_get_schema (row) == &hx_user_schema
          && !hx_credentials_set (self->db, hx_record_get_id (row), hash, FALSE, self->options->now, error))
        return FALSE;
    }
  return TRUE;
}
