/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-list-private.h"

#include "hx-workspace-private.h"

#define PAGE 100
#define MAX_PAGE 200
#define AGAIN_MS 1000

/* What is loaded anew stays as it is until all of it is here: a list that somebody has scrolled through is as long after it.
 * What happens meanwhile may or may not be in the answers, so then it is loaded once more. */

static void
append_page (HxList    *self,
             GPtrArray *records)
{
  guint before = self->items->len;

  for (guint i = 0; i < records->len; i++)
    if (hx_list_note_name (self, records->pdata[i]))
      g_ptr_array_add (self->items, g_object_ref (records->pdata[i]));
  if (self->items->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->items->len - before);
}

/* Only the rows between the common beginning and the common end change: nothing else moves. */
static void
replace_all (HxList    *self,
             GPtrArray *records)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  guint head = 0, tail = 0;

  g_hash_table_remove_all (self->ids);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < records->len; i++)
    if (hx_list_note_name (self, records->pdata[i]))
      g_ptr_array_add (self->items, g_object_ref (records->pdata[i]));
  while (head < MIN (old->len, self->items->len) && old->pdata[head] == self->items->pdata[head])
    head++;
  while (tail < MIN (old->len, self->items->len) - head
         && old->pdata[old->len - 1 - tail] == self->items->pdata[self->items->len - 1 - tail])
    tail++;
  if (old->len - head - tail > 0 || self->items->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, self->items->len - head - tail);
}

static void ask (HxList     *self,
                 const char *cursor);

/* Returns whether another page is needed: a search may look at many rows in vain, and what was not found yet is no empty list. */
static gboolean
take_page (HxList  *self,
           HxReply *reply)
{
  guint wanted = self->anew ? MAX (self->enough, 1) : 1;

  for (guint i = 0; i < reply->items->len; i++)
    g_ptr_array_add (self->fresh, hx_workspace_merge (self->workspace, g_object_ref (reply->items->pdata[i])));
  if (self->fresh->len < wanted && reply->next != NULL)
    return TRUE;
  if (self->anew)
    replace_all (self, self->fresh);
  else
    append_page (self, self->fresh);
  g_ptr_array_set_size (self->fresh, 0);
  self->anew = FALSE;
  g_free (self->next);
  self->next = g_strdup (reply->next);
  hx_list_set_complete (self, self->next == NULL);
  return FALSE;
}

static gboolean
on_again (gpointer data)
{
  HxList *self = data;

  /* The page that somebody has scrolled to comes first. */
  if (self->phase == HX_LIST_LOADING)
    return G_SOURCE_CONTINUE;
  self->again_timer = 0;
  hx_list_reload (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: where something happens during every load, it would load for ever, and neither grow nor take a row in between. */
static void
reload_soon (HxList *self)
{
  self->missed = FALSE;
  self->again_timer = g_timeout_add (AGAIN_MS, on_again, self);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (HxList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (reply == NULL)
    hx_list_set_phase (self, HX_LIST_FAILED, error);
  else if (take_page (self, reply))
    ask (self, reply->next);
  else
    {
      if (reply->item != NULL)
        hx_list_tell_beside (self, reply->item);
      hx_list_set_phase (self, HX_LIST_READY, NULL);
      if (self->missed)
        reload_soon (self);
    }
}

static HxRecord *
page_query (HxList     *self,
            const char *cursor)
{
  const HxOperation *operation = &hx_operations[self->operation];
  const HxSchema *schema = operation->query != NULL ? operation->query : operation->input;
  HxRecord *query = self->query != NULL ? hx_record_copy (self->query) : hx_record_new (schema);
  gint64 limit = hx_record_has (query, HX_PAGE_LIMIT) ? hx_record_get_int (query, HX_PAGE_LIMIT) : PAGE;

  if (cursor == NULL && self->enough > limit)
    limit = MIN (self->enough, MAX_PAGE);
  /* The first page is small, to be there at once; then few and large ones, as rows that are added cost a frame. */
  if (cursor != NULL)
    limit = MIN (limit * 4, MAX_PAGE);
  hx_record_set_text (query, HX_PAGE_CURSOR, cursor);
  hx_record_set_int (query, HX_PAGE_LIMIT, limit);
  return query;
}

static void
ask (HxList     *self,
     const char *cursor)
{
  g_autoptr (HxRecord) query = page_query (self, cursor);
  HxCall call = { .operation = self->operation, .id = self->id };

  /* A search sends in its body what a list has in its address. */
  if (hx_operations[self->operation].query != NULL)
    call.query = query;
  else
    call.input = query;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  hx_list_set_phase (self, HX_LIST_LOADING, NULL);
  hx_client_call_async (hx_workspace_get_client (self->workspace), &call, self->cancellable, on_page,
                        g_object_ref (self));
}

static void
ask_anew (HxList *self,
          guint   enough)
{
  g_ptr_array_set_size (self->fresh, 0);
  self->anew = TRUE;
  self->enough = enough;
  self->missed = FALSE;
  g_clear_handle_id (&self->again_timer, g_source_remove);
  if (hx_workspace_get_connection (self->workspace) != HX_CONNECTION_STARTING)
    ask (self, NULL);
}

/**
 * hx_list_load_more:
 * @self: a list
 *
 * Loads the next page, or the first; nothing happens while one is under way,
 * when all is there, or while there is no connection (it loads when there is one).
 */
void
hx_list_load_more (HxList *self)
{
  if (self->phase == HX_LIST_LOADING || (self->complete && !self->anew))
    return;
  if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_STARTING)
    return;
  if (self->anew)
    ask_anew (self, self->enough);
  else
    ask (self, self->next);
}

/**
 * hx_list_reload:
 * @self: a list
 *
 * Loads anew as much as there is; that stays until all of it has come.
 */
void
hx_list_reload (HxList *self)
{
  ask_anew (self, self->anew ? self->enough : self->items->len);
}

/**
 * hx_list_set_query:
 * @self: a list
 * @query: (nullable): what to ask for from now on
 *
 * Loads anew for another question; what is there stays until the answer comes.
 */
void
hx_list_set_query (HxList   *self,
                   HxRecord *query)
{
  g_autoptr (HxRecord) copy = query != NULL ? hx_record_copy (query) : NULL;

  g_set_object (&self->query, copy);
  g_clear_pointer (&self->next, g_free);
  hx_list_set_complete (self, FALSE);
  ask_anew (self, 0);
}

/* What is on its way may be older than what just happened. */
void
hx_list_on_event (HxList *self)
{
  self->missed = self->anew;
}

/* What waited for a connection, or failed for want of one, is asked for now. */
void
hx_list_on_connection (HxList *self)
{
  if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE
      && (self->anew || self->phase == HX_LIST_FAILED))
    hx_list_load_more (self);
}
