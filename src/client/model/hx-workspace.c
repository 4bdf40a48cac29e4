/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-list-private.h"
#include "hx-time.h"
#include "hx-workspace-private.h"

G_DEFINE_FINAL_TYPE (HxWorkspace, hx_workspace, G_TYPE_OBJECT)

enum
{
  PROP_CONNECTION = 1,
  PROP_OFFLINE_SINCE,
  PROP_ERROR_MESSAGE,
  PROP_USER,
  PROP_PERMISSIONS,
  PROP_POOL_TOTAL,
  PROP_BOARD,
  PROP_LATE_COUNT,
  PROP_WRAPUPS,
  PROP_LOCALE,
  N_PROPERTIES
};

enum
{
  SIGNAL_EVENT,
  SIGNAL_RESET,
  SIGNAL_TICK,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/* What becomes overdue does so by the clock, of which no event tells. */
#define COUNTS_SECONDS 60

static gboolean
on_tick (gpointer data)
{
  HxWorkspace *self = data;

  if (++self->ticks % COUNTS_SECONDS == 0)
    hx_workspace_refresh_counts (self);
  g_signal_emit (self, signals[SIGNAL_TICK], 0);
  return G_SOURCE_CONTINUE;
}

static void
hx_workspace_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  HxWorkspace *self = HX_WORKSPACE (object);

  switch (id)
    {
    case PROP_CONNECTION: g_value_set_int (value, (int) self->connection); break;
    case PROP_OFFLINE_SINCE: g_value_set_int64 (value, self->offline_since); break;
    case PROP_ERROR_MESSAGE: g_value_set_string (value, self->error_message); break;
    case PROP_USER: g_value_set_object (value, self->user); break;
    case PROP_PERMISSIONS: g_value_set_uint64 (value, self->permissions); break;
    case PROP_POOL_TOTAL: g_value_set_int64 (value, self->pool_total); break;
    case PROP_BOARD: g_value_set_object (value, self->board); break;
    case PROP_LATE_COUNT: g_value_set_uint (value, g_hash_table_size (self->late)); break;
    case PROP_WRAPUPS: g_value_set_object (value, self->wrapups); break;
    case PROP_LOCALE: g_value_set_string (value, self->locale); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_workspace_dispose (GObject *object)
{
  HxWorkspace *self = HX_WORKSPACE (object);

  hx_workspace_stop (self);
  g_clear_object (&self->source);
  g_clear_object (&self->server);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hx_workspace_parent_class)->dispose (object);
}

static void
hx_workspace_finalize (GObject *object)
{
  HxWorkspace *self = HX_WORKSPACE (object);

  g_clear_object (&self->user);
  g_clear_object (&self->board);
  g_clear_object (&self->wrapups);
  hx_policy_view_unref (self->policy);
  g_ptr_array_unref (self->templates);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->late);
  g_hash_table_unref (self->talking);
  g_ptr_array_unref (self->shown);
  hx_cache_free (self->cache);
  g_free (self->person);
  g_free (self->locale);
  g_free (self->error_message);
  G_OBJECT_CLASS (hx_workspace_parent_class)->finalize (object);
}

static void
hx_workspace_class_init (HxWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_workspace_get_property;
  object_class->dispose = hx_workspace_dispose;
  object_class->finalize = hx_workspace_finalize;
  properties[PROP_CONNECTION] = g_param_spec_int ("connection", NULL, NULL, HX_CONNECTION_STARTING,
                                                  HX_CONNECTION_SIGNED_OUT, HX_CONNECTION_STARTING, flags);
  properties[PROP_OFFLINE_SINCE] = g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  properties[PROP_USER] = g_param_spec_object ("user", NULL, NULL, HX_TYPE_RECORD, flags);
  properties[PROP_PERMISSIONS] = g_param_spec_uint64 ("permissions", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_POOL_TOTAL] = g_param_spec_int64 ("pool-total", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_BOARD] = g_param_spec_object ("board", NULL, NULL, HX_TYPE_RECORD, flags);
  properties[PROP_LATE_COUNT] = g_param_spec_uint ("late-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_WRAPUPS] = g_param_spec_object ("wrapups", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_LOCALE] = g_param_spec_string ("locale", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, HX_TYPE_RECORD);
  signals[SIGNAL_RESET] = g_signal_new ("reset", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TICK] = g_signal_new ("tick", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hx_workspace_init (HxWorkspace *self)
{
  self->client = hx_client_new ();
  self->source = hx_event_source_new (self->client);
  self->sign_in = hx_sign_in_new (self->client);
  g_signal_connect_object (self->sign_in, "notify::state", G_CALLBACK (hx_workspace_on_sign_in), self, G_CONNECT_SWAPPED);
  self->cache = hx_cache_new ();
  self->policy = hx_policy_view_new (NULL);
  self->templates = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_template_view_unref);
  self->wrapups = g_list_store_new (HX_TYPE_WRAPUP_SESSION);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->late = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->talking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->shown = g_ptr_array_new_with_free_func (g_free);
  hx_workspace_watch_anew (self);
}

/**
 * hx_workspace_new:
 * @locale: the reader's locale, such as `zh_CN`
 *
 * Returns: (transfer full): a workspace that has yet to be told its server
 */
HxWorkspace *
hx_workspace_new (const char *locale)
{
  HxWorkspace *self = g_object_new (HX_TYPE_WORKSPACE, NULL);

  self->locale = g_strdup (locale);
  return self;
}

void
hx_workspace_emit_event (HxWorkspace *self,
                         const char  *thing,
                         const char  *action,
                         HxRecord    *record)
{
  g_signal_emit (self, signals[SIGNAL_EVENT], g_quark_from_string (thing), thing, action, record);
}

void
hx_workspace_emit_reset (HxWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

void
hx_workspace_set_connection (HxWorkspace *self,
                             HxConnection connection,
                             const char  *message)
{
  gint64 since = connection == HX_CONNECTION_OFFLINE && self->offline_since == 0 ? hx_time_now ()
                 : connection == HX_CONNECTION_OFFLINE                           ? self->offline_since
                                                                                 : 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (since != self->offline_since)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE_SINCE]);
  self->offline_since = since;
  if (g_strcmp0 (message, self->error_message) != 0)
    {
      g_free (self->error_message);
      self->error_message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_MESSAGE]);
    }
  if (connection != self->connection)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
  self->connection = connection;
  g_object_thaw_notify (G_OBJECT (self));
}

void
hx_workspace_set_pool_total (HxWorkspace *self,
                             gint64       total)
{
  if (self->pool_total == total)
    return;
  self->pool_total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POOL_TOTAL]);
}

void
hx_workspace_set_board (HxWorkspace *self,
                        HxRecord    *board)
{
  if (self->board != NULL && board != NULL && hx_record_equal (self->board, board))
    return;
  if (g_set_object (&self->board, board))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOARD]);
}

void
hx_workspace_late_changed (HxWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LATE_COUNT]);
}

/* What was known of whoever worked here, and whom they were. */
void
hx_workspace_forget_person (HxWorkspace *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_pointer (&self->person, g_free);
  hx_cache_forget (self->cache);
  g_ptr_array_set_size (self->templates, 0);
  hx_workspace_set_pool_total (self, 0);
  hx_workspace_set_board (self, NULL);
  if (self->permissions != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERMISSIONS]);
  self->permissions = 0;
  if (self->user != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
  g_clear_object (&self->user);
  g_object_thaw_notify (G_OBJECT (self));
}

void
hx_workspace_take_bootstrap (HxWorkspace *self,
                             HxRecord    *bootstrap)
{
  GPtrArray *wrapups = hx_record_get_list (bootstrap, HX_BOOTSTRAP_WRAPUPS);
  HxRecord *user = hx_record_get_record (bootstrap, HX_BOOTSTRAP_USER);

  g_object_freeze_notify (G_OBJECT (self));
  self->clock_offset = hx_record_get_int (bootstrap, HX_BOOTSTRAP_SERVER_TIME) - hx_time_now ();
  self->permissions = hx_permissions_parse (hx_record_get_text (bootstrap, HX_BOOTSTRAP_PERMISSIONS));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERMISSIONS]);
  hx_workspace_take_rules (self, bootstrap);
  if (g_set_object (&self->user, user))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
  hx_workspace_set_pool_total (self, hx_record_get_int (bootstrap, HX_BOOTSTRAP_POOL_TOTAL));
  hx_workspace_set_board (self, hx_record_get_record (bootstrap, HX_BOOTSTRAP_BOARD));
  g_object_thaw_notify (G_OBJECT (self));
  if (self->tick_timer == 0)
    self->tick_timer = g_timeout_add_seconds (1, on_tick, self);
  hx_workspace_keep_wrapups (self, wrapups);
  for (guint i = 0; wrapups != NULL && i < wrapups->len; i++)
    {
      g_autoptr (HxRecord) wrapup = hx_workspace_merge (self, g_object_ref (wrapups->pdata[i]));

      hx_workspace_take_wrapup (self, wrapup);
    }
}

/**
 * hx_workspace_get_connection:
 * @self: a workspace
 *
 * Returns: the state of its connection
 */
HxConnection
hx_workspace_get_connection (HxWorkspace *self)
{
  return self->connection;
}

/**
 * hx_workspace_get_user:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
HxRecord *
hx_workspace_get_user (HxWorkspace *self)
{
  return self->user;
}

/**
 * hx_workspace_may:
 * @self: a workspace
 * @permission: what is to be done
 *
 * Returns: whether the person may; the server decides anyway
 */
gboolean
hx_workspace_may (HxWorkspace *self,
                  HxPermission permission)
{
  return (self->permissions & permission) == permission;
}

/**
 * hx_workspace_get_locale:
 * @self: a workspace
 *
 * Returns: the reader's locale
 */
const char *
hx_workspace_get_locale (HxWorkspace *self)
{
  return self->locale;
}

/**
 * hx_workspace_now:
 * @self: a workspace
 *
 * Returns: the time by the server's clock, µs UTC
 */
gint64
hx_workspace_now (HxWorkspace *self)
{
  return hx_time_now () + self->clock_offset;
}

/**
 * hx_workspace_get_wrapups:
 * @self: a workspace
 *
 * Returns: (transfer none): the waiting wrap-ups, nearest to its end first
 */
GListModel *
hx_workspace_get_wrapups (HxWorkspace *self)
{
  return G_LIST_MODEL (self->wrapups);
}

/**
 * hx_workspace_get_client:
 * @self: a workspace
 *
 * Returns: (transfer none): the way to the server, for the model's own
 */
HxClient *
hx_workspace_get_client (HxWorkspace *self)
{
  return self->client;
}

/**
 * hx_workspace_list:
 * @self: a workspace
 * @operation: a list operation
 * @id: (nullable): what stands for {id}
 * @query: (nullable): a record of its query schema
 *
 * Returns: (transfer full): the list, whose first page is under way
 */
HxList *
hx_workspace_list (HxWorkspace  *self,
                   HxOperationId operation,
                   const char   *id,
                   HxRecord     *query)
{
  return hx_list_new (self, operation, id, query);
}

/**
 * hx_workspace_merge:
 * @self: a workspace
 * @record: (transfer full): as the server sent it
 *
 * Returns: (transfer full): the one object of that record
 */
HxRecord *
hx_workspace_merge (HxWorkspace *self,
                    HxRecord    *record)
{
  return hx_cache_merge (self->cache, record);
}
