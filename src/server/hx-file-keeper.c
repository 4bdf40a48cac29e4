/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-file-keeper.h"
#include "files/hx-file-rows.h"
#include "hx-time.h"
#include "service/hx-file-service.h"

#include <string.h>
#include <unistd.h>

/* How often what is doomed is removed, and how often everything is looked at. */
#define ROUND (20 * G_TIME_SPAN_SECOND)
#define WHOLE (6 * G_TIME_SPAN_HOUR)
/* Rows of one step, and the rest after it: nobody shall feel that this goes on. */
#define STEP_ROWS 200
#define REST (5 * G_TIME_SPAN_MILLISECOND)

struct _HxFileKeeper
{
  HxDb *db;
  HxSite *site;
  HxFileStore *files;
  HxWorkers workers;
  gint64 grace; /* µs */
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean stopping;
  gboolean written; /* the writer has done with the news */
  guint removed;
};

/* What one step found out, for the writer to write down. */
typedef struct
{
  HxJob job;
  HxFileKeeper *keeper;
  GPtrArray *names;
  GArray *news; /* of HxFileNews */
} News;

static void
unref_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

static gboolean
run_news (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  News *self = (News *) job;
  const HxCaller nobody = { 0 };
  HxServiceCall call = {
    .caller = &nobody,
    .site = self->keeper->site,
    .db = db,
    .now = hx_time_now (),
    .events = g_ptr_array_new_with_free_func (g_object_unref),
    .records = g_ptr_array_new_with_free_func (unref_record),
  };
  gboolean good = TRUE;

  for (guint i = 0; good && i < self->names->len; i++)
    good = hx_service_file_news (&call, self->names->pdata[i], g_array_index (self->news, HxFileNews, i), error);
  job->events = g_steal_pointer (&call.events);
  job->records = g_steal_pointer (&call.records);
  hx_service_call_clear (&call);
  return good;
}

static void
done_news (HxJob        *job,
           const GError *error)
{
  HxFileKeeper *keeper = ((News *) job)->keeper;

  if (error != NULL)
    g_warning ("What became of files could not be written down: %s", error->message);
  g_mutex_lock (&keeper->lock);
  keeper->written = TRUE;
  g_cond_broadcast (&keeper->wake);
  g_mutex_unlock (&keeper->lock);
}

static const HxJobKind news_kind = { .run = run_news, .done = done_news };

static void
news_init (News         *self,
           HxFileKeeper *keeper)
{
  *self = (News){ .job = { .kind = &news_kind },
                  .keeper = keeper,
                  .names = g_ptr_array_new_with_free_func (g_free),
                  .news = g_array_new (FALSE, FALSE, sizeof (HxFileNews)) };
}

static void
news_clear (News *self)
{
  g_clear_pointer (&self->job.events, g_ptr_array_unref);
  g_clear_pointer (&self->job.records, g_ptr_array_unref);
  g_ptr_array_unref (self->names);
  g_array_unref (self->news);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (News, news_clear)

static void
news_add (News       *self,
          const char *name,
          HxFileNews  news)
{
  g_ptr_array_add (self->names, g_strdup (name));
  g_array_append_val (self->news, news);
}

/* Waits for the writer, which does what it took even when the server stops. */
static void
write_down (HxFileKeeper *self,
            News         *news)
{
  self->written = FALSE;
  if (news->names->len == 0 || !self->workers.write (&news->job, self->workers.data))
    return;
  g_mutex_lock (&self->lock);
  while (!self->written)
    g_cond_wait (&self->wake, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* FALSE: to stop. */
static gboolean
rest (HxFileKeeper *self,
      gint64        span)
{
  gint64 end = g_get_monotonic_time () + span;
  gboolean stopping;

  g_mutex_lock (&self->lock);
  while (!self->stopping && g_cond_wait_until (&self->wake, &self->lock, end))
    continue;
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return !stopping;
}

static void
complain (const char   *what,
          const GError *error)
{
  g_warning ("%s: %s", what, error->message);
}

/* Not while a backup needs what is there. */
static void
remove_file (HxFileKeeper *self,
             const char   *name,
             News         *news)
{
  int hold = hx_file_store_hold (self->files, TRUE);
  g_autoptr (GError) error = NULL;

  if (hold < 0)
    return;
  if (!hx_file_store_remove (self->files, name, &error))
    complain ("A file stays where it was", error);
  else
    {
      self->removed++;
      if (news != NULL)
        news_add (news, name, HX_FILE_REMOVED);
    }
  close (hold);
}

/* The doomed alone have an index, so this may be asked often. */
static gboolean
remove_doomed (HxFileKeeper *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) doomed = hx_file_rows_doomed (self->db, STEP_ROWS, &error);
  g_auto (News) news;

  news_init (&news, self);
  for (guint i = 0; doomed != NULL && i < doomed->len; i++)
    remove_file (self, doomed->pdata[i], &news);
  if (error != NULL)
    complain ("Files that may go could not be looked for", error);
  write_down (self, &news);
  return doomed != NULL && doomed->len == STEP_ROWS && news.names->len > 0;
}

typedef struct
{
  HxFileKeeper *keeper;
  gint64 before;
  GPtrArray *old; /* names of files that may have no row */
} Hunt;

static gboolean
on_file (const char *name,
         gint64      size,
         gint64      changed_at,
         gpointer    data)
{
  Hunt *hunt = data;

  if (changed_at < hunt->before)
    g_ptr_array_add (hunt->old, g_strdup (name));
  return TRUE;
}

/* A file that was put and whose transaction never came. What is young may still
 * be on its way to a row. */
static gboolean
remove_orphans (HxFileKeeper *self,
                guint         part,
                gint64        before)
{
  g_autoptr (GError) error = NULL;
  Hunt hunt = { self, before, g_ptr_array_new_with_free_func (g_free) };
  gboolean go_on = TRUE, has;

  if (!hx_file_store_list (self->files, part, on_file, &hunt, &error))
    complain ("Files could not be looked at", error);
  for (guint i = 0; go_on && error == NULL && i < hunt.old->len; i++)
    {
      if (!hx_file_rows_has (self->db, hunt.old->pdata[i], &has, &error))
        complain ("Files could not be compared with the store", error);
      else if (!has)
        remove_file (self, hunt.old->pdata[i], NULL);
      if (i % STEP_ROWS == STEP_ROWS - 1)
        go_on = rest (self, REST);
    }
  g_ptr_array_unref (hunt.old);
  return go_on;
}

static void
check_row (HxFileKeeper     *self,
           const HxFileFact *fact,
           News             *news)
{
  g_autoptr (GError) error = NULL;
  guint64 size;
  int fd = hx_file_store_open_file (self->files, fact->name, &size, &error);

  if (fd >= 0)
    close (fd);
  if (fd >= 0 && strcmp (fact->state, "missing") == 0)
    news_add (news, fact->name, HX_FILE_BACK);
  if (g_error_matches (error, HX_ERROR, HX_ERROR_NOT_FOUND) && strcmp (fact->state, "kept") == 0)
    news_add (news, fact->name, HX_FILE_MISSING);
}

static gboolean
check_rows (HxFileKeeper *self)
{
  g_autofree char *after = g_strdup ("");
  guint rows = STEP_ROWS;

  while (rows == STEP_ROWS && rest (self, REST))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) page = hx_file_rows_page (self->db, after, STEP_ROWS, &error);
      g_auto (News) news;

      news_init (&news, self);
      if (page == NULL)
        {
          complain ("The rows of files could not be read", error);
          return TRUE;
        }
      for (guint i = 0; i < page->len; i++)
        check_row (self, page->pdata[i], &news);
      if (news.names->len > 0)
        g_message ("%u files are missing, or are back", news.names->len);
      write_down (self, &news);
      rows = page->len;
      if (rows > 0)
        {
          g_free (after);
          after = g_strdup (((HxFileFact *) page->pdata[rows - 1])->name);
        }
    }
  return rest (self, 0);
}

/* FALSE: to stop. */
static gboolean
look_at_all (HxFileKeeper *self)
{
  gint64 before = hx_time_now () - self->grace;
  g_autoptr (GError) error = NULL;

  self->removed = 0;
  if (!hx_file_store_sweep_received (self->files, before, &error))
    complain ("Uploads that nobody took could not be removed", error);
  for (guint part = 0; part < HX_FILE_PARTS; part++)
    if (!remove_orphans (self, part, before) || !rest (self, 0))
      return FALSE;
  if (self->removed > 0)
    g_message ("%u files that nothing named were removed", self->removed);
  return check_rows (self);
}

static gpointer
keep_all (gpointer data)
{
  HxFileKeeper *self = data;
  gint64 next = 0;
  gboolean go_on = TRUE;

  while (go_on)
    {
      while (remove_doomed (self) && rest (self, REST))
        continue;
      if (g_get_monotonic_time () >= next)
        {
          go_on = look_at_all (self);
          next = g_get_monotonic_time () + WHOLE;
        }
      go_on = go_on && rest (self, ROUND);
    }
  return NULL;
}

/**
 * hx_file_keeper_new:
 * @db: (transfer full): a connection for reading
 * @site: the place
 * @workers: who writes down what was found out
 * @grace: how old a file without a row must be before it is removed, µs
 *
 * Returns: (transfer full): a keeper at work
 */
HxFileKeeper *
hx_file_keeper_new (HxDb            *db,
                    HxSite          *site,
                    const HxWorkers *workers,
                    gint64           grace)
{
  HxFileKeeper *self = g_new0 (HxFileKeeper, 1);

  self->db = db;
  self->site = site;
  self->files = hx_site_get_files (site);
  self->workers = *workers;
  self->grace = grace;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->thread = g_thread_new ("files", keep_all, self);
  return self;
}

/**
 * hx_file_keeper_stop:
 * @self: a keeper
 *
 * To be called while the writer still works: what it was given is written down.
 */
void
hx_file_keeper_stop (HxFileKeeper *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * hx_file_keeper_free:
 * @self: (transfer full) (nullable): a keeper
 */
void
hx_file_keeper_free (HxFileKeeper *self)
{
  if (self == NULL)
    return;
  hx_file_keeper_stop (self);
  hx_db_close (self->db);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
