/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-session-private.h"

#include "hx-json.h"
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"

/* The way of a wrap-up to the server and back. */

static HxRecord *
submission (HxWrapupSession *self,
            HxOutcome        outcome)
{
  HxRecord *input;

  if (outcome == HX_OUTCOME_NO_ISSUE)
    input = hx_record_new (&hx_wrapup_input_schema);
  else
    input = hx_record_copy (self->input);
  hx_record_set_enum (input, HX_WRAPUP_INPUT_OUTCOME, outcome);
  return input;
}

/* One key for one submission, however often it has to be sent until its answer arrives. */
static void
choose_key (HxWrapupSession *self,
            HxRecord        *input)
{
  g_autoptr (GString) body = g_string_new (NULL);

  hx_json_append_record (body, input, HX_JSON_PLAIN);
  if (self->key != NULL && g_strcmp0 (self->sent, body->str) == 0)
    return;
  g_free (self->key);
  g_free (self->sent);
  self->key = hx_id_new ();
  self->sent = g_strdup (body->str);
}

static void
forget_key (HxWrapupSession *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->sent, g_free);
}

static void
note_refused (HxWrapupSession *self,
              const GError    *error)
{
  static const char *const names[] = { "channel",    "category",     "issue_type", "case_text",
                                       "pain_point", "clip_from_ms", "clip_to_ms", "joined_id" };
  char reason[64];

  g_hash_table_remove_all (self->refused);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (hx_error_field_reason (error, names[i], reason, sizeof reason) != NULL)
      g_hash_table_insert (self->refused, g_strdup (names[i]), g_strdup (reason));
}

/* The answer, or what an event said before it, has brought the record up to date. */
static void
arrived (HxWrapupSession *self)
{
  forget_key (self);
  hx_draft_file_remove (self->file);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  hx_workspace_take_wrapup (self->workspace, self->record);
  hx_wrapup_session_set_phase (self, HX_WRAPUP_DONE);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxWrapupSession *self = g_task_get_source_object (task);
  GError *conflict = g_task_get_task_data (task);
  g_autoptr (HxRecord) record = hx_workspace_call_finish (HX_WORKSPACE (source), result, NULL);
  int state = record != NULL ? hx_record_get_enum (record, HX_WRAPUP_STATE) : -1;

  if (state == HX_WRAPUP_SUBMITTED || state == HX_WRAPUP_NO_ISSUE)
    {
      arrived (self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FILLING);
  hx_wrapup_session_set_error (self, conflict);
  g_task_return_error (task, g_error_copy (conflict));
}

/* It may have been finished by a submission whose answer was lost: the server knows. */
static void
look (HxWrapupSession *self,
      GTask           *task,
      GError          *conflict)
{
  g_task_set_task_data (task, conflict, (GDestroyNotify) g_error_free);
  hx_workspace_call_async (self->workspace, HX_OPERATION_WRAPUPS_GET, hx_record_get_id (self->record), NULL, NULL,
                           NULL, NULL, on_looked, g_object_ref (task));
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxWrapupSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  g_autoptr (HxRecord) record = NULL;

  if (reply != NULL)
    {
      record = hx_workspace_merge (self->workspace, g_steal_pointer (&reply->item));
      arrived (self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (g_error_matches (error, HX_ERROR, HX_ERROR_CONFLICT) || g_error_matches (error, HX_ERROR, HX_ERROR_KEY_REUSED))
    {
      look (self, task, g_steal_pointer (&error));
      return;
    }
  /* The answer was lost, but an event has told that it arrived. */
  if (!hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (self->record, HX_WRAPUP_STATE)))
    {
      arrived (self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* With no answer it may have arrived: the key stays. What the server refused did not. */
  if (!g_error_matches (error, HX_ERROR, HX_ERROR_OFFLINE) && !g_error_matches (error, HX_ERROR, HX_ERROR_CERTIFICATE)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    forget_key (self);
  note_refused (self, error);
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FILLING);
  hx_wrapup_session_set_error (self, error);
  hx_wrapup_session_check (self);
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hx_wrapup_session_submit_async:
 * @self: a session
 * @outcome: feedback, or no issue
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is durable at the server, or has failed
 * @data: passed to it
 *
 * Finishes the wrap-up. Feedback that the template would refuse is refused
 * here, with %HX_ERROR_INVALID that names each field. Whatever fails, what was
 * typed stays; trying again cannot submit twice.
 */
void
hx_wrapup_session_submit_async (HxWrapupSession    *self,
                                HxOutcome           outcome,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (HxRecord) input = NULL;
  GError *error = NULL;
  HxCall call = { .operation = HX_OPERATION_WRAPUPS_SUBMIT, .id = hx_record_get_id (self->record) };

  g_task_set_source_tag (task, hx_wrapup_session_submit_async);
  if (self->phase == HX_WRAPUP_SENDING || self->phase == HX_WRAPUP_DONE)
    g_task_return_new_error (task, HX_ERROR, HX_ERROR_CONFLICT, "Submitted already");
  else if (outcome == HX_OUTCOME_FEEDBACK && !hx_problem_to_error (self->problem, &error))
    g_task_return_error (task, error);
  else
    {
      input = submission (self, outcome);
      choose_key (self, input);
      self->outcome = outcome;
      hx_wrapup_session_set_error (self, NULL);
      hx_wrapup_session_set_phase (self, HX_WRAPUP_SENDING);
      call.input = input;
      call.key = self->key;
      hx_client_call_async (hx_workspace_get_client (self->workspace), &call, cancellable, on_submitted,
                            g_object_ref (task));
    }
  g_object_unref (task);
}

/**
 * hx_wrapup_session_submit_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: why it is not submitted
 *
 * Returns: whether the wrap-up is finished
 */
gboolean
hx_wrapup_session_submit_finish (HxWrapupSession *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_undone (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  HxWrapupSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) record = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (record == NULL)
    {
      hx_wrapup_session_set_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FILLING);
  hx_wrapup_session_keep (self);
  hx_wrapup_session_check (self);
  hx_workspace_take_wrapup (self->workspace, self->record);
  g_task_return_boolean (task, TRUE);
}

/**
 * hx_wrapup_session_undo_async:
 * @self: a session that was submitted a short while ago
 * @cancellable: (nullable): to stop waiting
 * @callback: called when the form is open again
 * @data: passed to it
 *
 * Takes the submission back; everything that was filled in is still there.
 */
void
hx_wrapup_session_undo_async (HxWrapupSession    *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, hx_wrapup_session_undo_async);
  hx_workspace_call_async (self->workspace, HX_OPERATION_WRAPUPS_UNDO, hx_record_get_id (self->record), NULL, NULL,
                           NULL, cancellable, on_undone, g_object_ref (task));
}

/**
 * hx_wrapup_session_undo_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: why it stays submitted
 *
 * Returns: whether the form is open again
 */
gboolean
hx_wrapup_session_undo_finish (HxWrapupSession *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
