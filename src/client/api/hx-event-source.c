/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-source.h"

#include "hx-event-link.h"
#include "hx-json.h"

#include <string.h>

#define FIRST_WAIT_MS 250
#define LONGEST_WAIT_MS 10000
/* Whoever leafs through pages has one more stream at the end, not one for each. */
#define LEAFING_MS 200
/* A stream that cannot be had for so long: to load everything again is less than to remember more, and than to hear it all. */
#define MOST_TOLD 1000

struct _HxEventSource
{
  GObject parent_instance;

  HxClient *client;
  char *watch;       /* (nullable): the topics that are wanted */
  HxEventLink *link; /* (nullable): that is heard */
  HxEventLink *next; /* (nullable): on its way, to take the place of that */
  gint64 number;     /* from where what is wanted has to be told */
  GHashTable *told;  /* numbers after it that were told already */
  gint64 told_until; /* the last of them */
  gint64 retry;
  guint attempts;
  guint timer;       /* until the next one is asked for */
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (HxEventSource, hx_event_source, G_TYPE_OBJECT)

enum
{
  SIGNAL_EVENT,
  SIGNAL_OPENED,
  SIGNAL_LOST,
  SIGNAL_RESET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const HxSchema *const things[] = {
  &hx_call_schema,          &hx_clip_schema,     &hx_contact_schema, &hx_customer_schema,
  &hx_feedback_schema,      &hx_figures_schema,  &hx_policy_schema, &hx_recording_schema,
  &hx_rectification_schema, &hx_template_schema, &hx_user_schema,   &hx_wrapup_schema,
};

/**
 * hx_thing_find:
 * @name: (nullable): what an event calls a thing
 *
 * Returns: (nullable): its schema
 */
const HxSchema *
hx_thing_find (const char *name)
{
  /* Of the pool an event has one cell, as it is now. */
  if (g_strcmp0 (name, hx_pool_schema.name) == 0)
    return &hx_pool_cell_schema;
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    if (g_strcmp0 (things[i]->name, name) == 0)
      return things[i];
  return NULL;
}

static void
drop (HxEventSource *self,
      HxEventLink  **link)
{
  if (*link == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*link, self);
  hx_event_link_close (*link);
  g_clear_object (link);
}

static gboolean
is_wanted (HxEventSource *self,
           HxEventLink   *link)
{
  return link != NULL && g_strcmp0 (hx_event_link_get_watch (link), self->watch) == 0;
}

static gboolean
hears_what_is_wanted (HxEventSource *self)
{
  return is_wanted (self, self->link);
}

static void
forget_told (HxEventSource *self)
{
  g_hash_table_remove_all (self->told);
  self->told_until = 0;
}

static void connect_now (HxEventSource *self);

/* What is wanted is told from here on; what happened to it before is loaded, as after any reset. */
static void
give_up_what_was_missed (HxEventSource *self)
{
  self->number = self->told_until;
  forget_told (self);
  if (self->next != NULL)
    connect_now (self);
  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

/* While a stream of other topics is on its way, the old one is heard still, and the new one will begin where those topics
 * were asked for. So what both tell is told once, and what only one of them tells is told too. Returns whether it is new. */
static gboolean
note_number (HxEventSource *self,
             gint64         number)
{
  gboolean is_new = !g_hash_table_contains (self->told, &number);

  if (hears_what_is_wanted (self))
    {
      self->number = number;
      if (number >= self->told_until)
        forget_told (self);
    }
  else
    {
      g_hash_table_add (self->told, g_memdup2 (&number, sizeof number));
      self->told_until = MAX (self->told_until, number);
      if (g_hash_table_size (self->told) >= MOST_TOLD)
        give_up_what_was_missed (self);
    }
  return is_new;
}

static void
tell (HxEventSource *self,
      const char    *data)
{
  g_autoptr (HxJson) root = hx_json_parse (data, strlen (data), NULL);
  g_autoptr (HxRecord) record = NULL;
  const char *thing = hx_json_member_string (root, "thing");
  const char *action = hx_json_member_string (root, "action");
  HxJson *member;

  if (thing == NULL || action == NULL)
    return;
  member = hx_json_get_member (root, "record");
  if (member != NULL && hx_thing_find (thing) != NULL && hx_json_get_type (member) == HX_JSON_OBJECT)
    record = hx_json_read_record (member, hx_thing_find (thing), NULL);
  g_signal_emit (self, signals[SIGNAL_EVENT], g_quark_from_string (thing), thing, action, record);
}

static void
on_told (HxEventSource *self,
         const char    *event,
         const char    *data,
         HxEventLink   *link)
{
  if (g_strcmp0 (event, "reset") == 0)
    g_signal_emit (self, signals[SIGNAL_RESET], 0);
  else if (data != NULL && note_number (self, hx_event_link_get_number (link)))
    tell (self, data);
  /* Nothing up to there was for us, or all of it is known. */
  else if (data == NULL && hears_what_is_wanted (self))
    note_number (self, hx_event_link_get_number (link));
}

static gboolean
on_timer (gpointer data)
{
  HxEventSource *self = data;

  self->timer = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
connect_in (HxEventSource *self,
            guint          ms)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (ms, on_timer, self);
}

/* Doubling, and spread out so that the clients of a restarted server do not all come at once. */
static guint
waiting_ms (HxEventSource *self)
{
  guint wait = MIN (LONGEST_WAIT_MS, FIRST_WAIT_MS << MIN (self->attempts, 8));

  wait = (guint) g_random_int_range ((gint32) (wait * 3 / 4), (gint32) (wait * 5 / 4));
  return self->retry > 0 && self->attempts == 0 ? (guint) MIN (self->retry, LONGEST_WAIT_MS) : wait;
}

/* The old one goes only now: at no moment does the server think that nobody is here. */
static void
on_opened (HxEventSource *self,
           HxEventLink   *link)
{
  gboolean again = self->link == NULL;

  drop (self, &self->link);
  self->link = g_steal_pointer (&self->next);
  self->attempts = 0;
  if (again)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
on_lost (HxEventSource *self,
         const GError  *error,
         HxEventLink   *link)
{
  gboolean refused = g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED)
                     || g_error_matches (error, HX_ERROR, HX_ERROR_FORBIDDEN);
  gboolean heard = link == self->link;

  self->retry = hx_event_link_get_retry (link);
  drop (self, heard ? &self->link : &self->next);
  if (refused)
    hx_event_source_stop (self);
  else if (self->next == NULL)
    connect_in (self, waiting_ms (self));
  self->attempts++;
  /* When the next one cannot be had, the old one is still heard: nothing is lost yet. */
  if (self->link == NULL)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

static void
connect_now (HxEventSource *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  drop (self, &self->next);
  self->next = hx_event_link_new (self->client, self->watch, self->number);
  g_signal_connect_object (self->next, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->next, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->next, "lost", G_CALLBACK (on_lost), self, G_CONNECT_SWAPPED);
  hx_event_link_open (self->next);
}

/**
 * hx_event_source_watch:
 * @self: an event source
 * @watch: (nullable): topics parted by commas, none if it is empty; %NULL for everything
 *
 * Says what is shown from now on of what is nobody's own. What happens to it after this is told, exactly once, though the
 * stream that tells it opens a little later; what is left out is told for that long.
 */
void
hx_event_source_watch (HxEventSource *self,
                       const char    *watch)
{
  char *copy = g_strdup (watch);

  g_free (self->watch);
  self->watch = copy;
  if (!self->wanted || (self->link == NULL && self->next == NULL))
    return;
  /* Back before the other stream was there. */
  if (hears_what_is_wanted (self))
    drop (self, &self->next);
  /* A stream of the same, begun later, would tell once more what this one tells until then. */
  else if (!is_wanted (self, self->next))
    {
      connect_in (self, LEAFING_MS);
      return;
    }
  g_clear_handle_id (&self->timer, g_source_remove);
}

/**
 * hx_event_source_start:
 * @self: an event source
 * @after: number of the last event that is known already
 *
 * Begins to listen, or begins anew from @after.
 */
void
hx_event_source_start (HxEventSource *self,
                       gint64         after)
{
  hx_event_source_stop (self);
  forget_told (self);
  self->number = after;
  self->attempts = 0;
  self->wanted = TRUE;
  connect_now (self);
}

/**
 * hx_event_source_stop:
 * @self: an event source
 *
 * Ceases to listen.
 */
void
hx_event_source_stop (HxEventSource *self)
{
  self->wanted = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  drop (self, &self->next);
  drop (self, &self->link);
}

/**
 * hx_event_source_retry_now:
 * @self: an event source
 *
 * Comes back at once if it is waiting to: the server is known to be there again.
 */
void
hx_event_source_retry_now (HxEventSource *self)
{
  self->attempts = 0;
  if (self->timer != 0)
    connect_now (self);
}

/**
 * hx_event_source_get_number:
 * @self: an event source
 *
 * Returns: number of the event up to which everything was told that is wanted
 */
gint64
hx_event_source_get_number (HxEventSource *self)
{
  return self->number;
}

static void
hx_event_source_dispose (GObject *object)
{
  HxEventSource *self = HX_EVENT_SOURCE (object);

  hx_event_source_stop (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hx_event_source_parent_class)->dispose (object);
}

static void
hx_event_source_finalize (GObject *object)
{
  HxEventSource *self = HX_EVENT_SOURCE (object);

  g_hash_table_unref (self->told);
  g_free (self->watch);
  G_OBJECT_CLASS (hx_event_source_parent_class)->finalize (object);
}

static void
hx_event_source_class_init (HxEventSourceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_event_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_event_source_finalize;
  signals[SIGNAL_EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, HX_TYPE_RECORD);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOST]
      = g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_RESET] = g_signal_new ("reset", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hx_event_source_init (HxEventSource *self)
{
  self->told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * hx_event_source_new:
 * @client: how to reach the server
 *
 * Returns: (transfer full): an event source that does not listen yet, and wants everything
 */
HxEventSource *
hx_event_source_new (HxClient *client)
{
  HxEventSource *self = g_object_new (HX_TYPE_EVENT_SOURCE, NULL);

  self->client = g_object_ref (client);
  return self;
}
