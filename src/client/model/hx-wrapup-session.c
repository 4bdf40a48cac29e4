/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-session-private.h"

#include "hx-text.h"
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"

G_DEFINE_FINAL_TYPE (HxWrapupSession, hx_wrapup_session, G_TYPE_OBJECT)

static GParamSpec *properties[HX_SESSION_N_PROPERTIES];

/* What can be filled in, by property: the field of the input that it is kept in. */
static const struct
{
  const char *name;
  int field;
  gboolean in_case;  /* the pre-filled case says it */
  gboolean in_match; /* it is looked for among open pain points */
} inputs[HX_SESSION_N_PROPERTIES] = {
  [HX_SESSION_PROP_CHANNEL] = { "channel", HX_WRAPUP_INPUT_CHANNEL, TRUE, TRUE },
  [HX_SESSION_PROP_CATEGORY] = { "category", HX_WRAPUP_INPUT_CATEGORY, TRUE, TRUE },
  [HX_SESSION_PROP_ISSUE_TYPE] = { "issue_type", HX_WRAPUP_INPUT_ISSUE_TYPE, TRUE, TRUE },
  [HX_SESSION_PROP_CASE_TEXT] = { "case_text", HX_WRAPUP_INPUT_CASE_TEXT, FALSE, FALSE },
  [HX_SESSION_PROP_PAIN_POINT] = { "pain_point", HX_WRAPUP_INPUT_PAIN_POINT, FALSE, TRUE },
  [HX_SESSION_PROP_CLIP_FROM] = { "clip_from_ms", HX_WRAPUP_INPUT_CLIP_FROM_MS, FALSE, FALSE },
  [HX_SESSION_PROP_CLIP_TO] = { "clip_to_ms", HX_WRAPUP_INPUT_CLIP_TO_MS, FALSE, FALSE },
  [HX_SESSION_PROP_JOINED_ID] = { "joined_id", HX_WRAPUP_INPUT_JOINED_ID, FALSE, FALSE },
};

void
hx_wrapup_session_notify (HxWrapupSession  *self,
                          HxSessionProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
hx_wrapup_session_set_phase (HxWrapupSession *self,
                             HxWrapupPhase    phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_freeze_notify (G_OBJECT (self));
  hx_wrapup_session_notify (self, HX_SESSION_PROP_PHASE);
  hx_wrapup_session_notify (self, HX_SESSION_PROP_CAN_SUBMIT);
  g_object_thaw_notify (G_OBJECT (self));
}

void
hx_wrapup_session_set_error (HxWrapupSession *self,
                             const GError    *error)
{
  char *sentence = hx_error_to_sentence (error);

  if (g_strcmp0 (sentence, self->error_message) == 0)
    {
      g_free (sentence);
      return;
    }
  g_free (self->error_message);
  self->error_message = sentence;
  hx_wrapup_session_notify (self, HX_SESSION_PROP_ERROR_MESSAGE);
}

static HxWrapupState
state_of (HxWrapupSession *self)
{
  return (HxWrapupState) hx_record_get_enum (self->record, HX_WRAPUP_STATE);
}

/* Once for each wrap-up: the clock here and the server's word both say that the time is over, and between the two the agent
 * may have gone on with it already. */
static void
fold (HxWrapupSession *self)
{
  if (self->phase != HX_WRAPUP_FILLING || self->resumed)
    return;
  hx_wrapup_session_keep (self);
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FOLDED);
}

static gboolean
has_clock (HxWrapupSession *self)
{
  return hx_record_has (self->record, HX_WRAPUP_EXPIRES_AT);
}

static int
seconds_left (HxWrapupSession *self)
{
  if (!has_clock (self))
    return 0;
  return (int) hx_wrapup_remaining (hx_record_get_int (self->record, HX_WRAPUP_EXPIRES_AT),
                                    hx_workspace_now (self->workspace));
}

static void
on_tick (HxWrapupSession *self)
{
  int remaining = seconds_left (self);

  if (remaining == self->remaining)
    return;
  self->remaining = remaining;
  hx_wrapup_session_notify (self, HX_SESSION_PROP_REMAINING);
  if (remaining == 0 && has_clock (self))
    fold (self);
}

static void
on_state (HxWrapupSession *self)
{
  HxWrapupState state = state_of (self);

  /* While it is on its way, the answer decides. */
  if (self->phase == HX_WRAPUP_SENDING)
    return;
  if (state == HX_WRAPUP_LATE || state == HX_WRAPUP_ABANDONED)
    fold (self);
  else if (!hx_wrapup_is_open (state))
    {
      hx_draft_file_remove (self->file);
      hx_wrapup_session_set_phase (self, HX_WRAPUP_DONE);
    }
}

static void
on_record (HxWrapupSession *self,
           GParamSpec      *pspec)
{
  hx_wrapup_session_notify (self, HX_SESSION_PROP_RECORD);
  on_tick (self);
}

/* The recording arrives when the PBX has it, often after the popup is there. */
static void
on_recording (HxWrapupSession *self,
              const char      *thing,
              const char      *action,
              HxRecord        *recording)
{
  const char *call_id = hx_record_get_text (self->record, HX_WRAPUP_CALL_ID);

  if (recording == NULL || g_strcmp0 (hx_record_get_text (recording, HX_RECORDING_CALL_ID), call_id) != 0)
    return;
  if (hx_record_get_record (self->record, HX_WRAPUP_RECORDING) != recording)
    hx_record_set_record (self->record, HX_WRAPUP_RECORDING, recording);
  else
    hx_wrapup_session_notify (self, HX_SESSION_PROP_RECORD);
}

static gint64
clip_ms (HxWrapupSession *self,
         guint            field)
{
  return hx_record_has (self->input, field) ? hx_record_get_int (self->input, field) : -1;
}

static void
hx_wrapup_session_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  HxWrapupSession *self = HX_WRAPUP_SESSION (object);
  const char *pain_point = hx_record_get_text (self->input, HX_WRAPUP_INPUT_PAIN_POINT);

  switch ((HxSessionProperty) id)
    {
    case HX_SESSION_PROP_RECORD: g_value_set_object (value, self->record); break;
    case HX_SESSION_PROP_REMAINING: g_value_set_int (value, self->remaining); break;
    case HX_SESSION_PROP_PHASE: g_value_set_int (value, (int) self->phase); break;
    case HX_SESSION_PROP_CAN_SUBMIT:
      g_value_set_boolean (value, self->phase == HX_WRAPUP_FILLING && hx_problem_count (self->problem) == 0);
      break;
    case HX_SESSION_PROP_MISSING: g_value_set_string (value, self->missing); break;
    case HX_SESSION_PROP_COACH: g_value_set_string (value, self->coach); break;
    case HX_SESSION_PROP_SUGGESTION: g_value_set_string (value, self->suggestion); break;
    case HX_SESSION_PROP_COUNT: g_value_set_uint (value, pain_point != NULL ? hx_text_count (pain_point) : 0); break;
    case HX_SESSION_PROP_LIMIT:
      g_value_set_uint (value, self->template != NULL ? hx_template_view_get_limit (self->template) : 0);
      break;
    case HX_SESSION_PROP_ERROR_MESSAGE: g_value_set_string (value, self->error_message); break;
    case HX_SESSION_PROP_MATCHES: g_value_set_object (value, self->matches); break;
    case HX_SESSION_PROP_CHANNEL: g_value_set_int (value, hx_record_get_enum (self->input, HX_WRAPUP_INPUT_CHANNEL)); break;
    case HX_SESSION_PROP_CLIP_FROM:
    case HX_SESSION_PROP_CLIP_TO: g_value_set_int64 (value, clip_ms (self, (guint) inputs[id].field)); break;
    case HX_SESSION_PROP_CATEGORY:
    case HX_SESSION_PROP_ISSUE_TYPE:
    case HX_SESSION_PROP_CASE_TEXT:
    case HX_SESSION_PROP_PAIN_POINT:
    case HX_SESSION_PROP_JOINED_ID:
      g_value_set_string (value, hx_record_get_text (self->input, (guint) inputs[id].field));
      break;
    case HX_SESSION_N_PROPERTIES:
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Takes a value; returns whether it is another one than before. */
static gboolean
take_value (HxWrapupSession *self,
            guint            id,
            const GValue    *value)
{
  g_autoptr (HxRecord) before = hx_record_copy (self->input);
  guint field = (guint) inputs[id].field;

  if (G_VALUE_HOLDS_INT (value))
    hx_record_set_enum (self->input, field, g_value_get_int (value));
  else if (!G_VALUE_HOLDS_INT64 (value))
    hx_record_set_text (self->input, field,
                        g_strcmp0 (g_value_get_string (value), "") == 0 ? NULL : g_value_get_string (value));
  else if (g_value_get_int64 (value) < 0)
    hx_record_clear (self->input, field);
  else
    hx_record_set_int (self->input, field, g_value_get_int64 (value));
  return !hx_record_equal (before, self->input);
}

static void
forget_type (HxWrapupSession *self)
{
  if (!hx_record_has (self->input, HX_WRAPUP_INPUT_ISSUE_TYPE) || self->template == NULL
      || hx_template_view_find_type (self->template, hx_record_get_text (self->input, HX_WRAPUP_INPUT_CATEGORY),
                                     hx_record_get_text (self->input, HX_WRAPUP_INPUT_ISSUE_TYPE)))
    return;
  hx_record_clear (self->input, HX_WRAPUP_INPUT_ISSUE_TYPE);
  hx_wrapup_session_notify (self, HX_SESSION_PROP_ISSUE_TYPE);
}

static void
follow_change (HxWrapupSession *self,
               guint            id)
{
  if (id == HX_SESSION_PROP_CATEGORY)
    forget_type (self);
  if (id == HX_SESSION_PROP_CASE_TEXT)
    self->case_edited = hx_record_has (self->input, HX_WRAPUP_INPUT_CASE_TEXT);
  /* Other words are another pain point: no "me too" any more. */
  if (id == HX_SESSION_PROP_PAIN_POINT && hx_record_has (self->input, HX_WRAPUP_INPUT_JOINED_ID))
    {
      hx_record_clear (self->input, HX_WRAPUP_INPUT_JOINED_ID);
      hx_wrapup_session_notify (self, HX_SESSION_PROP_JOINED_ID);
    }
  if (inputs[id].in_case && !self->case_edited)
    {
      hx_wrapup_session_fill_case (self);
      hx_wrapup_session_notify (self, HX_SESSION_PROP_CASE_TEXT);
    }
}

static void
hx_wrapup_session_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  HxWrapupSession *self = HX_WRAPUP_SESSION (object);

  if (id >= HX_SESSION_N_PROPERTIES || inputs[id].name == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (!take_value (self, id, value))
    return;
  g_object_freeze_notify (object);
  g_hash_table_remove (self->refused, inputs[id].name);
  hx_wrapup_session_notify (self, (HxSessionProperty) id);
  follow_change (self, id);
  hx_wrapup_session_check (self);
  g_object_thaw_notify (object);
  if (inputs[id].in_match)
    hx_wrapup_session_match_soon (self);
  hx_wrapup_session_keep (self);
}

static void
hx_wrapup_session_dispose (GObject *object)
{
  HxWrapupSession *self = HX_WRAPUP_SESSION (object);

  g_clear_handle_id (&self->matches_timer, g_source_remove);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  if (self->matching != NULL)
    g_cancellable_cancel (self->matching);
  g_clear_object (&self->matching);
  G_OBJECT_CLASS (hx_wrapup_session_parent_class)->dispose (object);
}

static void
hx_wrapup_session_finalize (GObject *object)
{
  HxWrapupSession *self = HX_WRAPUP_SESSION (object);

  g_clear_object (&self->record);
  g_clear_object (&self->input);
  g_clear_object (&self->matches);
  g_clear_object (&self->file);
  g_clear_object (&self->workspace);
  hx_template_view_unref (self->template);
  hx_problem_free (self->problem);
  g_hash_table_unref (self->refused);
  g_free (self->missing);
  g_free (self->coach);
  g_free (self->suggestion);
  g_free (self->error_message);
  g_free (self->key);
  g_free (self->sent);
  G_OBJECT_CLASS (hx_wrapup_session_parent_class)->finalize (object);
}

static void
hx_wrapup_session_class_init (HxWrapupSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags reads = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writes = reads | G_PARAM_WRITABLE;

  object_class->get_property = hx_wrapup_session_get_property;
  object_class->set_property = hx_wrapup_session_set_property;
  object_class->dispose = hx_wrapup_session_dispose;
  object_class->finalize = hx_wrapup_session_finalize;
#define TEXT(NAME, name, flags) properties[HX_SESSION_PROP_##NAME] = g_param_spec_string (name, NULL, NULL, NULL, flags)
#define CLIP(NAME, name) \
  properties[HX_SESSION_PROP_##NAME] = g_param_spec_int64 (name, NULL, NULL, -1, G_MAXINT64, -1, writes)
  properties[HX_SESSION_PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, HX_TYPE_RECORD, reads);
  properties[HX_SESSION_PROP_REMAINING] = g_param_spec_int ("remaining", NULL, NULL, 0, G_MAXINT, 0, reads);
  properties[HX_SESSION_PROP_PHASE]
      = g_param_spec_int ("phase", NULL, NULL, HX_WRAPUP_FILLING, HX_WRAPUP_FOLDED, HX_WRAPUP_FILLING, reads);
  properties[HX_SESSION_PROP_CAN_SUBMIT] = g_param_spec_boolean ("can-submit", NULL, NULL, FALSE, reads);
  TEXT (MISSING, "missing", reads);
  TEXT (COACH, "coach", reads);
  TEXT (SUGGESTION, "suggestion", reads);
  properties[HX_SESSION_PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, reads);
  properties[HX_SESSION_PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 0, G_MAXUINT, 0, reads);
  TEXT (ERROR_MESSAGE, "error-message", reads);
  properties[HX_SESSION_PROP_MATCHES] = g_param_spec_object ("matches", NULL, NULL, G_TYPE_LIST_MODEL, reads);
  properties[HX_SESSION_PROP_CHANNEL] = g_param_spec_int ("channel", NULL, NULL, -1, HX_N_CHANNELS - 1, -1, writes);
  TEXT (CATEGORY, "category", writes);
  TEXT (ISSUE_TYPE, "issue-type", writes);
  TEXT (CASE_TEXT, "case-text", writes);
  TEXT (PAIN_POINT, "pain-point", writes);
  CLIP (CLIP_FROM, "clip-from");
  CLIP (CLIP_TO, "clip-to");
  TEXT (JOINED_ID, "joined-id", writes);
#undef TEXT
#undef CLIP
  g_object_class_install_properties (object_class, HX_SESSION_N_PROPERTIES, properties);
}

static void
hx_wrapup_session_init (HxWrapupSession *self)
{
  self->input = hx_record_new (&hx_wrapup_input_schema);
  self->problem = hx_problem_new ();
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->matches = g_list_store_new (HX_TYPE_RECORD);
}

static void
fill_beforehand (HxWrapupSession *self)
{
  GPtrArray *matches = hx_record_get_list (self->record, HX_WRAPUP_MATCHES);

  if (hx_record_has (self->record, HX_WRAPUP_CHANNEL))
    hx_record_set_enum (self->input, HX_WRAPUP_INPUT_CHANNEL, hx_record_get_enum (self->record, HX_WRAPUP_CHANNEL));
  hx_wrapup_session_fill_case (self);
  if (matches != NULL)
    g_list_store_splice (self->matches, 0, 0, matches->pdata, matches->len);
  if (hx_wrapup_is_open (state_of (self)))
    hx_wrapup_session_restore (self);
  else
    self->phase = HX_WRAPUP_DONE;
  hx_wrapup_session_check (self);
}

/**
 * hx_wrapup_session_new:
 * @workspace: whose wrap-up it is
 * @wrapup: the cache's object of the record
 *
 * Everything that is known is filled in, and what was typed before is restored.
 * [method@Workspace.open_wrapup] keeps one session for a wrap-up.
 *
 * Returns: (transfer full): a session
 */
HxWrapupSession *
hx_wrapup_session_new (HxWorkspace *workspace,
                       HxRecord    *wrapup)
{
  HxWrapupSession *self = g_object_new (HX_TYPE_WRAPUP_SESSION, NULL);
  HxTemplateView *template = hx_workspace_get_template (workspace, hx_record_get_text (wrapup, HX_WRAPUP_TEMPLATE_ID));
  HxRecord *call = hx_record_get_record (wrapup, HX_WRAPUP_CALL);

  if (template == NULL)
    template = hx_workspace_get_template (workspace, NULL);
  self->workspace = g_object_ref (workspace);
  self->record = g_object_ref (wrapup);
  self->template = template != NULL ? hx_template_view_ref (template) : NULL;
  self->file = hx_draft_file_new (hx_record_get_id (wrapup));
  self->remaining = seconds_left (self);
  fill_beforehand (self);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::recording", G_CALLBACK (on_recording), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wrapup, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wrapup, "notify", G_CALLBACK (on_record), self, G_CONNECT_SWAPPED);
  if (call != NULL)
    g_signal_connect_object (call, "notify", G_CALLBACK (on_record), self, G_CONNECT_SWAPPED);
  return self;
}
