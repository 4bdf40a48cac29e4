/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-stream-private.h"

struct _HxEventHub
{
  GMutex lock;
  GPtrArray *streams;  /* of HxEventStream, not owned: they leave before they end */
  GHashTable *present; /* user id → how many streams */
  gboolean closed;
};

/**
 * hx_event_hub_new:
 *
 * Returns: (transfer full): a hub that nobody listens to
 */
HxEventHub *
hx_event_hub_new (void)
{
  HxEventHub *self = g_new0 (HxEventHub, 1);

  g_mutex_init (&self->lock);
  self->streams = g_ptr_array_new ();
  self->present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  g_hash_table_unref (self->present);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
count_user (HxEventHub    *self,
            HxEventStream *stream,
            int            change)
{
  const char *user_id = hx_event_stream_get_caller (stream)->user_id;
  int count;

  if (user_id == NULL)
    return;
  count = GPOINTER_TO_INT (g_hash_table_lookup (self->present, user_id)) + change;
  if (count > 0)
    g_hash_table_insert (self->present, g_strdup (user_id), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->present, user_id);
}

void
hx_event_hub_add (HxEventHub    *self,
                  HxEventStream *stream)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->streams, stream);
  count_user (self, stream, 1);
  if (self->closed)
    hx_event_stream_end (stream);
  g_mutex_unlock (&self->lock);
}

void
hx_event_hub_remove (HxEventHub    *self,
                     HxEventStream *stream)
{
  g_mutex_lock (&self->lock);
  if (g_ptr_array_remove_fast (self->streams, stream))
    count_user (self, stream, -1);
  g_mutex_unlock (&self->lock);
}

static void
publish_one (HxEventHub *self,
             HxRecord   *event,
             HxRecord   *record)
{
  HxFrame *frame = NULL;

  for (guint i = 0; i < self->streams->len; i++)
    {
      if (!hx_event_stream_may_see (self->streams->pdata[i], event))
        continue;
      if (frame == NULL)
        frame = hx_frame_new_event (event, record);
      hx_event_stream_push (self->streams->pdata[i], frame);
    }
  if (frame != NULL)
    hx_frame_unref (frame);
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

/**
 * hx_event_hub_heartbeat:
 * @self: a hub
 *
 * Sends each listener a comment. It keeps proxies from closing a quiet stream, and
 * it is how a client that went away is noticed.
 */
void
hx_event_hub_heartbeat (HxEventHub *self)
{
  HxFrame *frame = hx_frame_new_text (":\n\n");

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->streams->len; i++)
    hx_event_stream_push (self->streams->pdata[i], frame);
  g_mutex_unlock (&self->lock);
  hx_frame_unref (frame);
}

/**
 * hx_event_hub_end_session:
 * @self: a hub
 * @session_id: a session that has ended
 *
 * Whoever signed out hears no more.
 */
void
hx_event_hub_end_session (HxEventHub *self,
                          const char *session_id)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->streams->len; i++)
    if (g_strcmp0 (hx_event_stream_get_caller (self->streams->pdata[i])->session_id, session_id) == 0)
      hx_event_stream_end (self->streams->pdata[i]);
  g_mutex_unlock (&self->lock);
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
  present = g_hash_table_contains (hub->present, user_id);
  g_mutex_unlock (&hub->lock);
  return present;
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
