/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-server.h"
#include "audit/hx-anchorer.h"
#include "hx-checkpointer.h"
#include "hx-event-feed.h"
#include "hx-file-keeper.h"
#include "hx-integration-key.h"
#include "hx-listen.h"
#include "hx-migrate-command.h"
#include "hx-reader-pool.h"
#include "hx-slow-pool.h"
#include "hx-time.h"
#include "hx-writer.h"
#include "http/hx-front.h"
#include "store/hx-migrate.h"
#include "store/hx-reseal.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"
#include "watch/hx-service-manager.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Passwords that are hashed at once, 64 MiB each. */
#define SLOW_THREADS 2
/* A morning's worth of people who sign in at once; at a tenth of a second each, the
 * last of them waits about as long as anybody would. */
#define MAX_SIGN_INS 300

/* Uploads that are looked at once: whoever is decoding a long one leaves a thread for the others. Of those that
 * wait each has its file on the disk. */
#define UPLOAD_THREADS 2
#define MAX_UPLOADS 100

struct _HxServer
{
  HxStoreLock *lock;
  HxKeyring *keyring;
  HxSite *site;
  HxCheckpointer *checkpointer; /* (nullable): of a store of one server */
  HxAnchorer *anchorer;
  HxEventHub *hub;
  HxEventFeed *feed;            /* (nullable): of a shared store */
  HxReaderPool *readers;
  HxWriter *writer;
  HxSlowPool *slow;
  HxSlowPool *uploads;
  HxFileKeeper *keeper;
  HxFront *front;
  HxHttp *http;
  HxHttp *pages; /* (nullable): the metrics have a socket of their own */
  HxMetrics *metrics;
  HxLog *log;
  char *socket;
  guint16 port;
  guint stop_s; /* how long a stop waits for requests that are under way */
  guint heartbeat;
  guint deadlines;
};

static gboolean
push_read (HxJob   *job,
           gpointer data)
{
  return hx_reader_pool_push (((HxServer *) data)->readers, job);
}

static gboolean
push_write (HxJob   *job,
            gpointer data)
{
  return hx_writer_push (((HxServer *) data)->writer, job);
}

static gboolean
push_slow (HxJob   *job,
           gpointer data)
{
  return hx_slow_pool_push (((HxServer *) data)->slow, job);
}

static gboolean
push_upload (HxJob   *job,
             gpointer data)
{
  return hx_slow_pool_push (((HxServer *) data)->uploads, job);
}

static void
on_committed (HxDb                *db,
              guint                jobs,
              gint64               spent,
              const HxAuditAnchor *head,
              gpointer             data)
{
  HxServer *self = data;

  hx_metrics_count_commit (self->metrics, jobs, spent);
  if (self->checkpointer != NULL)
    hx_checkpointer_notify (self->checkpointer);
  if (head->number > 0)
    hx_anchorer_note (self->anchorer, db, head);
  hx_anchorer_notify (self->anchorer);
}

static void
on_anchored (const char *anchor,
             gpointer    site)
{
  hx_site_set_anchor (site, anchor);
}

static void
on_events (GPtrArray *events,
           GPtrArray *records,
           gpointer   data)
{
  HxServer *self = data;

  if (self->feed != NULL)
    hx_event_feed_publish (self->feed, events, records);
  else
    hx_event_hub_publish (self->hub, events, records);
}

static gboolean
on_heartbeat (gpointer data)
{
  hx_event_hub_heartbeat (((HxServer *) data)->hub);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_deadlines (gpointer data)
{
  HxServer *self = data;

  hx_http_check_deadlines (self->http);
  if (self->pages != NULL)
    hx_http_check_deadlines (self->pages);
  return G_SOURCE_CONTINUE;
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

/* What a new store begins with; nothing to do for one that has been used. */
static gboolean
seed (const HxConfig *config,
      HxDb           *db,
      GError        **error)
{
  gint64 now = hx_time_now ();

  if (!hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (hx_store_keys_remember (db, hx_db_get_keyring (db), now, error) && hx_reseal_spare_new (db, now, error)
      && hx_store_seed_defaults (db, config->embedded, now, error)
      && (config->integration_key == NULL || hx_integration_key_ensure (config->integration_key, db, now, error))
      && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/* Of a store that is a file; NULL for others. */
static char *
folder_of (const char *store)
{
  return g_str_has_prefix (store, "sqlite:") ? g_path_get_dirname (store + strlen ("sqlite:")) : NULL;
}

/* A file has one server and a log to be moved; a database has several servers, and sees to its log. */
static gboolean
open_company (HxServer       *self,
              const HxConfig *config,
              HxDb           *db,
              GError        **error)
{
  if (hx_db_is_shared (db))
    self->feed = hx_event_feed_new (config->store, self->keyring, self->site, self->hub, error);
  else
    self->checkpointer = hx_checkpointer_new (config->store, error);
  /* The site was read before there was a feed: what another server changed between is in no event to come. */
  return (self->feed != NULL && hx_site_reload (self->site, db, error)) || self->checkpointer != NULL;
}

static gboolean
keep_files (HxServer       *self,
            const HxConfig *config,
            GError        **error)
{
  const HxWorkers workers = { push_read, push_write, push_slow, push_upload, self };
  HxDb *db = hx_db_open (config->store, HX_DB_READ, error);

  if (db != NULL)
    self->keeper = hx_file_keeper_new (db, self->site, &workers, config->files_grace_s * G_USEC_PER_SEC);
  return db != NULL;
}

static gboolean
open_store (HxServer       *self,
            const HxConfig *config,
            GError        **error)
{
  g_autofree char *folder = folder_of (config->store);
  g_autoptr (HxDb) db = NULL;

  if ((folder != NULL && !make_folder (folder, error)) || !make_folder (config->recordings, error))
    return FALSE;
  self->lock = hx_store_lock (config->store, error);
  if (self->lock == NULL)
    return FALSE;
  if (!hx_migrate_allowed (config, error))
    return FALSE;
  db = hx_db_open (config->store, HX_DB_WRITE, error);
  if (db == NULL || !hx_store_keys_open (db, config->keys, config->key_command, TRUE, error) || !hx_migrate (db, error)
      || !seed (config, db, error))
    return FALSE;
  self->keyring = hx_keyring_ref (hx_db_get_keyring (db));
  self->site = hx_site_new (config->store, config->recordings, db, error);
  if (self->site == NULL)
    return FALSE;
  hx_site_set_quota (self->site, config->files_quota);
  self->hub = hx_event_hub_new (config->limits.streams, config->limits.person_streams, self->metrics);
  hx_site_set_log (self->site, self->log);
  hx_site_set_embedded (self->site, config->embedded);
  hx_event_hub_set_site (self->hub, self->site);
  hx_site_set_presence (self->site, hx_event_hub_is_present, self->hub);
  if (!open_company (self, config, db, error))
    return FALSE;
  self->anchorer
      = hx_anchorer_new (config->store, self->keyring, config->audit_anchors, on_anchored, self->site, error);
  if (self->anchorer == NULL)
    return FALSE;
  self->readers
      = hx_reader_pool_new (config->store, self->keyring, hx_site_get_names (self->site), config->readers, error);
  if (self->readers == NULL)
    return FALSE;
  self->slow = hx_slow_pool_new (SLOW_THREADS, MAX_SIGN_INS);
  self->uploads = hx_slow_pool_new (UPLOAD_THREADS, MAX_UPLOADS);
  hx_db_set_names (db, hx_site_get_names (self->site));
  self->writer = hx_writer_new (g_steal_pointer (&db), self->site,
                                self->feed != NULL ? hx_event_feed_get_server_id (self->feed) : NULL, self->hub,
                                on_events, on_committed, self);
  return keep_files (self, config, error);
}

static double
count_streams (gpointer data)
{
  return hx_event_hub_count (((HxServer *) data)->hub);
}

static double
count_reads (gpointer data)
{
  return hx_reader_pool_count (((HxServer *) data)->readers);
}

static double
count_writes (gpointer data)
{
  return hx_writer_count (((HxServer *) data)->writer);
}

static void
add_gauges (HxServer *self)
{
  hx_metrics_add_gauge (self->metrics, "huixiang_streams", NULL, "Open event streams.", count_streams, self);
  hx_metrics_add_gauge (self->metrics, "huixiang_queue_length", "queue=\"read\"", "Requests that wait for the store.",
                        count_reads, self);
  hx_metrics_add_gauge (self->metrics, "huixiang_queue_length", "queue=\"write\"", "", count_writes, self);
}

static gboolean
open_pages (HxServer       *self,
            const HxConfig *config,
            GError        **error)
{
  const char *where = config->metrics_listen;
  g_autofree char *address = NULL;
  guint16 port;
  int fd;

  hx_front_set_metrics (self->front, strcmp (where, "same") == 0);
  if (strcmp (where, "same") == 0 || strcmp (where, "none") == 0)
    return TRUE;
  self->pages = hx_http_new (&config->limits, hx_front_get_pages (self->front));
  if (hx_config_split_address (where, &address, &port))
    fd = hx_listen_tcp (address, port, &port, error);
  else
    fd = hx_listen_private (where, error);
  return fd >= 0 && hx_http_listen (self->pages, fd, 0, 1, error);
}

/* A name says what a socket is for: the private one is trusted by everybody who can open it, so it is never guessed. */
static gboolean
open_passed (HxServer       *self,
             const HxConfig *config,
             GArray         *sockets,
             GError        **error)
{
  for (guint i = 0; i < sockets->len; i++)
    {
      const HxPassedSocket *passed = &g_array_index (sockets, HxPassedSocket, i);
      gboolean is_private = strcmp (passed->name, "private") == 0;
      gboolean is_metrics = strcmp (passed->name, "metrics") == 0;

      if (is_metrics && self->pages == NULL)
        self->pages = hx_http_new (&config->limits, hx_front_get_pages (self->front));
      if (!hx_http_listen (is_metrics ? self->pages : self->http, passed->fd,
                           HX_LISTEN_PASSED | (is_private ? HX_LISTEN_LOCAL : 0),
                           is_private || is_metrics ? 1 : config->http_threads, error))
        return FALSE;
      if (!is_private && !is_metrics)
        self->port = hx_listen_port (passed->fd);
    }
  return TRUE;
}

static gboolean
open_doors (HxServer       *self,
            const HxConfig *config,
            GArray         *sockets,
            GError        **error)
{
  const HxWorkers workers = { push_read, push_write, push_slow, push_upload, self };

  self->front = hx_front_new (self->site, &workers, self->hub, &config->limits, self->metrics, self->log);
  self->http = hx_http_new (&config->limits, hx_front_get_handler (self->front));
  add_gauges (self);
  if (!open_pages (self, config, error))
    return FALSE;
  if (config->socket != NULL)
    {
      int fd = hx_listen_private (config->socket, error);

      if (fd < 0)
        return FALSE;
      self->socket = g_strdup (config->socket);
      if (!hx_http_listen (self->http, fd, HX_LISTEN_LOCAL, 1, error))
        return FALSE;
    }
  if (sockets != NULL && sockets->len > 0)
    return open_passed (self, config, sockets, error);
  if (config->port >= 0)
    {
      int fd = hx_listen_tcp (config->address, (guint16) config->port, &self->port, error);

      if (fd < 0 || !hx_http_listen (self->http, fd, 0, config->embedded ? 1 : config->http_threads, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hx_server_new:
 * @config: a complete configuration
 * @log: (nullable): the log
 * @sockets: (nullable) (element-type HxPassedSocket): listening sockets that were opened for it; they stand in
 *   for the configured address and port
 * @error: why it cannot start: `HX_ERROR_STORE_…`, %HX_ERROR_UNAVAILABLE
 *
 * Returns: (transfer full) (nullable): a server that answers requests; its timers
 *   need the main loop
 */
HxServer *
hx_server_new (const HxConfig *config,
               HxLog          *log,
               GArray         *sockets,
               GError        **error)
{
  g_autoptr (HxServer) self = g_new0 (HxServer, 1);

  self->log = log;
  self->stop_s = config->stop_s;
  self->metrics = hx_metrics_new ();
  if (!open_store (self, config, error) || !open_doors (self, config, sockets, error))
    return NULL;
  self->heartbeat = g_timeout_add_seconds (config->heartbeat_s, on_heartbeat, self);
  self->deadlines = g_timeout_add (MIN (1000, config->limits.request_ms / 4), on_deadlines, self);
  return g_steal_pointer (&self);
}

/**
 * hx_server_reload:
 * @self: a server
 * @config: the configuration, with new values of settings that can change
 * @error: what could not be taken over
 *
 * Returns: whether all of it was
 */
gboolean
hx_server_reload (HxServer       *self,
                  const HxConfig *config,
                  GError        **error)
{
  return TRUE;
}

/**
 * hx_server_get_port:
 * @self: a server
 *
 * Returns: the port it listens on, 0 for none
 */
guint
hx_server_get_port (HxServer *self)
{
  return self->port;
}

/**
 * hx_server_free:
 * @self: (transfer full) (nullable): a server
 *
 * Answers what has been asked, ends the streams, and leaves the store closed.
 */
void
hx_server_free (HxServer *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->heartbeat, g_source_remove);
  g_clear_handle_id (&self->deadlines, g_source_remove);
  if (self->front != NULL)
    hx_front_stop (self->front);
  if (self->http != NULL)
    {
      /* From here on nobody finds the way in. */
      if (self->socket != NULL)
        g_unlink (self->socket);
      hx_http_quiesce (self->http);
      hx_event_hub_close (self->hub);
      /* A sound takes seconds, and a hundred may wait. */
      if (self->uploads != NULL)
        hx_slow_pool_close (self->uploads);
      if (!hx_http_wait_idle (self->http, self->stop_s * 1000))
        g_message ("Some clients were still sending or reading");
    }
  /* Readers hand on to slow work and to the writer, so they stop first; then nobody holds an exchange. Connections that are
   * kept alive may ask until http is gone, and are refused, so what they ask must still be there. */
  if (self->readers != NULL)
    hx_reader_pool_stop (self->readers);
  if (self->slow != NULL)
    hx_slow_pool_stop (self->slow);
  if (self->uploads != NULL)
    hx_slow_pool_stop (self->uploads);
  if (self->keeper != NULL)
    hx_file_keeper_stop (self->keeper);
  if (self->writer != NULL)
    hx_writer_stop (self->writer);
  g_clear_pointer (&self->http, hx_http_free);
  g_clear_pointer (&self->pages, hx_http_free);
  g_clear_pointer (&self->front, hx_front_free);
  g_clear_pointer (&self->readers, hx_reader_pool_free);
  g_clear_pointer (&self->keeper, hx_file_keeper_free);
  g_clear_pointer (&self->writer, hx_writer_free);
  g_clear_pointer (&self->slow, hx_slow_pool_free);
  g_clear_pointer (&self->uploads, hx_slow_pool_free);
  g_clear_pointer (&self->feed, hx_event_feed_free);
  g_clear_pointer (&self->hub, hx_event_hub_free);
  g_clear_pointer (&self->anchorer, hx_anchorer_free);
  g_clear_pointer (&self->metrics, hx_metrics_free);
  g_clear_pointer (&self->site, hx_site_free);
  g_clear_pointer (&self->checkpointer, hx_checkpointer_free);
  g_clear_pointer (&self->keyring, hx_keyring_unref);
  g_clear_pointer (&self->lock, hx_store_unlock);
  g_free (self->socket);
  g_free (self);
}
