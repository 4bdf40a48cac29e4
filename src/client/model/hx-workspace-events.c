/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"
#include "rules/hx-wrapup-rules.h"

/* Many things may happen at once; their counts are asked for once. */
#define COUNTS_MS 120
#define NOT_THERE G_MAXUINT

static void
on_pool (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (HxRecord) pool = hx_workspace_call_finish (self, result, NULL);

  if (pool != NULL)
    hx_workspace_set_pool_total (self, hx_record_get_int (pool, HX_POOL_TOTAL));
}

static void
on_board (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxWorkspace) self = data;
  g_autoptr (HxRecord) board = hx_workspace_call_finish (self, result, NULL);

  if (board != NULL)
    hx_workspace_set_board (self, board);
}

static gboolean
on_counts (gpointer data)
{
  HxWorkspace *self = data;

  self->counts_timer = 0;
  if (hx_workspace_may (self, HX_MAY_SEE_POOL))
    hx_workspace_call_async (self, HX_OPERATION_POOL_GET, NULL, NULL, NULL, NULL, self->starting, on_pool,
                             g_object_ref (self));
  if (hx_workspace_may (self, HX_MAY_SEE_BOARD))
    hx_workspace_call_async (self, HX_OPERATION_BOARD_GET, NULL, NULL, NULL, NULL, self->starting, on_board,
                             g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* How many there are is the server's to say: a client sees only what is within its person's scope. */
void
hx_workspace_refresh_counts (HxWorkspace *self)
{
  if (self->counts_timer == 0 && self->connection == HX_CONNECTION_ONLINE)
    self->counts_timer = g_timeout_add (COUNTS_MS, on_counts, self);
}

static void
on_session_gone (gpointer data,
                 GObject *gone)
{
  HxWorkspace *self = data;
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    if (session == gone)
      g_hash_table_iter_remove (&iter);
  hx_workspace_watch_anew (self);
}

/**
 * hx_workspace_open_wrapup:
 * @self: a workspace
 * @wrapup: an open wrap-up, waiting or late
 *
 * Returns: (transfer full): its session
 */
HxWrapupSession *
hx_workspace_open_wrapup (HxWorkspace *self,
                          HxRecord    *wrapup)
{
  HxWrapupSession *session = g_hash_table_lookup (self->sessions, hx_record_get_id (wrapup));

  if (session != NULL)
    {
      hx_wrapup_session_resume (session);
      return g_object_ref (session);
    }
  session = hx_wrapup_session_new (self, wrapup);
  g_hash_table_insert (self->sessions, g_strdup (hx_record_get_id (wrapup)), session);
  g_object_weak_ref (G_OBJECT (session), on_session_gone, self);
  hx_workspace_watch_anew (self);
  return session;
}

static guint
find_waiting (HxWorkspace *self,
              const char  *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->wrapups));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (G_LIST_MODEL (self->wrapups), i);

      if (g_strcmp0 (hx_record_get_id (hx_wrapup_session_get_record (session)), id) == 0)
        return i;
    }
  return NOT_THERE;
}

/* What never ends by itself comes after what does; then the older first. */
static int
compare_sessions (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  HxRecord *left = hx_wrapup_session_get_record ((HxWrapupSession *) a);
  HxRecord *right = hx_wrapup_session_get_record ((HxWrapupSession *) b);
  gint64 left_end = hx_record_has (left, HX_WRAPUP_EXPIRES_AT) ? hx_record_get_int (left, HX_WRAPUP_EXPIRES_AT) : G_MAXINT64;
  gint64 right_end
      = hx_record_has (right, HX_WRAPUP_EXPIRES_AT) ? hx_record_get_int (right, HX_WRAPUP_EXPIRES_AT) : G_MAXINT64;

  if (left_end != right_end)
    return left_end < right_end ? -1 : 1;
  return hx_record_get_int (left, HX_WRAPUP_OPENED_AT) < hx_record_get_int (right, HX_WRAPUP_OPENED_AT) ? -1 : 1;
}

void
hx_workspace_drop_wrapup (HxWorkspace *self,
                          const char  *id)
{
  guint position = find_waiting (self, id);

  if (position != NOT_THERE)
    g_list_store_remove (self->wrapups, position);
}

static void
note_late (HxWorkspace *self,
           const char  *id,
           gboolean     late)
{
  gboolean changed = late ? g_hash_table_add (self->late, g_strdup (id)) : g_hash_table_remove (self->late, id);

  if (changed)
    hx_workspace_late_changed (self);
}

/* A wrap-up as the server says it is now: puts it into the model it belongs to. */
void
hx_workspace_take_wrapup (HxWorkspace *self,
                          HxRecord    *wrapup)
{
  HxWrapupState state = (HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE);
  const char *id = hx_record_get_id (wrapup);
  gboolean mine = self->user != NULL
                  && g_strcmp0 (hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID), hx_record_get_id (self->user)) == 0;

  if (!mine)
    return;
  note_late (self, id, state == HX_WRAPUP_LATE || state == HX_WRAPUP_ABANDONED);
  if (state != HX_WRAPUP_WAITING)
    hx_workspace_drop_wrapup (self, id);
  else if (find_waiting (self, id) == NOT_THERE)
    {
      HxWrapupSession *known = g_hash_table_lookup (self->sessions, id);
      g_autoptr (HxWrapupSession) session = NULL;

      /* What was put off stays put off until it is opened again. */
      if (known != NULL && hx_wrapup_session_get_phase (known) == HX_WRAPUP_FOLDED)
        return;
      session = hx_workspace_open_wrapup (self, wrapup);
      g_list_store_insert_sorted (self->wrapups, session, compare_sessions, NULL);
    }
}

/* The server says which ones are open: whatever else was, has ended while nobody listened. */
void
hx_workspace_keep_wrapups (HxWorkspace *self,
                           GPtrArray   *open)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; open != NULL && i < open->len; i++)
    g_hash_table_add (ids, (gpointer) hx_record_get_id (open->pdata[i]));
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->wrapups)); i > 0; i--)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (G_LIST_MODEL (self->wrapups), i - 1);

      if (!g_hash_table_contains (ids, hx_record_get_id (hx_wrapup_session_get_record (session))))
        g_list_store_remove (self->wrapups, i - 1);
    }
  g_hash_table_remove_all (self->late);
  hx_workspace_late_changed (self);
  g_hash_table_remove_all (self->talking);
  hx_workspace_watch_anew (self);
}

void
hx_workspace_forget_wrapups (HxWorkspace *self)
{
  GHashTableIter iter;
  gpointer session;

  g_list_store_remove_all (self->wrapups);
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    {
      g_object_weak_unref (session, on_session_gone, self);
      g_hash_table_iter_remove (&iter);
    }
  g_hash_table_remove_all (self->talking);
  hx_workspace_watch_anew (self);
  if (g_hash_table_size (self->late) > 0)
    {
      g_hash_table_remove_all (self->late);
      hx_workspace_late_changed (self);
    }
  g_clear_handle_id (&self->counts_timer, g_source_remove);
}

static void
take_cell (HxWorkspace *self,
           HxRecord    *cell)
{
  hx_workspace_set_pool_total (self, hx_record_get_int (cell, HX_POOL_CELL_TOTAL));
}

/* Calls bear the name of their customer, who may be completed while they go on. */
static void
name_calls (HxWorkspace *self,
            HxRecord    *customer)
{
  static const guint texts[][2] = { { HX_CALL_CUSTOMER_CODE, HX_CUSTOMER_CODE },
                                    { HX_CALL_FAMILY_NAME, HX_CUSTOMER_FAMILY_NAME },
                                    { HX_CALL_GIVEN_NAME, HX_CUSTOMER_GIVEN_NAME } };
  g_autoptr (GPtrArray) calls = hx_cache_list (self->cache, &hx_call_schema);

  for (guint i = 0; i < calls->len; i++)
    {
      HxRecord *call = calls->pdata[i];

      if (g_strcmp0 (hx_record_get_text (call, HX_CALL_CUSTOMER_ID), hx_record_get_id (customer)) != 0)
        continue;
      for (guint n = 0; n < G_N_ELEMENTS (texts); n++)
        hx_record_set_text (call, texts[n][0], hx_record_get_text (customer, texts[n][1]));
      if (hx_record_has (customer, HX_CUSTOMER_SALUTATION))
        hx_record_set_enum (call, HX_CALL_SALUTATION, hx_record_get_enum (customer, HX_CUSTOMER_SALUTATION));
      else
        hx_record_clear (call, HX_CALL_SALUTATION);
    }
}

/* What the workspace itself keeps of what happens. */
static const struct
{
  const HxSchema *schema;
  void (*take) (HxWorkspace *self, HxRecord *record);
} kept[] = {
  { &hx_wrapup_schema, hx_workspace_take_wrapup },    { &hx_call_schema, hx_workspace_note_call },
  { &hx_customer_schema, name_calls },                { &hx_pool_cell_schema, take_cell },
  { &hx_policy_schema, hx_workspace_take_new_rules }, { &hx_template_schema, hx_workspace_take_new_rules },
};

static gboolean
keep (HxWorkspace *self,
      HxRecord    *record)
{
  for (guint i = 0; record != NULL && i < G_N_ELEMENTS (kept); i++)
    if (hx_record_get_schema (record) == kept[i].schema)
      {
        kept[i].take (self, record);
        return TRUE;
      }
  return FALSE;
}

void
hx_workspace_on_event (HxWorkspace *self,
                       const char  *thing,
                       const char  *action,
                       HxRecord    *record)
{
  static const char *const counted[] = { "feedback", "rectification", "pool", NULL };
  g_autoptr (HxRecord) merged = record != NULL ? hx_workspace_merge (self, g_object_ref (record)) : NULL;

  /* The newest wrap-up has the template that the team has now. */
  if (merged != NULL && hx_record_get_schema (merged) == &hx_wrapup_schema && g_str_equal (action, "created"))
    hx_workspace_prefer_template (self, hx_record_get_text (merged, HX_WRAPUP_TEMPLATE_ID));
  if (!keep (self, merged) && g_strv_contains (counted, thing))
    hx_workspace_refresh_counts (self);
  hx_workspace_emit_event (self, thing, action, merged);
}
