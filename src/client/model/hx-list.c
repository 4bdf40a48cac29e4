/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-list-private.h"

#include "api/hx-client.h"

enum
{
  PROP_PHASE = 1,
  PROP_COMPLETE,
  PROP_ERROR_MESSAGE,
  PROP_REQUEST_ID,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static guint beside_signal;

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

gboolean
hx_list_note_name (HxList   *self,
                   HxRecord *record)
{
  const char *name = name_of (record);

  return name == NULL || g_hash_table_add (self->ids, g_strdup (name));
}

void
hx_list_set_phase (HxList       *self,
                   HxListPhase   phase,
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

void
hx_list_tell_beside (HxList   *self,
                     HxRecord *record)
{
  g_signal_emit (self, beside_signal, 0, record);
}

void
hx_list_set_complete (HxList  *self,
                      gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
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
 * Returns: %FALSE if it is there already, or if all is being loaded anew: then it comes with that
 */
gboolean
hx_list_insert (HxList   *self,
                HxRecord *record,
                guint     position)
{
  if (self->anew || !hx_list_note_name (self, record))
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
 * Returns: whether it was there; %FALSE also if all is being loaded anew: then it goes with that
 */
gboolean
hx_list_remove (HxList     *self,
                const char *id)
{
  if (self->anew || !g_hash_table_remove (self->ids, id))
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

  g_clear_handle_id (&self->again_timer, g_source_remove);
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
  g_ptr_array_unref (self->fresh);
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
  beside_signal = g_signal_new ("beside", HX_TYPE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, HX_TYPE_RECORD);
}

static void
hx_list_init (HxList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->fresh = g_ptr_array_new_with_free_func (g_object_unref);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->anew = TRUE;
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
  g_autofree char *happens = g_strconcat ("event::", hx_operations[operation].output->name, NULL);

  self->workspace = g_object_ref (workspace);
  self->operation = operation;
  self->id = g_strdup (id);
  self->query = query != NULL ? hx_record_copy (query) : NULL;
  g_signal_connect_object (workspace, "notify::connection", G_CALLBACK (hx_list_on_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, happens, G_CALLBACK (hx_list_on_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (hx_list_reload), self, G_CONNECT_SWAPPED);
  hx_list_load_more (self);
  return self;
}
