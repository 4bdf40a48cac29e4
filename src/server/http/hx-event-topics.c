/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-topics.h"
#include "hx-time.h"

#include <string.h>

/* More than a screen shows at once. */
#define MAX_TOPICS 20

#define OF_CUSTOMER HX_TOPIC_CUSTOMERS_OF_ONE

struct _HxEventTopics
{
  GPtrArray *everything; /* listeners who named no topic */
  GHashTable *watchers;  /* topic → GPtrArray of listeners */
};

/**
 * hx_event_topics_new:
 *
 * Returns: (transfer full): topics that nobody looks at
 */
HxEventTopics *
hx_event_topics_new (void)
{
  HxEventTopics *self = g_new0 (HxEventTopics, 1);

  self->everything = g_ptr_array_new ();
  self->watchers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * hx_event_topics_free:
 * @self: (transfer full) (nullable): topics
 */
void
hx_event_topics_free (HxEventTopics *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->everything);
  g_hash_table_unref (self->watchers);
  g_free (self);
}

/**
 * hx_event_topics_add:
 * @self: topics
 * @topics: (nullable) (array zero-terminated=1): what it looks at; %NULL for everything
 * @listener: a listener
 */
void
hx_event_topics_add (HxEventTopics *self,
                     char         **topics,
                     gpointer       listener)
{
  if (topics == NULL)
    g_ptr_array_add (self->everything, listener);
  for (guint i = 0; topics != NULL && topics[i] != NULL; i++)
    {
      GPtrArray *listeners = g_hash_table_lookup (self->watchers, topics[i]);

      if (listeners == NULL)
        {
          listeners = g_ptr_array_new ();
          g_hash_table_insert (self->watchers, g_strdup (topics[i]), listeners);
        }
      g_ptr_array_add (listeners, listener);
    }
}

/**
 * hx_event_topics_remove:
 * @self: topics
 * @topics: (nullable) (array zero-terminated=1): as it was added
 * @listener: a listener
 */
void
hx_event_topics_remove (HxEventTopics *self,
                        char         **topics,
                        gpointer       listener)
{
  if (topics == NULL)
    g_ptr_array_remove_fast (self->everything, listener);
  for (guint i = 0; topics != NULL && topics[i] != NULL; i++)
    {
      GPtrArray *listeners = g_hash_table_lookup (self->watchers, topics[i]);

      if (listeners != NULL && g_ptr_array_remove_fast (listeners, listener) && listeners->len == 0)
        g_hash_table_remove (self->watchers, topics[i]);
    }
}

static char *
narrow_topic (HxRecord *event,
              HxRecord *record)
{
  const char *id = hx_service_event_customer (event, record);

  return id != NULL ? g_strconcat (OF_CUSTOMER, id, NULL) : NULL;
}

static void
each_of (HxEventTopics *self,
         const char    *topic,
         GFunc          func,
         gpointer       data)
{
  GPtrArray *listeners = topic != NULL ? g_hash_table_lookup (self->watchers, topic) : NULL;

  if (listeners != NULL)
    g_ptr_array_foreach (listeners, func, data);
}

/**
 * hx_event_topics_each:
 * @self: topics
 * @event: an event of some topic
 * @record: (nullable): what it is about
 * @func: called with each listener who looks at it, once
 * @data: for it
 */
void
hx_event_topics_each (HxEventTopics *self,
                      HxRecord      *event,
                      HxRecord      *record,
                      GFunc          func,
                      gpointer       data)
{
  g_autofree char *narrow = narrow_topic (event, record);

  g_ptr_array_foreach (self->everything, func, data);
  each_of (self, hx_service_event_topic (event), func, data);
  each_of (self, narrow, func, data);
}

/**
 * hx_event_topics_empty:
 * @self: topics
 *
 * Returns: whether nobody looks at anything
 */
gboolean
hx_event_topics_empty (HxEventTopics *self)
{
  return self->everything->len == 0 && g_hash_table_size (self->watchers) == 0;
}

/* -- one listener's ------------------------------------------------------------- */

static gboolean
is_topic (const char *word)
{
  return strcmp (word, HX_TOPIC_BOARD) == 0 || strcmp (word, HX_TOPIC_CUSTOMERS) == 0
         || (g_str_has_prefix (word, OF_CUSTOMER) && hx_id_is_valid (word + strlen (OF_CUSTOMER)));
}

/* Named once: who looks at all customers looks at each of them. */
static gboolean
is_new (GPtrArray  *topics,
        gboolean    all_customers,
        const char *word)
{
  return !(all_customers && g_str_has_prefix (word, OF_CUSTOMER))
         && !g_ptr_array_find_with_equal_func (topics, word, g_str_equal, NULL);
}

/**
 * hx_topics_parse:
 * @text: (nullable): topics parted by commas; empty for none, %NULL for everything
 * @topics: (out) (transfer full) (nullable) (array zero-terminated=1): they
 * @error: %HX_ERROR_INVALID when one of them is none
 *
 * Returns: whether all of them are topics
 */
gboolean
hx_topics_parse (const char *text,
                 char     ***topics,
                 GError    **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", MAX_TOPICS + 2);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  gboolean all_customers = g_strv_contains ((const char *const *) words, HX_TOPIC_CUSTOMERS);
  gboolean known = g_strv_length (words) <= MAX_TOPICS;

  *topics = NULL;
  for (guint i = 0; known && words[i] != NULL; i++)
    {
      known = is_topic (words[i]);
      if (known && is_new (found, all_customers, words[i]))
        g_ptr_array_add (found, g_strdup (words[i]));
    }
  if (!known)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "watch: unknown");
      return FALSE;
    }
  if (text == NULL)
    return TRUE;
  g_ptr_array_add (found, NULL);
  g_ptr_array_set_free_func (found, NULL);
  *topics = (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
  return TRUE;
}

static gboolean
is_among (char      **topics,
          const char *topic)
{
  return topic != NULL && g_strv_contains ((const char *const *) topics, topic);
}

/* Whose a contact is, its record alone says. */
static gboolean
has_a_customer (char **topics)
{
  for (guint i = 0; topics[i] != NULL; i++)
    if (g_str_has_prefix (topics[i], OF_CUSTOMER))
      return TRUE;
  return FALSE;
}

/**
 * hx_topics_may_have:
 * @topics: (nullable) (array zero-terminated=1): what a listener looks at
 * @event: an event
 *
 * Returns: %FALSE when it is none of those whatever its record is, which then need not be read
 */
gboolean
hx_topics_may_have (char    **topics,
                    HxRecord *event)
{
  const char *topic = hx_service_event_topic (event);
  g_autofree char *narrow = NULL;

  if (topics == NULL || hx_service_event_route (event) != HX_ROUTE_TOPIC || is_among (topics, topic))
    return TRUE;
  narrow = narrow_topic (event, NULL);
  return narrow != NULL ? is_among (topics, narrow) : strcmp (topic, HX_TOPIC_CUSTOMERS) == 0 && has_a_customer (topics);
}

/**
 * hx_topics_have:
 * @topics: (nullable) (array zero-terminated=1): what a listener looks at
 * @event: an event
 * @record: (nullable): what it is about
 *
 * Returns: whether it is one of those, or of no topic at all
 */
gboolean
hx_topics_have (char    **topics,
                HxRecord *event,
                HxRecord *record)
{
  g_autofree char *narrow = NULL;

  if (topics == NULL || hx_service_event_route (event) != HX_ROUTE_TOPIC)
    return TRUE;
  narrow = narrow_topic (event, record);
  return is_among (topics, hx_service_event_topic (event)) || is_among (topics, narrow);
}
