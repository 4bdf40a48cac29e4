/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-hub-private.h"

/* Who is told of what: each event is made into a text once, for those only whom it concerns. */

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
 * is remembered of them is forgotten and their streams end. So is a new policy or template, and a new name.
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
