/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-bookmark.h"

/* A call that began before this is no longer going on, whatever its telephone system forgot to say. */
#define LONGEST_CALL (12 * G_TIME_SPAN_HOUR)
/* One is in one call; others of these are those that somebody else has taken over, and what has just ended. */
#define LATEST_CALLS 10

typedef struct
{
  HxList *list;
  gint64 at; /* of the server's clock: when the key was pressed, however long the rest takes */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_clear_object (&asked->list);
  g_free (asked);
}

static void
on_marked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  HxRecord *clip = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, clip, g_object_unref);
}

static HxRecord *
find_going_on (GListModel *calls)
{
  guint n = g_list_model_get_n_items (calls);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxRecord) call = g_list_model_get_item (calls, i);

      if (hx_record_has (call, HX_CALL_ANSWERED_AT) && hx_record_get_enum (call, HX_CALL_STATE) != HX_CALL_ENDED)
        return g_steal_pointer (&call);
    }
  return NULL;
}

static void
mark (GTask *task)
{
  HxWorkspace *workspace = g_task_get_source_object (task);
  Asked *asked = g_task_get_task_data (task);
  g_autoptr (HxRecord) call = find_going_on (G_LIST_MODEL (asked->list)), bookmark = NULL;

  if (call == NULL)
    {
      g_task_return_new_error (task, HX_ERROR, HX_ERROR_CONFLICT, "No call is going on");
      g_object_unref (task);
      return;
    }
  bookmark = hx_record_new (&hx_bookmark_schema);
  hx_record_set_int (bookmark, HX_BOOKMARK_AT, asked->at);
  hx_workspace_call_async (workspace, HX_OPERATION_CALLS_BOOKMARK, hx_record_get_id (call), NULL, bookmark, NULL,
                           g_task_get_cancellable (task), on_marked, task);
}

static void
on_phase (HxList     *list,
          GParamSpec *pspec,
          GTask      *task)
{
  HxListPhase phase = hx_list_get_phase (list);

  if (phase == HX_LIST_LOADING)
    return;
  g_signal_handlers_disconnect_by_func (list, on_phase, task);
  if (phase == HX_LIST_READY)
    {
      mark (task);
      return;
    }
  g_task_return_new_error (task, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s", hx_list_get_error_message (list));
  g_object_unref (task);
}

/**
 * hx_bookmark_async:
 * @workspace: of the person who is in a call
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is marked
 * @data: passed to it
 *
 * Marks this moment of the call that the person is in: the seconds around it can be taken as the clip of a feedback
 * afterwards (domain: recording). Which call that is, is asked of the server, so that it is right after any restart.
 */
void
hx_bookmark_async (HxWorkspace         *workspace,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, data);
  Asked *asked = g_new0 (Asked, 1);
  HxRecord *user = hx_workspace_get_user (workspace);
  g_autoptr (HxRecord) query = hx_record_new (&hx_calls_query_schema);

  g_task_set_source_tag (task, hx_bookmark_async);
  asked->at = hx_workspace_now (workspace);
  hx_record_set_int (query, HX_PAGE_LIMIT, LATEST_CALLS);
  hx_record_set_int (query, HX_CALLS_QUERY_SINCE, asked->at - LONGEST_CALL);
  hx_record_set_text (query, HX_CALLS_QUERY_AGENT_ID, user != NULL ? hx_record_get_id (user) : NULL);
  asked->list = hx_workspace_list (workspace, HX_OPERATION_CALLS_LIST, NULL, query);
  g_task_set_task_data (task, asked, asked_free);
  g_signal_connect (asked->list, "notify::phase", G_CALLBACK (on_phase), task);
  hx_list_load_more (asked->list);
}

/**
 * hx_bookmark_finish:
 * @workspace: a workspace
 * @result: what the callback was given
 * @error: %HX_ERROR_CONFLICT when the person is in no call, or no longer; of %HX_ERROR otherwise
 *
 * Returns: (transfer full): the clip around the moment
 */
HxRecord *
hx_bookmark_finish (HxWorkspace  *workspace,
                    GAsyncResult *result,
                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
