/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-list-private.h"

#include "hx-workspace-private.h"

#define PAGE 100
#define MAX_PAGE 200

struct _HxList
{
  GObject parent_instance;

  HxWorkspace *workspace;
  HxOperationId operation;
  char *id;
  HxRecord *query; /* (nullable): without cursor and limit */
  GPtrArray *items;
  GHashTable *ids; /* of records that have one: no record stands twice */
  char *next;      /* (nullable): cursor of the next page */
  HxListPhase phase;
  gboolean complete;
  gboolean replacing; /* the page under way is the first one anew */
  GCancellable *cancellable;
  char *error_message;
  char *request_id;
};

enum
{
  PROP_PHASE = 1,
  PROP_COMPLETE,
  PROP_ERROR_MESSAGE,
  PROP_REQUEST_ID,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static GType
get_item_type (GListModel *model)
{
  return HX_TYPE_RECORD;
}

static guint
get_n_items (GListModel *model)
{
  return HX_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  HxList *self = HX_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HxList, hx_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* What tells one record of a list from another: its id, or the first field, as of a match. */
static const char *
name_of (HxRecord *record)
{
  return hx_record_get_schema (record)->fields[0].kind == HX_KIND_ID ? hx_record_get_id (record) : NULL;
}

static gboolean
note_name (HxList   *self,
           HxRecord *record)
{
  const char *name = name_of (record);

  return name == NULL || g_hash_table_add (self->ids, g_strdup (name));
}

static void
set_phase (HxList      *self,
           HxListPhase  phase,
           const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_free (self->error_message);
  g_free (self->request_id);
  self->error_message = error != NULL ? hx_error_to_sentence (error) : NULL;
  self->request_id = g_strdup (hx_error_get_request_id (error));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_MESSAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUEST_ID]);
  if (self->phase != phase)
    {
      self->phase = phase;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_complete (HxList  *self,
              gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

static void
append_page (HxList    *self,
             GPtrArray *records)
{
  guint before = self->items->len;

  for (guint i = 0; i < records->len; i++)
    if (note_name (self, records->pdata[i]))
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
    if (note_name (self, records->pdata[i]))
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

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (HxList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) records = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (reply == NULL)
    {
      set_phase (self, HX_LIST_FAILED, error);
      return;
    }
  records = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < reply->items->len; i++)
    g_ptr_array_add (records, hx_workspace_merge (self->workspace, g_object_ref (reply->items->pdata[i])));
  g_free (self->next);
  self->next = g_steal_pointer (&reply->next);
  if (self->replacing)
    replace_all (self, records);
  else
    append_page (self, records);
  self->replacing = FALSE;
  set_complete (self, self->next == NULL);
  /* A search may look at many rows in vain; what was not found yet is no empty list. */
  if (records->len == 0 && self->next != NULL)
    {
      ask (self, self->next);
      return;
    }
  set_phase (self, HX_LIST_READY, NULL);
}

static HxRecord *
page_query (HxList     *self,
            const char *cursor)
{
  const HxOperation *operation = &hx_operations[self->operation];
  const HxSchema *schema = operation->query != NULL ? operation->query : operation->input;
  HxRecord *query = self->query != NULL ? hx_record_copy (self->query) : hx_record_new (schema);
  gint64 limit = hx_record_has (query, HX_PAGE_LIMIT) ? hx_record_get_int (query, HX_PAGE_LIMIT) : PAGE;

  if (cursor == NULL && self->items->len > limit)
    limit = MIN (self->items->len, MAX_PAGE);
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
  self->replacing = cursor == NULL;
  set_phase (self, HX_LIST_LOADING, NULL);
  hx_client_call_async (hx_workspace_get_client (self->workspace), &call, self->cancellable, on_page,
                        g_object_ref (self));
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
  if (self->phase == HX_LIST_LOADING || self->complete)
    return;
  if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_STARTING)
    return;
  ask (self, self->next);
}

/**
 * hx_list_reload:
 * @self: a list
 *
 * Loads anew; what is there stays until the answer comes.
 */
void
hx_list_reload (HxList *self)
{
  if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_STARTING)
    return;
  ask (self, NULL);
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
  set_complete (self, FALSE);
  hx_list_reload (self);
}

/**
 * hx_list_get_phase:
 * @self: a list
 *
 * Returns: what it is doing
 */
HxListPhase
hx_list_get_phase (HxList *self)
{
  return self->phase;
}

/**
 * hx_list_is_complete:
 * @self: a list
 *
 * Returns: whether there is no page after the last one
 */
gboolean
hx_list_is_complete (HxList *self)
{
  return self->complete;
}

/**
 * hx_list_get_error_message:
 * @self: a list
 *
 * Returns: (nullable): why it failed, in words for people
 */
const char *
hx_list_get_error_message (HxList *self)
{
  return self->error_message;
}

/**
 * hx_list_get_request_id:
 * @self: a list
 *
 * Returns: (nullable): number of the request that failed
 */
const char *
hx_list_get_request_id (HxList *self)
{
  return self->request_id;
}

/**
 * hx_list_insert:
 * @self: a list
 * @record: the cache's object of a record
 * @position: where to; the end if it is behind it
 *
 * Returns: %FALSE if it is there already
 */
gboolean
hx_list_insert (HxList   *self,
                HxRecord *record,
                guint     position)
{
  if (!note_name (self, record))
    return FALSE;
  position = MIN (position, self->items->len);
  g_ptr_array_insert (self->items, (int) position, g_object_ref (record));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  return TRUE;
}

/**
 * hx_list_remove:
 * @self: a list
 * @id: a record's id
 *
 * Returns: whether it was there
 */
gboolean
hx_list_remove (HxList     *self,
                const char *id)
{
  if (!g_hash_table_remove (self->ids, id))
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (name_of (self->items->pdata[i]), id) == 0)
      {
        g_ptr_array_remove_index (self->items, i);
        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
        return TRUE;
      }
  return FALSE;
}

/* What waited for a connection, or failed for want of one, is asked for now. */
static void
on_connection (HxList *self)
{
  if (hx_workspace_get_connection (self->workspace) != HX_CONNECTION_ONLINE)
    return;
  if (self->phase == HX_LIST_IDLE || self->phase == HX_LIST_FAILED)
    ask (self, self->items->len > 0 ? self->next : NULL);
}

static void
hx_list_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  HxList *self = HX_LIST (object);

  switch (id)
    {
    case PROP_PHASE: g_value_set_int (value, (int) self->phase); break;
    case PROP_COMPLETE: g_value_set_boolean (value, self->complete); break;
    case PROP_ERROR_MESSAGE: g_value_set_string (value, self->error_message); break;
    case PROP_REQUEST_ID: g_value_set_string (value, self->request_id); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_list_dispose (GObject *object)
{
  HxList *self = HX_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hx_list_parent_class)->dispose (object);
}

static void
hx_list_finalize (GObject *object)
{
  HxList *self = HX_LIST (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->query);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->ids);
  g_free (self->id);
  g_free (self->next);
  g_free (self->error_message);
  g_free (self->request_id);
  G_OBJECT_CLASS (hx_list_parent_class)->finalize (object);
}

static void
hx_list_class_init (HxListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_list_get_property;
  object_class->dispose = hx_list_dispose;
  object_class->finalize = hx_list_finalize;
  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, HX_LIST_IDLE, HX_LIST_FAILED, HX_LIST_IDLE, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  properties[PROP_REQUEST_ID] = g_param_spec_string ("request-id", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
hx_list_init (HxList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hx_list_new:
 * @workspace: whose list it is
 * @operation: a list operation
 * @id: (nullable): what stands for {id}
 * @query: (nullable): what to ask for
 *
 * Returns: (transfer full): a list whose first page is under way, or comes with the connection
 */
HxList *
hx_list_new (HxWorkspace  *workspace,
             HxOperationId operation,
             const char   *id,
             HxRecord     *query)
{
  HxList *self = g_object_new (HX_TYPE_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  self->operation = operation;
  self->id = g_strdup (id);
  self->query = query != NULL ? hx_record_copy (query) : NULL;
  g_signal_connect_object (workspace, "notify::connection", G_CALLBACK (on_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (hx_list_reload), self, G_CONNECT_SWAPPED);
  hx_list_load_more (self);
  return self;
}
