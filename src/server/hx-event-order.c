/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-order.h"

struct _HxEventOrder
{
  HxEventHub *hub;
  GMutex lock;
  gint64 last;     /* the number that was published last */
  GHashTable *own; /* number → Own: committed here, while an earlier one is still to be read */
};

typedef struct
{
  HxRecord *event;
  HxRecord *record; /* (nullable) */
} Own;

static void
own_free (gpointer data)
{
  Own *own = data;

  g_object_unref (own->event);
  g_clear_object (&own->record);
  g_free (own);
}

/**
 * hx_event_order_new:
 * @hub: the streams of this server
 * @last: the number of the last event that they need not be told of
 *
 * Returns: (transfer full): an order that begins after @last
 */
HxEventOrder *
hx_event_order_new (HxEventHub *hub,
                    gint64      last)
{
  HxEventOrder *self = g_new0 (HxEventOrder, 1);

  self->hub = hub;
  self->last = last;
  self->own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, own_free);
  g_mutex_init (&self->lock);
  return self;
}

/**
 * hx_event_order_free:
 * @self: (transfer full): an order that nobody uses any more
 */
void
hx_event_order_free (HxEventOrder *self)
{
  g_hash_table_unref (self->own);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * hx_event_order_get_last:
 * @self: an order
 *
 * Returns: the number of the event that was published last
 */
gint64
hx_event_order_get_last (HxEventOrder *self)
{
  gint64 last;

  g_mutex_lock (&self->lock);
  last = self->last;
  g_mutex_unlock (&self->lock);
  return last;
}

/* With the lock held. */
static void
publish_one (HxEventOrder *self,
             HxRecord     *event,
             HxRecord     *record)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new (), records = g_ptr_array_new ();

  g_ptr_array_add (events, event);
  g_ptr_array_add (records, record);
  hx_event_hub_publish (self->hub, events, records);
  self->last = hx_record_get_int (event, HX_EVENT_NUMBER);
}

static void
keep_own (HxEventOrder *self,
          HxRecord     *event,
          HxRecord     *record)
{
  gint64 *number = g_new (gint64, 1);
  Own *own = g_new0 (Own, 1);

  *number = hx_record_get_int (event, HX_EVENT_NUMBER);
  own->event = g_object_ref (event);
  own->record = record != NULL ? g_object_ref (record) : NULL;
  g_hash_table_insert (self->own, number, own);
}

/**
 * hx_event_order_publish_own:
 * @self: an order
 * @events: (element-type HxRecord): events of one commit of this server, in their order
 * @records: (element-type HxRecord): for each the record it is about, or %NULL
 *
 * Returns: %FALSE when one of another server comes before them: they are kept until it was published
 */
gboolean
hx_event_order_publish_own (HxEventOrder *self,
                            GPtrArray    *events,
                            GPtrArray    *records)
{
  gboolean all = TRUE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < events->len; i++)
    {
      gint64 number = hx_record_get_int (events->pdata[i], HX_EVENT_NUMBER);

      if (number == self->last + 1)
        publish_one (self, events->pdata[i], records->pdata[i]);
      else if (number > self->last)
        {
          keep_own (self, events->pdata[i], records->pdata[i]);
          all = FALSE;
        }
    }
  g_mutex_unlock (&self->lock);
  return all;
}

/**
 * hx_event_order_publish_known:
 * @self: an order
 * @event: one that was read, the next in the store
 *
 * Returns: whether it was published, now as what this server kept of it or before; else its record is to be read
 */
gboolean
hx_event_order_publish_known (HxEventOrder *self,
                              HxRecord     *event)
{
  gint64 number = hx_record_get_int (event, HX_EVENT_NUMBER);
  gboolean done = TRUE;
  Own *own;

  g_mutex_lock (&self->lock);
  own = g_hash_table_lookup (self->own, &number);
  if (number > self->last && own != NULL)
    publish_one (self, own->event, own->record);
  else if (number > self->last)
    done = FALSE;
  g_hash_table_remove (self->own, &number);
  g_mutex_unlock (&self->lock);
  return done;
}

/**
 * hx_event_order_publish:
 * @self: an order
 * @event: one that was read, the next in the store
 * @record: (nullable): the record it is about
 */
void
hx_event_order_publish (HxEventOrder *self,
                        HxRecord     *event,
                        HxRecord     *record)
{
  g_mutex_lock (&self->lock);
  if (hx_record_get_int (event, HX_EVENT_NUMBER) > self->last)
    publish_one (self, event, record);
  g_mutex_unlock (&self->lock);
}
