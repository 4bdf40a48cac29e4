/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-session-private.h"

#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"

/* What the window asks of a session besides its properties. */

/**
 * hx_wrapup_session_get_record:
 * @self: a session
 *
 * Returns: (transfer none): the wrap-up
 */
HxRecord *
hx_wrapup_session_get_record (HxWrapupSession *self)
{
  return self->record;
}

/**
 * hx_wrapup_session_get_template:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what has to be filled in
 */
HxTemplateView *
hx_wrapup_session_get_template (HxWrapupSession *self)
{
  return self->template;
}

/**
 * hx_wrapup_session_get_phase:
 * @self: a session
 *
 * Returns: what is being done with it
 */
HxWrapupPhase
hx_wrapup_session_get_phase (HxWrapupSession *self)
{
  return self->phase;
}

/**
 * hx_wrapup_session_get_remaining:
 * @self: a session
 *
 * Returns: seconds left by the server's clock; 0 also when there is no end
 */
int
hx_wrapup_session_get_remaining (HxWrapupSession *self)
{
  return self->remaining;
}

/**
 * hx_wrapup_session_get_total:
 * @self: a session
 *
 * Returns: seconds there were at the beginning
 */
int
hx_wrapup_session_get_total (HxWrapupSession *self)
{
  gint64 end = hx_record_get_int (self->record, HX_WRAPUP_EXPIRES_AT);

  if (!hx_record_has (self->record, HX_WRAPUP_EXPIRES_AT))
    return (int) hx_policy_view_get (hx_workspace_get_policy (self->workspace), HX_KEY_WRAPUP_SECONDS);
  return (int) ((end - hx_record_get_int (self->record, HX_WRAPUP_OPENED_AT)) / HX_SECOND);
}

/**
 * hx_wrapup_session_is_late:
 * @self: a session
 *
 * Returns: whether its time is over, so that an answer counts as late
 */
gboolean
hx_wrapup_session_is_late (HxWrapupSession *self)
{
  int state = hx_record_get_enum (self->record, HX_WRAPUP_STATE);

  if (state == HX_WRAPUP_LATE || state == HX_WRAPUP_ABANDONED)
    return TRUE;
  return state == HX_WRAPUP_WAITING && hx_record_has (self->record, HX_WRAPUP_EXPIRES_AT)
         && hx_wrapup_remaining (hx_record_get_int (self->record, HX_WRAPUP_EXPIRES_AT),
                                 hx_workspace_now (self->workspace))
                == 0;
}

/**
 * hx_wrapup_session_get_complaint:
 * @self: a session
 * @field: a field of the input, such as `pain_point`
 *
 * Returns: (nullable): what is wrong there, a code such as `required`, `too_long` or `vague`
 */
const char *
hx_wrapup_session_get_complaint (HxWrapupSession *self,
                                 const char      *field)
{
  const char *reason = hx_problem_find (self->problem, field);

  return reason != NULL ? reason : g_hash_table_lookup (self->refused, field);
}

/**
 * hx_wrapup_session_later:
 * @self: a session
 *
 * Puts it off with what was typed: it waits on the desk, in the late lane once
 * its time is over. Where the mode does not allow that, nothing happens.
 */
void
hx_wrapup_session_later (HxWrapupSession *self)
{
  HxWrapupMode mode = (HxWrapupMode) hx_record_get_enum (self->record, HX_WRAPUP_MODE);

  if (self->phase != HX_WRAPUP_FILLING
      || !(hx_wrapup_session_is_late (self) || hx_wrapup_may_finish (mode, HX_WRAPUP_WAITING)))
    return;
  hx_wrapup_session_keep_now (self);
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FOLDED);
  hx_workspace_drop_wrapup (self->workspace, hx_record_get_id (self->record));
}

/**
 * hx_wrapup_session_resume:
 * @self: a session
 *
 * Opens the form of a wrap-up that was put off or ran out.
 */
void
hx_wrapup_session_resume (HxWrapupSession *self)
{
  if (self->phase != HX_WRAPUP_FOLDED)
    return;
  self->resumed = hx_wrapup_session_is_late (self) || hx_wrapup_session_get_remaining (self) == 0;
  hx_wrapup_session_set_phase (self, HX_WRAPUP_FILLING);
}

/**
 * hx_wrapup_session_use_suggestion:
 * @self: a session
 *
 * Takes the coach's proposal as the pain point.
 */
void
hx_wrapup_session_use_suggestion (HxWrapupSession *self)
{
  g_autofree char *suggestion = g_strdup (self->suggestion);

  if (suggestion != NULL)
    g_object_set (self, "pain-point", suggestion, NULL);
}

/**
 * hx_wrapup_session_join:
 * @self: a session
 * @match: (not nullable): an open pain point, a `match` record
 *
 * "Me too": takes over the pain point and what it is about; the case stays the own one.
 */
void
hx_wrapup_session_join (HxWrapupSession *self,
                        HxRecord        *match)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (hx_record_has (match, HX_MATCH_CATEGORY))
    g_object_set (self, "category", hx_record_get_text (match, HX_MATCH_CATEGORY), NULL);
  if (hx_record_has (match, HX_MATCH_ISSUE_TYPE))
    g_object_set (self, "issue-type", hx_record_get_text (match, HX_MATCH_ISSUE_TYPE), NULL);
  g_object_set (self, "pain-point", hx_record_get_text (match, HX_MATCH_PAIN_POINT), NULL);
  g_object_set (self, "joined-id", hx_record_get_text (match, HX_MATCH_FEEDBACK_ID), NULL);
  g_object_thaw_notify (G_OBJECT (self));
}
