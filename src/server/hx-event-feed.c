/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-feed.h"
#include "hx-event-order.h"
#include "hx-time.h"
#include "service/hx-presence.h"
#include "store/hx-partitions.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* How often the table is looked at when no other server announces anything: one that was
 * killed between its commit and its word leaves events that nobody spoke of. */
#define LOOK_MS 1000

/* How long after a broken connection until the next attempt. */
#define RETRY_MS 200

#define PARTITIONS_EVERY (6 * 60 * G_TIME_SPAN_MINUTE)

#define PAGE 500

/* How often all of the table is looked at; else its last day is. Clocks of servers do not differ by as much. */
#define LOOK_AT_ALL_EVERY G_TIME_SPAN_MINUTE

struct _HxEventFeed
{
  HxDb *db; /* the thread's own */
  HxSite *site;
  HxEventHub *hub;
  HxEventOrder *order;
  char *server_id;
  GThread *thread;
  int wake;
  gint stopping;           /* atomic */
  gint64 partitions_at;    /* when the coming months' partitions were looked at; the thread's own */
  gint64 looked_at;        /* when all events were looked at; the thread's own */
  gint64 caught_up_at;     /* monotonic: when it was last known that none is missing, 0 for never; the thread's own */
  gint64 seen_at;          /* when the others were last told that this server is there; the thread's own */
  GAsyncQueue *errands;    /* of Errand: what other threads want told */
};

typedef enum
{
  ERRAND_CAME,
  ERRAND_WENT,
} ErrandKind;

typedef struct
{
  ErrandKind kind;
  char *id;
} Errand;

static void
errand_free (gpointer data)
{
  g_free (((Errand *) data)->id);
  g_free (data);
}

static void
wake (HxEventFeed *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_debug ("The feed is awake already");
}

static void
push_errand (HxEventFeed *self,
             ErrandKind   kind,
             const char  *id)
{
  Errand *errand = g_new (Errand, 1);

  errand->kind = kind;
  errand->id = g_strdup (id);
  g_async_queue_push (self->errands, errand);
  wake (self);
}

static void
on_presence (const char *user_id,
             gboolean    present,
             gpointer    data)
{
  push_errand (data, present ? ERRAND_CAME : ERRAND_WENT, user_id);
}

/* -- publishing --------------------------------------------------------------- */

/**
 * hx_event_feed_publish:
 * @self: a feed
 * @events: (element-type HxRecord): events of one commit of this server, in their order
 * @records: (element-type HxRecord): for each the record it is about, or %NULL
 *
 * They reach the streams at once, unless another server's event comes before them.
 */
void
hx_event_feed_publish (HxEventFeed *self,
                       GPtrArray   *events,
                       GPtrArray   *records)
{
  if (!hx_event_order_publish_own (self->order, events, records))
    wake (self);
}

static gboolean
publish_read (HxEventFeed *self,
              HxRecord    *event,
              GError     **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new (), records = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) record = NULL;

  if (hx_event_hub_concerns (self->hub, event))
    record = hx_service_load_event_record (self->db, self->site, event, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_add (events, event);
  g_ptr_array_add (records, record);
  hx_event_hub_note (self->hub, events, records);
  hx_event_order_publish (self->order, event, record);
  return TRUE;
}

static GPtrArray *
read_next (HxEventFeed *self,
           GError     **error)
{
  gint64 now = hx_time_now ();
  gboolean all = now < self->looked_at || now - self->looked_at >= LOOK_AT_ALL_EVERY;
  GPtrArray *events = hx_service_events_after (self->db, hx_event_order_get_last (self->order), all ? 0 : now - HX_DAY, PAGE, error);

  if (all && events != NULL)
    self->looked_at = now;
  return events;
}

static gboolean
catch_up (HxEventFeed *self,
          GError     **error)
{
  guint read = PAGE;

  while (read == PAGE)
    {
      g_autoptr (GPtrArray) events = read_next (self, error);

      if (events == NULL)
        return FALSE;
      for (guint i = 0; i < events->len; i++)
        if (!hx_event_order_publish_known (self->order, events->pdata[i]) && !publish_read (self, events->pdata[i], error))
          return FALSE;
      read = events->len;
    }
  return TRUE;
}

/* -- the other servers -------------------------------------------------------- */

static gboolean
do_errand (HxEventFeed *self,
           Errand      *errand,
           GError     **error)
{
  return hx_presence_set (self->db, self->server_id, errand->id, errand->kind == ERRAND_CAME, hx_time_now (), error);
}

/* What could not be told is kept, for when the store is there again. */
static gboolean
do_errands (HxEventFeed *self,
            GError     **error)
{
  Errand *errand;

  while ((errand = g_async_queue_try_pop (self->errands)) != NULL)
    {
      if (!do_errand (self, errand, error))
        {
          g_async_queue_push_front (self->errands, errand);
          return FALSE;
        }
      errand_free (errand);
    }
  return TRUE;
}

static gboolean
say_here (HxEventFeed *self,
          GError     **error)
{
  gint64 now = hx_time_now ();

  if (now - self->seen_at < HX_PRESENCE_BEAT)
    return TRUE;
  if (!hx_presence_beat (self->db, self->server_id, now, error))
    return FALSE;
  self->seen_at = now;
  return TRUE;
}

/* Without its partition a month's rows lie in the default one, so a failure stops nothing. */
static void
keep_partitions (HxEventFeed *self)
{
  gint64 now = hx_time_now ();
  g_autoptr (GError) error = NULL;

  if (now - self->partitions_at < PARTITIONS_EVERY)
    return;
  self->partitions_at = now;
  if (!hx_partitions_ensure (self->db, now, &error))
    g_warning ("The partitions of the coming months could not be made: %s", error->message);
}

static int
ms_until_look (HxEventFeed *self)
{
  gint64 passed = (g_get_monotonic_time () - self->caught_up_at) / G_TIME_SPAN_MILLISECOND;

  return self->caught_up_at == 0 ? 0 : (int) CLAMP (LOOK_MS - passed, 0, LOOK_MS);
}

/* Of its own commits the writer speaks itself, and wakes this thread if one of another server's is missing. */
static gboolean
wait_for_others (HxEventFeed *self,
                 GError     **error)
{
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);
  guint64 count;
  gboolean look;

  if (!hx_db_wait (self->db, self->wake, ms_until_look (self), heard, error))
    return FALSE;
  look = read (self->wake, &count, sizeof count) > 0;
  for (guint i = 0; i < heard->len; i++)
    look = look || strcmp (heard->pdata[i], self->server_id) != 0;
  if (look)
    self->caught_up_at = 0;
  return TRUE;
}

static gboolean
work (HxEventFeed *self,
      GError     **error)
{
  keep_partitions (self);
  if (!do_errands (self, error) || !say_here (self, error))
    return FALSE;
  if (ms_until_look (self) == 0)
    {
      if (!catch_up (self, error))
        return FALSE;
      self->caught_up_at = g_get_monotonic_time ();
    }
  return wait_for_others (self, error);
}

/* After the database was away: it hears again, and what happened meanwhile is in the table. */
static gboolean
come_back (HxEventFeed *self,
           GError     **error)
{
  self->caught_up_at = 0;
  return hx_db_listen (self->db, error) && hx_presence_beat (self->db, self->server_id, hx_time_now (), error);
}

static gpointer
feed (gpointer data)
{
  HxEventFeed *self = data;
  gboolean away = FALSE;

  while (!g_atomic_int_get (&self->stopping))
    {
      g_autoptr (GError) error = NULL;

      if ((!away || come_back (self, &error)) && work (self, &error))
        {
          away = FALSE;
          continue;
        }
      if (!away)
        g_warning ("Events of other servers cannot be read: %s", error->message);
      away = TRUE;
      g_usleep (RETRY_MS * 1000);
    }
  return NULL;
}

/**
 * hx_event_feed_new:
 * @store: URI of a shared store that exists
 * @keyring: its keys
 * @site: the place
 * @hub: the streams of this server
 * @error: what is wrong with the store
 *
 * Returns: (transfer full) (nullable): a running feed
 */
HxEventFeed *
hx_event_feed_new (const char *store,
                   HxKeyring  *keyring,
                   HxSite     *site,
                   HxEventHub *hub,
                   GError    **error)
{
  HxDb *db = hx_db_open (store, HX_DB_WRITE, error);
  HxEventFeed *self;
  gint64 last = -1;

  if (db == NULL)
    return NULL;
  self = g_new0 (HxEventFeed, 1);
  self->db = db;
  self->site = site;
  self->hub = hub;
  self->server_id = hx_id_new ();
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->errands = g_async_queue_new_full (errand_free);
  hx_db_set_keyring (db, keyring);
  hx_db_set_names (db, hx_site_get_names (site));
  /* First listen, then look, so that nothing falls between. */
  if (hx_db_listen (db, error))
    last = hx_service_last_event (db, error);
  if (last < 0)
    {
      hx_event_feed_free (self);
      return NULL;
    }
  self->order = hx_event_order_new (hub, last);
  hx_event_hub_watch (hub, on_presence, self);
  self->thread = g_thread_new ("feed", feed, self);
  return self;
}

/**
 * hx_event_feed_get_server_id:
 * @self: a feed
 *
 * Returns: (transfer none): the word by which this server is to announce its commits, so that no feed of its own
 *   looks for what it has
 */
const char *
hx_event_feed_get_server_id (HxEventFeed *self)
{
  return self->server_id;
}

/**
 * hx_event_feed_free:
 * @self: (transfer full) (nullable): a feed, whose hub has no streams any more
 */
void
hx_event_feed_free (HxEventFeed *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  wake (self);
  if (self->thread != NULL)
    {
      g_thread_join (self->thread);
      hx_event_hub_watch (self->hub, NULL, NULL);
      if (!do_errands (self, &error) || !hx_presence_leave (self->db, self->server_id, hx_time_now (), &error))
        g_message ("The other servers were not told of this one's end: %s", error->message);
    }
  hx_db_close (self->db);
  close (self->wake);
  g_async_queue_unref (self->errands);
  g_clear_pointer (&self->order, hx_event_order_free);
  g_free (self->server_id);
  g_free (self);
}
