/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-site-private.h"
#include "files/hx-file-rows.h"

/**
 * hx_site_new:
 * @store_uri: the store
 * @files_folder: where recordings and attachments lie; made if missing
 * @db: a connection to the store
 * @error: the store's, or that of a template that cannot be read
 *
 * Returns: (transfer full) (nullable): the place that service functions run in
 */
HxSite *
hx_site_new (const char *store_uri,
             const char *files_folder,
             HxDb       *db,
             GError    **error)
{
  g_autoptr (HxSite) self = g_new0 (HxSite, 1);

  self->store_uri = g_strdup (store_uri);
  g_rw_lock_init (&self->lock);
  self->access = hx_access_new ();
  self->names = hx_names_new ();
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_policy_view_unref);
  self->templates
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hx_template_view_unref);
  self->files = hx_file_store_open (files_folder, error);
  return self->files != NULL && hx_site_reload (self, db, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * hx_site_free:
 * @site: (transfer full) (nullable): a site
 */
void
hx_site_free (HxSite *site)
{
  if (site == NULL)
    return;
  g_ptr_array_unref (site->policies);
  g_hash_table_unref (site->templates);
  g_rw_lock_clear (&site->lock);
  g_free (site->anchor);
  hx_access_free (site->access);
  g_clear_pointer (&site->names, hx_names_unref);
  g_free (site->store_uri);
  hx_file_store_free (site->files);
  g_free (site);
}

/**
 * hx_site_set_presence:
 * @site: a site
 * @func: tells whether somebody listens to the stream; from any thread
 * @data: passed to @func
 *
 * To be called before the first service function runs.
 */
void
hx_site_set_presence (HxSite        *site,
                      HxPresenceFunc func,
                      gpointer       data)
{
  site->presence = func;
  site->presence_data = data;
}

/**
 * hx_site_get_files:
 * @site: a site
 *
 * Returns: (transfer none): where recordings and attachments lie
 */
HxFileStore *
hx_site_get_files (HxSite *site)
{
  return site->files;
}

/**
 * hx_site_set_quota:
 * @site: a site
 * @bytes: how many bytes all files together may have; 0 for any number
 *
 * To be called before the first service function runs.
 */
void
hx_site_set_quota (HxSite *site,
                   gint64  bytes)
{
  site->quota = bytes;
}

/**
 * hx_site_get_quota:
 * @site: a site
 *
 * Returns: how many bytes all files together may have; 0 for any number
 */
gint64
hx_site_get_quota (HxSite *site)
{
  return site->quota;
}

/**
 * hx_service_check_room:
 * @site: a site
 * @db: a connection
 * @more: bytes that somebody announces
 * @error: %HX_ERROR_QUOTA
 *
 * Returns: whether such an upload could be kept
 */
gboolean
hx_service_check_room (HxSite  *site,
                       HxDb    *db,
                       gint64   more,
                       GError **error)
{
  return hx_file_rows_check_room (db, site->quota, more, error);
}

/**
 * hx_site_is_present:
 * @site: a site
 * @user_id: somebody
 *
 * Returns: whether their client listens to the stream now
 */
gboolean
hx_site_is_present (HxSite     *site,
                    const char *user_id)
{
  return site->presence != NULL && site->presence (user_id, site->presence_data);
}

/**
 * hx_site_dup_anchor:
 * @site: a site
 *
 * Returns: (transfer full) (nullable): how far the audit log is anchored outside the store
 */
char *
hx_site_dup_anchor (HxSite *site)
{
  char *anchor;

  g_rw_lock_reader_lock (&site->lock);
  anchor = g_strdup (site->anchor);
  g_rw_lock_reader_unlock (&site->lock);
  return anchor;
}

/**
 * hx_site_set_anchor:
 * @site: a site
 * @anchor: (nullable): what is durably in the anchor file
 */
void
hx_site_set_anchor (HxSite     *site,
                    const char *anchor)
{
  g_rw_lock_writer_lock (&site->lock);
  g_free (site->anchor);
  site->anchor = g_strdup (anchor);
  g_rw_lock_writer_unlock (&site->lock);
}

/**
 * hx_site_set_embedded:
 * @site: a site
 * @embedded: whether it serves one client on one computer
 *
 * To be called before the first service function runs.
 */
void
hx_site_set_embedded (HxSite  *site,
                      gboolean embedded)
{
  site->embedded = embedded;
}

/**
 * hx_site_is_embedded:
 * @site: a site
 *
 * Returns: whether it serves one client on one computer
 */
gboolean
hx_site_is_embedded (HxSite *site)
{
  return site->embedded;
}

/**
 * hx_site_get_access:
 * @site: a site
 *
 * Returns: (transfer none): whom tokens stand for
 */
HxAccess *
hx_site_get_access (HxSite *site)
{
  return site->access;
}

/**
 * hx_site_get_names:
 * @site: a site
 *
 * Returns: (transfer none): what users are called
 */
HxNames *
hx_site_get_names (HxSite *site)
{
  return site->names;
}
