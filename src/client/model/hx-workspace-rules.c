/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

/* The site's policy and templates. A version never changes, and a new one is an event: it is worked by from then on, but
 * for what began with another. */

static void
take_policy (HxWorkspace *self,
             HxRecord    *policy)
{
  self->policy_version = policy != NULL ? hx_record_get_int (policy, HX_POLICY_VERSION) : 0;
  hx_policy_view_unref (self->policy);
  self->policy = hx_policy_view_new (policy);
}

static void
take_template (HxWorkspace *self,
               HxRecord    *record)
{
  g_autoptr (GError) error = NULL;
  HxTemplateView *view;

  if (hx_workspace_get_template (self, hx_record_get_id (record)) != NULL)
    return;
  view = hx_template_view_new (record, &error);
  if (view != NULL)
    g_ptr_array_add (self->templates, view);
  else
    g_warning ("Template %s: %s", hx_record_get_id (record), error->message);
}

/* The own team's stands first. Which one that is, a wrap-up says too. */
void
hx_workspace_prefer_template (HxWorkspace *self,
                              const char  *id)
{
  HxTemplateView *own = id != NULL ? hx_workspace_get_template (self, id) : NULL;
  guint position;

  if (own != NULL && g_ptr_array_find (self->templates, own, &position) && position > 0)
    g_ptr_array_insert (self->templates, 0, g_ptr_array_steal_index (self->templates, position));
}

void
hx_workspace_take_rules (HxWorkspace *self,
                         HxRecord    *bootstrap)
{
  GPtrArray *templates = hx_record_get_list (bootstrap, HX_BOOTSTRAP_TEMPLATES);

  take_policy (self, hx_record_get_record (bootstrap, HX_BOOTSTRAP_POLICY));
  g_ptr_array_set_size (self->templates, 0);
  for (guint i = 0; templates != NULL && i < templates->len; i++)
    take_template (self, templates->pdata[i]);
  hx_workspace_prefer_template (self, hx_record_get_text (bootstrap, HX_BOOTSTRAP_TEMPLATE_ID));
}

void
hx_workspace_take_new_rules (HxWorkspace *self,
                             HxRecord    *record)
{
  if (hx_record_get_schema (record) == &hx_template_schema)
    take_template (self, record);
  else if (hx_record_get_int (record, HX_POLICY_VERSION) > self->policy_version)
    take_policy (self, record);
}

/**
 * hx_workspace_get_policy:
 * @self: a workspace
 *
 * Returns: (transfer none): the site's numbers, the defaults before the first connection
 */
HxPolicyView *
hx_workspace_get_policy (HxWorkspace *self)
{
  return self->policy;
}

/**
 * hx_workspace_get_template:
 * @self: a workspace
 * @id: (nullable): a template; %NULL for the own team's
 *
 * Returns: (transfer none) (nullable): the template
 */
HxTemplateView *
hx_workspace_get_template (HxWorkspace *self,
                           const char  *id)
{
  for (guint i = 0; id != NULL && i < self->templates->len; i++)
    if (g_strcmp0 (hx_template_view_get_id (self->templates->pdata[i]), id) == 0)
      return self->templates->pdata[i];
  return id == NULL && self->templates->len > 0 ? self->templates->pdata[0] : NULL;
}

/**
 * hx_workspace_get_templates:
 * @self: a workspace
 *
 * Returns: (transfer none) (element-type HxTemplateView): all templates of all versions, the own team's first
 */
GPtrArray *
hx_workspace_get_templates (HxWorkspace *self)
{
  return self->templates;
}
