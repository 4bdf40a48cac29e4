/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-stream-private.h"
#include "hx-event-topics.h"
#include "hx-time.h"

/* What all streams together may hold of the past that they are still to tell. */
#define PAST_BYTES ((gsize) 64 << 20)

struct _HxEventHub
{
  HxSite *site; /* (nullable) */
  HxMetrics *metrics;
  guint max_streams, max_of_person;
  gsize past; /* bytes borrowed; atomic */

  GMutex lock;
  GPtrArray *streams; /* of HxEventStream, not owned: they leave before they end */
  GPtrArray *wide;    /* of them, those that hear of other people's things too */
  HxEventTopics *topics;
  gint64 last;        /* number of the newest event that was published; 0 before the first */
  GHashTable *people; /* user or key → GSList of their streams */
  gboolean closed;
  HxPresentFunc on_present; /* (nullable) */
  gpointer watch_data;
};

/**
 * hx_event_hub_new:
 * @streams: how many there may be
 * @person_streams: and of one person or key
 * @metrics: counts what is sent; outlives the hub
 *
 * Returns: (transfer full): a hub that nobody listens to
 */
HxEventHub *
hx_event_hub_new (guint      streams,
                  guint      person_streams,
                  HxMetrics *metrics)
{
  HxEventHub *self = g_new0 (HxEventHub, 1);

  self->max_streams = streams;
  self->max_of_person = person_streams;
  self->metrics = metrics;
  g_mutex_init (&self->lock);
  self->streams = g_ptr_array_new ();
  self->wide = g_ptr_array_new ();
  self->topics = hx_event_topics_new ();
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * hx_event_hub_free:
 * @self: (transfer full) (nullable): a hub without streams
 */
void
hx_event_hub_free (HxEventHub *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->streams);
  g_ptr_array_unref (self->wide);
  hx_event_topics_free (self->topics);
  g_hash_table_unref (self->people);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static const char *
person_of (HxEventStream *stream)
{
  const HxCaller *caller = hx_event_stream_get_caller (stream);
  const char *person = caller->user_id != NULL ? caller->user_id : caller->session_id;

  return person != NULL ? person : "";
}

static void
set_streams_of (HxEventHub *self,
                const char *person,
                GSList     *streams)
{
  if (streams != NULL)
    g_hash_table_insert (self->people, g_strdup (person), streams);
  else
    g_hash_table_remove (self->people, person);
}

/* The first stream of somebody, or no stream any more. */
static void
tell_presence (HxEventHub    *self,
               HxEventStream *stream)
{
  const char *user_id = hx_event_stream_get_caller (stream)->user_id;
  guint count;

  if (self->on_present == NULL || user_id == NULL)
    return;
  count = g_slist_length (g_hash_table_lookup (self->people, user_id));
  if (count <= 1)
    self->on_present (user_id, count > 0, self->watch_data);
}

static gboolean
has_room (HxEventHub    *self,
          HxEventStream *stream,
          GError       **error)
{
  GSList *others = g_hash_table_lookup (self->people, person_of (stream));

  if (self->streams->len < self->max_streams && g_slist_length (others) < self->max_of_person)
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_TOO_MANY, "Too many streams are open");
  return FALSE;
}

/* FALSE: there are too many. */
gboolean
hx_event_hub_add (HxEventHub    *self,
                  HxEventStream *stream,
                  GError       **error)
{
  const char *person = person_of (stream);
  gboolean added;

  g_mutex_lock (&self->lock);
  added = has_room (self, stream, error);
  if (added)
    {
      g_ptr_array_add (self->streams, stream);
      if (hx_service_hears_widely (hx_event_stream_get_caller (stream)))
        g_ptr_array_add (self->wide, stream);
      hx_event_topics_add (self->topics, hx_event_stream_get_topics (stream), stream);
      set_streams_of (self, person, g_slist_prepend (g_hash_table_lookup (self->people, person), stream));
      tell_presence (self, stream);
      if (self->closed)
        hx_event_stream_end (stream);
    }
  g_mutex_unlock (&self->lock);
  return added;
}

void
hx_event_hub_remove (HxEventHub    *self,
                     HxEventStream *stream)
{
  const char *person = person_of (stream);

  g_mutex_lock (&self->lock);
  if (g_ptr_array_remove_fast (self->streams, stream))
    {
      g_ptr_array_remove_fast (self->wide, stream);
      hx_event_topics_remove (self->topics, hx_event_stream_get_topics (stream), stream);
      set_streams_of (self, person, g_slist_remove (g_hash_table_lookup (self->people, person), stream));
      if (!g_hash_table_contains (self->people, person))
        tell_presence (self, stream);
    }
  g_mutex_unlock (&self->lock);
}

/* FALSE: all streams together hold too much already. */
gboolean
hx_event_hub_borrow (HxEventHub *self,
                     gsize       bytes)
{
  if (__atomic_add_fetch (&self->past, bytes, __ATOMIC_RELAXED) <= PAST_BYTES)
    return TRUE;
  hx_event_hub_return (self, bytes);
  return FALSE;
}

void
hx_event_hub_return (HxEventHub *self,
                     gsize       bytes)
{
  __atomic_sub_fetch (&self->past, bytes, __ATOMIC_RELAXED);
}

/* One event on its way to those whom it concerns. */
typedef struct
{
  HxRecord *event;
  HxRecord *record;
  HxFrame *frames[HX_SIGHT_WHOLE + 1]; /* (nullable elements): made for the first who gets it so */
  guint sent;
} Delivery;

static HxFrame *
frame_for (Delivery *delivery,
           HxSight   sight)
{
  g_autoptr (HxRecord) part = NULL;

  if (delivery->frames[sight] != NULL)
    return delivery->frames[sight];
  if (sight == HX_SIGHT_PART)
    part = hx_service_event_part (delivery->record);
  delivery->frames[sight] = hx_frame_new_event (delivery->event, part != NULL ? part : delivery->record);
  return delivery->frames[sight];
}

static void
deliver (Delivery      *delivery,
         HxEventStream *stream)
{
  HxSight sight = hx_service_see_event (hx_event_stream_get_caller (stream), delivery->event, delivery->record);

  if (sight == HX_SIGHT_NONE)
    return;
  hx_event_stream_push (stream, frame_for (delivery, sight));
  delivery->sent++;
}

static void
deliver_one (gpointer stream,
             gpointer delivery)
{
  deliver (delivery, stream);
}

static void
deliver_to_all (Delivery  *delivery,
                GPtrArray *streams)
{
  for (guint i = 0; i < streams->len; i++)
    deliver (delivery, streams->pdata[i]);
}

/* Who hears widely was asked already. */
static void
deliver_to_person (Delivery   *delivery,
                   HxEventHub *self,
                   const char *person)
{
  for (GSList *own = g_hash_table_lookup (self->people, person); own != NULL; own = own->next)
    if (!hx_service_hears_widely (hx_event_stream_get_caller (own->data)))
      deliver (delivery, own->data);
}

/* Most listeners are agents and most events are about one agent's things: nobody else of them is asked. */
static void
publish_one (HxEventHub *self,
             HxRecord   *event,
             HxRecord   *record)
{
  Delivery delivery = { .event = event, .record = record };

  self->last = hx_record_get_int (event, HX_EVENT_NUMBER);
  if (hx_service_event_route (event) == HX_ROUTE_TOPIC)
    hx_event_topics_each (self->topics, event, record, deliver_one, &delivery);
  else if (hx_service_event_route (event) == HX_ROUTE_EVERYBODY)
    deliver_to_all (&delivery, self->streams);
  else
    {
      g_auto (GStrv) owners = hx_service_event_owners (event, record);

      deliver_to_all (&delivery, self->wide);
      for (guint i = 0; owners[i] != NULL; i++)
        deliver_to_person (&delivery, self, owners[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (delivery.frames); i++)
    g_clear_pointer (&delivery.frames[i], hx_frame_unref);
  hx_metrics_count (self->metrics, HX_COUNT_EVENTS, delivery.sent);
}

/**
 * hx_event_hub_publish:
 * @self: a hub
 * @events: (element-type HxRecord): events of one commit, in their order
 * @records: (element-type HxRecord): for each the record it is about, or %NULL
 */
void
hx_event_hub_publish (HxEventHub *self,
                      GPtrArray  *events,
                      GPtrArray  *records)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < events->len; i++)
    publish_one (self, events->pdata[i], records != NULL && i < records->len ? records->pdata[i] : NULL);
  g_mutex_unlock (&self->lock);
}

static void
end_of_caller (HxEventHub *self,
               const char *session_id,
               const char *user_id)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->streams->len; i++)
    if (hx_caller_is (hx_event_stream_get_caller (self->streams->pdata[i]), session_id, user_id))
      hx_event_stream_end (self->streams->pdata[i]);
  g_mutex_unlock (&self->lock);
}

static void
note_one (HxEventHub *self,
          HxRecord   *event,
          HxRecord   *record)
{
  g_autoptr (GError) error = NULL;

  if (hx_service_forget_access (self->site, event))
    end_of_caller (self, hx_record_get_text (event, HX_EVENT_RECORD_ID), hx_record_get_text (event, HX_EVENT_AGENT_ID));
  else if (record != NULL && hx_site_is_news (event) && !hx_site_take_news (self->site, record, &error))
    g_warning ("What is to be worked by now cannot be read: %s", error->message);
}

/**
 * hx_event_hub_note:
 * @self: a hub
 * @events: (element-type HxRecord): events of one commit, of this server or another
 * @records: (element-type HxRecord): for each the record it is about, or %NULL
 *
 * Whoever may no longer ask, or may ask for something else, is known at once: what
 * is remembered of them is forgotten and their streams end. So is a new policy or template.
 * To be called before the commit's requests are answered.
 */
void
hx_event_hub_note (HxEventHub *self,
                   GPtrArray  *events,
                   GPtrArray  *records)
{
  for (guint i = 0; self->site != NULL && i < events->len; i++)
    note_one (self, events->pdata[i], i < records->len ? records->pdata[i] : NULL);
}

/**
 * hx_event_hub_set_site:
 * @self: a hub that nobody listens to yet
 * @site: where it is remembered whom tokens stand for; outlives the hub
 */
void
hx_event_hub_set_site (HxEventHub *self,
                       HxSite     *site)
{
  self->site = site;
}

/**
 * hx_event_hub_concerns:
 * @self: a hub
 * @event: an event
 *
 * Returns: whether somebody who may see @event could be listening here, or this server works by it
 */
gboolean
hx_event_hub_concerns (HxEventHub *self,
                       HxRecord   *event)
{
  const char *agent_id = hx_record_get_text (event, HX_EVENT_AGENT_ID);
  gboolean concerns;

  g_mutex_lock (&self->lock);
  if (hx_service_event_route (event) == HX_ROUTE_TOPIC)
    concerns = !hx_event_topics_empty (self->topics);
  else
    concerns = self->wide->len > 0 || (agent_id != NULL && g_hash_table_contains (self->people, agent_id))
               || (self->streams->len > 0 && hx_service_event_route (event) != HX_ROUTE_AGENT);
  g_mutex_unlock (&self->lock);
  return concerns || hx_site_is_news (event);
}

/**
 * hx_event_hub_watch:
 * @self: a hub
 * @present: (nullable): told when somebody comes or goes
 * @data: for it
 */
void
hx_event_hub_watch (HxEventHub   *self,
                    HxPresentFunc present,
                    gpointer      data)
{
  g_mutex_lock (&self->lock);
  self->on_present = present;
  self->watch_data = data;
  g_mutex_unlock (&self->lock);
}

/**
 * hx_event_hub_heartbeat:
 * @self: a hub
 *
 * Sends each listener a comment and the number up to which it knows everything. It keeps
 * proxies from closing a quiet stream, and it is how a client that went away is noticed. Whose token has expired comes back
 * with a new one, or not at all.
 */
void
hx_event_hub_heartbeat (HxEventHub *self)
{
  HxFrame *plain = hx_frame_new_text (":\n\n"), *numbered;
  gint64 now = hx_time_now ();

  g_mutex_lock (&self->lock);
  numbered = hx_frame_new_beat (self->last);
  for (guint i = 0; i < self->streams->len; i++)
    {
      gint64 expires_at = hx_event_stream_get_caller (self->streams->pdata[i])->expires_at;

      if (expires_at != 0 && expires_at <= now)
        hx_event_stream_end (self->streams->pdata[i]);
      else
        hx_event_stream_beat (self->streams->pdata[i], numbered, plain);
    }
  g_mutex_unlock (&self->lock);
  hx_frame_unref (plain);
  hx_frame_unref (numbered);
}

/**
 * hx_event_hub_close:
 * @self: a hub
 *
 * Ends all streams, and each that is still to come.
 */
void
hx_event_hub_close (HxEventHub *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  for (guint i = 0; i < self->streams->len; i++)
    hx_event_stream_end (self->streams->pdata[i]);
  g_mutex_unlock (&self->lock);
}

/**
 * hx_event_hub_is_present:
 * @user_id: a user
 * @self: a hub
 *
 * Returns: whether a client of the user listens now
 */
gboolean
hx_event_hub_is_present (const char *user_id,
                         gpointer    self)
{
  HxEventHub *hub = self;
  gboolean present;

  g_mutex_lock (&hub->lock);
  present = g_hash_table_contains (hub->people, user_id);
  g_mutex_unlock (&hub->lock);
  return present;
}

void
hx_event_hub_count_cut (HxEventHub *self)
{
  hx_metrics_count (self->metrics, HX_COUNT_CUT_STREAMS, 1);
}

/**
 * hx_event_hub_count:
 * @self: a hub
 *
 * Returns: how many listen
 */
guint
hx_event_hub_count (HxEventHub *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->streams->len;
  g_mutex_unlock (&self->lock);
  return count;
}
