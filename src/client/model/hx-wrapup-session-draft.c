/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-session-private.h"

#include "hx-json.h"

#include <string.h>

/* How long typing rests before the server is given the draft. */
#define QUIET_MS 600

static char *
input_to_text (HxWrapupSession *self)
{
  GString *json = g_string_new (NULL);

  hx_json_append_record (json, self->input, HX_JSON_PLAIN);
  return g_string_free (json, FALSE);
}

static gboolean
take_draft (HxWrapupSession *self,
            const char      *text)
{
  g_autoptr (HxRecord) draft
      = text != NULL ? hx_json_parse_record (text, strlen (text), &hx_wrapup_input_schema, NULL) : NULL;
  const char *case_text;

  if (draft == NULL)
    return FALSE;
  hx_record_clear (draft, HX_WRAPUP_INPUT_OUTCOME);
  if (!hx_record_has (draft, HX_WRAPUP_INPUT_CHANNEL))
    hx_record_set_enum (draft, HX_WRAPUP_INPUT_CHANNEL, hx_record_get_enum (self->record, HX_WRAPUP_CHANNEL));
  hx_record_update (self->input, draft);
  /* A case that is not what the template would write was written by hand. */
  case_text = hx_record_get_text (draft, HX_WRAPUP_INPUT_CASE_TEXT);
  if (case_text != NULL)
    {
      hx_wrapup_session_fill_case (self);
      self->case_edited = g_strcmp0 (case_text, hx_record_get_text (self->input, HX_WRAPUP_INPUT_CASE_TEXT)) != 0;
      hx_record_set_text (self->input, HX_WRAPUP_INPUT_CASE_TEXT, case_text);
    }
  return TRUE;
}

/* What was typed before a crash or elsewhere; this computer's copy is never older than the server's. */
void
hx_wrapup_session_restore (HxWrapupSession *self)
{
  g_autofree char *kept = hx_draft_file_read (self->file);

  if (!take_draft (self, kept))
    take_draft (self, hx_record_get_text (self->record, HX_WRAPUP_DRAFT));
}

static void send_draft (HxWrapupSession *self);

static void
on_draft_sent (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (HxWrapupSession) self = data;
  g_autoptr (HxRecord) nothing = hx_workspace_call_finish (HX_WORKSPACE (source), result, NULL);

  /* A draft that did not arrive is still on the disk, and the next change sends it again. */
  self->draft_sending = FALSE;
  if (self->draft_dirty)
    send_draft (self);
}

static void
send_draft (HxWrapupSession *self)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_wrapup_draft_schema);

  self->draft_dirty = self->draft_sending;
  if (self->draft_sending || self->phase == HX_WRAPUP_DONE || self->phase == HX_WRAPUP_SENDING
      || hx_workspace_get_connection (self->workspace) != HX_CONNECTION_ONLINE)
    return;
  hx_record_take_text (input, HX_WRAPUP_DRAFT_DRAFT, input_to_text (self));
  self->draft_sending = TRUE;
  hx_workspace_call_async (self->workspace, HX_OPERATION_WRAPUPS_DRAFT, hx_record_get_id (self->record), NULL, input,
                           NULL, NULL, on_draft_sent, g_object_ref (self));
}

static gboolean
on_quiet (gpointer data)
{
  HxWrapupSession *self = data;

  self->draft_timer = 0;
  send_draft (self);
  return G_SOURCE_REMOVE;
}

/* Keeps what is filled in now: on the disk at once, at the server soon. */
void
hx_wrapup_session_keep (HxWrapupSession *self)
{
  g_autofree char *text = input_to_text (self);

  hx_draft_file_write (self->file, text);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  self->draft_timer = g_timeout_add (QUIET_MS, on_quiet, self);
}

/* The same, with no time to wait: the session may be gone when it would be over. */
void
hx_wrapup_session_keep_now (HxWrapupSession *self)
{
  hx_wrapup_session_keep (self);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  send_draft (self);
}
