/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-hub-private.h"
#include "hx-time.h"

/* What all streams together may hold of the past that they are still to tell. */
#define PAST_BYTES ((gsize) 64 << 20)

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
