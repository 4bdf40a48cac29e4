/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

/* What this client wants to be told of what is nobody's own: what its windows show, and the customers of the person's calls
 * and wrap-ups (api.md: `watch`). Everything else that happens to it is fetched when it is shown. */

/* The server takes no more. */
#define MOST_TOPICS 20

static int
compare_topics (gconstpointer a,
                gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * hx_topics_join:
 * @topics: (element-type utf8): topics, the most important first; some may be there several times
 *
 * Who watches all customers watches each of them. The order is always the same, as other words are another stream.
 *
 * Returns: (transfer full): what to say to the server
 */
char *
hx_topics_join (GPtrArray *topics)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  gboolean all = g_ptr_array_find_with_equal_func (topics, HX_TOPIC_CUSTOMERS, g_str_equal, NULL);

  for (guint i = 0; i < topics->len && chosen->len < MOST_TOPICS; i++)
    if (!(all && g_str_has_prefix (topics->pdata[i], HX_TOPIC_CUSTOMERS_OF_ONE))
        && !g_ptr_array_find_with_equal_func (chosen, topics->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (chosen, topics->pdata[i]);
  g_ptr_array_sort (chosen, compare_topics);
  g_ptr_array_add (chosen, NULL);
  return g_strjoinv (",", (char **) chosen->pdata);
}

static char *
topic_of (HxShown     what,
          const char *id)
{
  switch (what)
    {
    case HX_SHOWN_BOARD: return g_strdup (HX_TOPIC_BOARD);
    case HX_SHOWN_CUSTOMERS: return g_strdup (HX_TOPIC_CUSTOMERS);
    case HX_SHOWN_CUSTOMER:
    default: return g_strconcat (HX_TOPIC_CUSTOMERS_OF_ONE, id, NULL);
    }
}

static void
add_customer (GPtrArray  *topics,
              const char *customer_id)
{
  if (customer_id != NULL)
    g_ptr_array_add (topics, topic_of (HX_SHOWN_CUSTOMER, customer_id));
}

/* To be called whenever any of it changes; what comes out may be the same. */
void
hx_workspace_watch_anew (HxWorkspace *self)
{
  g_autoptr (GPtrArray) topics = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *watch = NULL;
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < self->shown->len; i++)
    g_ptr_array_add (topics, g_strdup (self->shown->pdata[i]));
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add_customer (topics, hx_record_get_text (hx_wrapup_session_get_record (value), HX_WRAPUP_CUSTOMER_ID));
  g_hash_table_iter_init (&iter, self->talking);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add_customer (topics, value);
  watch = hx_topics_join (topics);
  hx_event_source_watch (self->source, watch);
}

/**
 * hx_workspace_show:
 * @self: a workspace
 * @what: what a room begins to show
 * @id: (nullable): of which one
 *
 * From now on events about it arrive. What happened before is for the room to load, after this.
 */
void
hx_workspace_show (HxWorkspace *self,
                   HxShown      what,
                   const char  *id)
{
  g_ptr_array_add (self->shown, topic_of (what, id));
  hx_workspace_watch_anew (self);
  if (what == HX_SHOWN_BOARD)
    hx_workspace_refresh_counts (self);
}

/**
 * hx_workspace_hide:
 * @self: a workspace
 * @what: what a room shows no longer
 * @id: (nullable): of which one
 *
 * Takes [method@Workspace.show] back. Events about it may still arrive.
 */
void
hx_workspace_hide (HxWorkspace *self,
                   HxShown      what,
                   const char  *id)
{
  g_autofree char *topic = topic_of (what, id);
  guint position;

  g_return_if_fail (g_ptr_array_find_with_equal_func (self->shown, topic, g_str_equal, &position));
  g_ptr_array_remove_index (self->shown, position);
  hx_workspace_watch_anew (self);
}

/* Whom the person is talking with. */
void
hx_workspace_note_call (HxWorkspace *self,
                        HxRecord    *call)
{
  const char *agent_id = hx_record_get_text (call, HX_CALL_AGENT_ID);
  const char *customer_id = hx_record_get_text (call, HX_CALL_CUSTOMER_ID);
  gboolean mine = self->user != NULL && g_strcmp0 (agent_id, hx_record_get_id (self->user)) == 0;

  if (mine && customer_id != NULL && hx_record_has (call, HX_CALL_ANSWERED_AT)
      && hx_record_get_enum (call, HX_CALL_STATE) != HX_CALL_ENDED)
    g_hash_table_insert (self->talking, g_strdup (hx_record_get_id (call)), g_strdup (customer_id));
  else if (!g_hash_table_remove (self->talking, hx_record_get_id (call)))
    return;
  hx_workspace_watch_anew (self);
}
