/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-board-private.h"
#include "hx-event-private.h"
#include "hx-people-service-private.h"
#include "hx-pool-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"
#include "hx-wrapup-service-private.h"

static gboolean
fill_templates (HxServiceCall *call,
                HxRecord      *bootstrap,
                GError       **error)
{
  static const HxView template_view = { .schema = &hx_template_schema, .from = "templates t" };
  g_autoptr (GPtrArray) templates = hx_view_all (call->db, &template_view, error, "ORDER BY t.created_at, t.id", "");
  HxTemplateView *own = NULL;

  if (templates != NULL)
    own = hx_template_of_agent (call, hx_record_get_record (bootstrap, HX_BOOTSTRAP_USER), error);
  if (own == NULL)
    return FALSE;
  hx_record_set_text (bootstrap, HX_BOOTSTRAP_TEMPLATE_ID, hx_template_view_get_id (own));
  hx_record_append_item (bootstrap, HX_BOOTSTRAP_TEMPLATES, NULL);
  for (guint i = 0; i < templates->len; i++)
    hx_record_append_item (bootstrap, HX_BOOTSTRAP_TEMPLATES, g_object_ref (templates->pdata[i]));
  return TRUE;
}

static gboolean
fill_policy (HxServiceCall *call,
             HxRecord      *bootstrap,
             GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) policy
      = hx_record_find (call->db, &hx_policy_schema, &failure, "ORDER BY t.version DESC LIMIT 1", "");

  if (policy == NULL)
    g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_policy_schema));
  hx_record_set_record (bootstrap, HX_BOOTSTRAP_POLICY, policy);
  return policy != NULL;
}

static gboolean
fill_wrapups (HxServiceCall *call,
              HxRecord      *bootstrap,
              GError       **error)
{
  g_autoptr (GPtrArray) wrapups = hx_wrapup_find_open (call->db, call->caller->user_id, call->now, error);

  if (wrapups == NULL)
    return FALSE;
  hx_record_append_item (bootstrap, HX_BOOTSTRAP_WRAPUPS, NULL);
  for (guint i = 0; i < wrapups->len; i++)
    hx_record_append_item (bootstrap, HX_BOOTSTRAP_WRAPUPS, g_object_ref (wrapups->pdata[i]));
  return TRUE;
}

static gboolean
fill_counts (HxServiceCall *call,
             HxRecord      *bootstrap,
             GError       **error)
{
  g_autofree char *team_id = hx_scope_team (call->caller);
  g_autoptr (HxRecord) board = NULL;

  if (call->caller->permissions & HX_MAY_SEE_POOL)
    {
      gint64 total = hx_pool_total (call->db, team_id, error);

      if (total < 0)
        return FALSE;
      hx_record_set_int (bootstrap, HX_BOOTSTRAP_POOL_TOTAL, total);
    }
  if (!(call->caller->permissions & HX_MAY_SEE_BOARD))
    return TRUE;
  board = hx_board_load (call, error);
  hx_record_set_record (bootstrap, HX_BOOTSTRAP_BOARD, board);
  return board != NULL;
}

/* The number is read in the same snapshot as everything else, so that the stream
 * goes on exactly where this ends. */
gboolean
hx_bootstrap_get (HxServiceCall *call,
                  GError       **error)
{
  g_autoptr (HxRecord) bootstrap = hx_record_new (&hx_bootstrap_schema);
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, call->caller->user_id, error);
  gint64 number = user != NULL ? hx_event_last_number (call->db, error) : -1;

  if (number < 0)
    return FALSE;
  hx_record_set_record (bootstrap, HX_BOOTSTRAP_USER, user);
  hx_record_take_text (bootstrap, HX_BOOTSTRAP_PERMISSIONS, hx_permissions_to_text (call->caller->permissions));
  hx_record_set_int (bootstrap, HX_BOOTSTRAP_EVENT_NUMBER, number);
  hx_record_set_int (bootstrap, HX_BOOTSTRAP_SERVER_TIME, call->now);
  return fill_templates (call, bootstrap, error) && fill_policy (call, bootstrap, error)
         && fill_wrapups (call, bootstrap, error) && fill_counts (call, bootstrap, error)
         && hx_reply_with (call, bootstrap);
}
