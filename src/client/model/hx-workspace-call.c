/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

static void
on_called (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  HxWorkspace *self = g_task_get_source_object (task);

  if (reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (reply->item == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, hx_workspace_merge (self, g_steal_pointer (&reply->item)), g_object_unref);
}

/**
 * hx_workspace_call_async:
 * @self: a workspace
 * @operation: an operation that answers with one record or none
 * @id: (nullable): what stands for {id}
 * @query: (nullable): a record of its query schema
 * @input: (nullable): a record of its input schema
 * @if_match: (nullable): the revision that is to be changed
 * @cancellable: (nullable): to stop waiting
 * @callback: called with the answer
 * @data: passed to it
 *
 * Calls an operation; the answer is the updated record, in the cache already
 * when @callback is called.
 */
void
hx_workspace_call_async (HxWorkspace        *self,
                         HxOperationId       operation,
                         const char         *id,
                         HxRecord           *query,
                         HxRecord           *input,
                         const char         *if_match,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  HxCall call = { .operation = operation, .id = id, .query = query, .input = input, .if_match = if_match };

  g_task_set_source_tag (task, hx_workspace_call_async);
  hx_client_call_async (self->client, &call, cancellable, on_called, task);
}

/**
 * hx_workspace_call_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: of %HX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the record; %NULL without an error for an operation that answers with none
 */
HxRecord *
hx_workspace_call_finish (HxWorkspace  *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
