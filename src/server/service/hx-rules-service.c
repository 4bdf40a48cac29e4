/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-rules-service-private.h"
#include "hx-event-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

#include <string.h>

/* Policy and templates are documents with a version. A version never changes: a running clock and a feedback keep
 * the one that they began with (domain: every number is a default of a policy). */

/* The version is the next one: who did not know of the last has decided without it. */
static gboolean
check_version (HxServiceCall *call,
               const char    *sql,
               const char    *pack,
               gint64         version,
               GError       **error)
{
  g_autoptr (HxStatement) row = hx_db_query (call->db, error, sql, pack != NULL ? "s" : "", pack);
  gint64 last;

  if (row == NULL)
    return FALSE;
  last = hx_statement_get_int (row, 0);
  if (version == last + 1)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "The last version is %" G_GINT64_FORMAT, last);
  return FALSE;
}

/* Everybody is told, and every server works by it from this event on. */
static gboolean
publish (HxServiceCall *call,
         const char    *thing,
         HxRecord      *record,
         GError       **error)
{
  HxHappening happening = { .thing = thing, .action = "created", .record = record };

  return hx_record_insert (call->db, record, call->now, error) && hx_event_append (call, &happening, error)
         && hx_reply_with (call, record);
}

gboolean
hx_policies_create (HxServiceCall *call,
                    GError       **error)
{
  const char *document = hx_record_get_text (call->input, HX_POLICY_INPUT_DOCUMENT);
  gint64 version = hx_record_get_int (call->input, HX_POLICY_INPUT_VERSION);
  g_autoptr (HxJson) root = hx_json_parse (document, strlen (document), error);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) policy = hx_record_new (&hx_policy_schema);

  if (root == NULL)
    return FALSE;
  hx_policy_check (root, problem);
  if (!hx_problem_to_error (problem, error)
      || !check_version (call, "SELECT coalesce(max(version), 0) FROM policies", NULL, version, error))
    return FALSE;
  hx_record_set_int (policy, HX_POLICY_VERSION, version);
  hx_record_set_text (policy, HX_POLICY_DOCUMENT, document);
  return publish (call, HX_THING_POLICY, policy, error);
}

/* What is wrong with it is told by the words of whoever will read it. */
static gboolean
check_template (HxRecord *template,
                GError  **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxTemplateView) view = hx_template_view_new (template, &failure);

  if (view != NULL && hx_template_view_n_categories (view) > 0 && hx_template_view_has_plain_ids (view))
    return TRUE;
  if (view != NULL && hx_template_view_n_categories (view) > 0)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "document: id");
  else if (failure != NULL && !g_error_matches (failure, HX_ERROR, HX_ERROR_MALFORMED))
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "document: no_template");
  return FALSE;
}

gboolean
hx_templates_create (HxServiceCall *call,
                     GError       **error)
{
  const char *pack = hx_record_get_text (call->input, HX_TEMPLATE_INPUT_PACK);
  gint64 version = hx_record_get_int (call->input, HX_TEMPLATE_INPUT_VERSION);
  g_autoptr (HxRecord) template = hx_record_new (&hx_template_schema);

  hx_record_set_text (template, HX_TEMPLATE_PACK, pack);
  hx_record_set_int (template, HX_TEMPLATE_VERSION, version);
  hx_record_set_text (template, HX_TEMPLATE_DOCUMENT, hx_record_get_text (call->input, HX_TEMPLATE_INPUT_DOCUMENT));
  return check_template (template, error)
         && check_version (call, "SELECT coalesce(max(version), 0) FROM templates WHERE pack = $1", pack, version, error)
         && publish (call, HX_THING_TEMPLATE, template, error);
}
