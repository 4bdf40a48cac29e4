/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api.h"
#include "hx-json.h"

#include <string.h>

static void
test_table (void)
{
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      const HxOperation *operation = &hx_operations[i];

      g_assert_true (g_str_has_prefix (operation->path, HX_API_PREFIX "/"));
      g_assert_cmpstr (operation->summary, !=, "");
      if (operation->shape == HX_SHAPE_ITEM || operation->shape == HX_SHAPE_LIST)
        g_assert_nonnull (operation->output);
      if (operation->shape == HX_SHAPE_LIST)
        g_assert_cmpint (hx_schema_find (operation->query != NULL ? operation->query : operation->input, "cursor"), ==,
                         HX_PAGE_CURSOR);
      if (!(operation->flags & HX_OP_PUBLIC) && operation->permission == HX_MAY_NOTHING)
        g_assert_true (strstr (operation->name, "session.") == operation->name);
      for (guint j = 0; j < i; j++)
        g_assert_false (g_str_equal (operation->name, hx_operations[j].name)
                        || (operation->method == hx_operations[j].method && g_str_equal (operation->path, hx_operations[j].path)));
    }
}

/* Texts that the program or a template made up: what somebody types may be personal, and an address is logged. */
static gboolean
may_stand_in_address (const HxField *field)
{
  static const char *const made_up[] = { "cursor", "category", "issue_type", "thing", "record_id", "watch", NULL };

  switch (field->kind)
    {
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_INTEGER:
    case HX_KIND_BOOLEAN:
    case HX_KIND_TIME:
      return TRUE;
    case HX_KIND_TEXT:
      return g_strv_contains (made_up, field->name);
    default:
      return FALSE;
    }
}

static void
test_addresses (void)
{
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    for (guint j = 0; hx_operations[i].query != NULL && j < hx_operations[i].query->n_fields; j++)
      {
        const HxField *field = &hx_operations[i].query->fields[j];

        g_test_message ("%s: %s", hx_operations[i].name, field->name);
        g_assert_true (may_stand_in_address (field));
        g_assert_false (field->flags & (HX_FIELD_SEALED | HX_FIELD_MASKED));
      }
}

static void
test_match (void)
{
  const HxOperation *get = &hx_operations[HX_OPERATION_CALLS_GET];
  const HxOperation *bookmark = &hx_operations[HX_OPERATION_CALLS_BOOKMARK];
  g_autofree char *id = NULL;

  g_assert_true (hx_operation_match (get, "/api/v1/calls/abc", &id));
  g_assert_cmpstr (id, ==, "abc");
  g_clear_pointer (&id, g_free);
  g_assert_false (hx_operation_match (get, "/api/v1/calls/", &id));
  g_assert_false (hx_operation_match (get, "/api/v1/calls/abc/", &id));
  g_assert_false (hx_operation_match (get, "/api/v1/calls/abc/bookmarks", &id));
  g_assert_false (hx_operation_match (get, "/api/v1/calls", &id));
  g_assert_true (hx_operation_match (bookmark, "/api/v1/calls/abc/bookmarks", &id));
}

static void
test_uri (void)
{
  g_autoptr (HxRecord) query = hx_record_new (&hx_feedback_query_schema);
  g_autofree char *uri = NULL;

  hx_record_set_int (query, HX_PAGE_LIMIT, 50);
  hx_record_set_text (query, HX_FEEDBACK_QUERY_CATEGORY, "王 &=?#");
  hx_record_set_int (query, HX_FEEDBACK_QUERY_COUNTS, TRUE);
  uri = hx_operation_uri (HX_OPERATION_FEEDBACK_LIST, NULL, query);
  g_assert_cmpstr (uri, ==, "/api/v1/feedback?limit=50&category=%E7%8E%8B%20%26%3D%3F%23&counts=true");
}

static void
test_openapi (void)
{
  g_autofree char *text = hx_api_to_openapi ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HxJson) json = hx_json_parse (text, strlen (text), &error);
  HxJson *paths = hx_json_get_member (json, "paths");

  g_assert_no_error (error);
  g_assert_cmpstr (hx_json_member_string (json, "openapi"), ==, "3.1.0");
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      g_autofree char *method = g_ascii_strdown (hx_method_names[hx_operations[i].method], -1);
      HxJson *operation = hx_json_get_member (hx_json_get_member (paths, hx_operations[i].path), method);

      g_assert_cmpstr (hx_json_member_string (operation, "operationId"), ==, hx_operations[i].name);
    }
}

static void
test_permissions (void)
{
  HxPermission lead = hx_role_permissions (HX_ROLE_LEAD);
  g_autofree char *text = hx_permissions_to_text (lead);

  g_assert_cmpuint (hx_permissions_parse (text), ==, lead);
  g_assert_cmpint (hx_permission_scope (hx_role_permissions (HX_ROLE_AGENT)), ==, HX_SCOPE_OWN);
  g_assert_cmpint (hx_permission_scope (lead), ==, HX_SCOPE_TEAM);
  g_assert_cmpint (hx_permission_scope (hx_role_permissions (HX_ROLE_COMPLIANCE)), ==, HX_SCOPE_ALL);
  g_assert_cmpint (hx_permission_scope (hx_role_permissions (HX_ROLE_INTEGRATOR)), ==, HX_SCOPE_NONE);
  g_assert_cmpint (hx_permission_scope (hx_role_permissions (HX_ROLE_DIRECTOR)), ==, HX_SCOPE_NONE);
  g_assert_cmpuint (hx_permissions_parse ("see_pool nonsense"), ==, HX_MAY_SEE_POOL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/table", test_table);
  g_test_add_func ("/api/addresses", test_addresses);
  g_test_add_func ("/api/match", test_match);
  g_test_add_func ("/api/uri", test_uri);
  g_test_add_func ("/api/openapi", test_openapi);
  g_test_add_func ("/api/permissions", test_permissions);
  return g_test_run ();
}
