/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-site-private.h"
#include "store/hx-record-store.h"

/* What every server works by, and hears of when another one is given something new. */

/* With the lock held. */
static gboolean
take_template (HxSite   *self,
               HxRecord *record,
               GError  **error)
{
  HxTemplateView *view;

  if (g_hash_table_contains (self->templates, hx_record_get_id (record)))
    return TRUE;
  view = hx_template_view_new (record, error);
  if (view != NULL)
    g_hash_table_insert (self->templates, g_strdup (hx_record_get_id (record)), view);
  return view != NULL;
}

/* With the lock held. A newer one may be known already, from its event. */
static void
take_policy (HxSite   *self,
             HxRecord *policy)
{
  gint64 version = policy != NULL ? hx_record_get_int (policy, HX_POLICY_VERSION) : 0;

  if (self->policies->len > 0 && version <= self->policy_version)
    return;
  g_ptr_array_add (self->policies, hx_policy_view_new (policy));
  self->policy_version = version;
}

/**
 * hx_site_reload:
 * @site: a site
 * @db: a connection to the store
 * @error: the store's, or that of a template that cannot be read
 *
 * Reads templates, policy and users' names from the store.
 *
 * Returns: whether they are known now
 */
gboolean
hx_site_reload (HxSite  *site,
                HxDb    *db,
                GError **error)
{
  static const HxView template_view = { .schema = &hx_template_schema, .from = "templates t" };
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) templates = hx_view_all (db, &template_view, &failure, "", "");
  g_autoptr (HxRecord) policy
      = templates != NULL ? hx_record_find (db, &hx_policy_schema, &failure, "ORDER BY t.version DESC LIMIT 1", "") : NULL;

  g_rw_lock_writer_lock (&site->lock);
  for (guint i = 0; failure == NULL && i < templates->len; i++)
    take_template (site, templates->pdata[i], &failure);
  if (failure == NULL)
    take_policy (site, policy);
  g_rw_lock_writer_unlock (&site->lock);
  if (failure == NULL)
    return hx_names_fill (site->names, db, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
take_log_levels (HxSite   *self,
                 HxRecord *levels)
{
  const char *rooms = hx_record_get_text (levels, HX_LOG_LEVELS_ROOMS);

  if (self->log == NULL)
    return;
  hx_log_set_levels (self->log, (guint) hx_record_get_enum (levels, HX_LOG_LEVELS_LEVEL), rooms);
  /* Whoever reads the log later wonders why it changes its tone. */
  g_message ("The log has level %s now, rooms %s", hx_record_get_text (levels, HX_LOG_LEVELS_LEVEL),
             rooms != NULL && *rooms != '\0' ? rooms : "none");
}

/**
 * hx_site_set_log:
 * @site: a site
 * @log: (nullable): where this server writes what it does; outlives the site
 *
 * To be called before the first service function runs.
 */
void
hx_site_set_log (HxSite *site,
                 HxLog  *log)
{
  site->log = log;
}

/**
 * hx_site_dup_log_levels:
 * @site: a site
 *
 * Returns: (transfer full) (nullable): how much it writes now; %NULL for a site without a log
 */
HxRecord *
hx_site_dup_log_levels (HxSite *site)
{
  g_autofree char *rooms = NULL;
  HxRecord *levels;
  guint level;

  if (site->log == NULL)
    return NULL;
  hx_log_get_levels (site->log, &level, &rooms);
  levels = hx_record_new (&hx_log_levels_schema);
  hx_record_set_enum (levels, HX_LOG_LEVELS_LEVEL, (int) level);
  hx_record_set_text (levels, HX_LOG_LEVELS_ROOMS, rooms);
  return levels;
}

/**
 * hx_site_is_news:
 * @event: an event
 *
 * Returns: whether it changes what every server works by
 */
gboolean
hx_site_is_news (HxRecord *event)
{
  static const char *const things[] = { HX_THING_POLICY, HX_THING_TEMPLATE, HX_THING_LOG, HX_THING_USER, NULL };

  return g_strv_contains (things, hx_record_get_text (event, HX_EVENT_THING));
}

/**
 * hx_site_take_news:
 * @site: a site
 * @record: what an event with [func@site_is_news] is about
 * @error: that of a template that cannot be read
 *
 * To be called with each such event after its commit, of this server or another, before anybody is told.
 *
 * Returns: whether @site works by it from now on
 */
gboolean
hx_site_take_news (HxSite   *site,
                   HxRecord *record,
                   GError  **error)
{
  gboolean taken = TRUE;

  if (hx_record_get_schema (record) == &hx_log_levels_schema)
    {
      take_log_levels (site, record);
      return TRUE;
    }
  if (hx_record_get_schema (record) == &hx_user_schema)
    {
      hx_names_take (site->names, hx_record_get_id (record), hx_record_get_text (record, HX_USER_NAME),
                     hx_record_get_int (record, HX_RECORD_REV));
      return TRUE;
    }
  g_rw_lock_writer_lock (&site->lock);
  if (hx_record_get_schema (record) == &hx_policy_schema)
    take_policy (site, record);
  else
    taken = take_template (site, record, error);
  g_rw_lock_writer_unlock (&site->lock);
  return taken;
}

/**
 * hx_site_get_policy:
 * @site: a site
 *
 * Returns: (transfer none): the policy in force
 */
HxPolicyView *
hx_site_get_policy (HxSite *site)
{
  HxPolicyView *policy;

  g_rw_lock_reader_lock (&site->lock);
  policy = site->policies->pdata[site->policies->len - 1];
  g_rw_lock_reader_unlock (&site->lock);
  return policy;
}

/**
 * hx_site_get_template:
 * @site: a site
 * @id: (nullable): a template
 *
 * Returns: (transfer none) (nullable): the template, parsed
 */
HxTemplateView *
hx_site_get_template (HxSite     *site,
                      const char *id)
{
  HxTemplateView *template = NULL;

  g_rw_lock_reader_lock (&site->lock);
  if (id != NULL)
    template = g_hash_table_lookup (site->templates, id);
  g_rw_lock_reader_unlock (&site->lock);
  return template;
}
