/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-board-private.h"
#include "hx-contact-service-private.h"
#include "hx-feedback-service-private.h"
#include "hx-personal-private.h"
#include "hx-pool-private.h"
#include "store/hx-record-store.h"

static void
link_facts (HxRecord        *feedback,
            HxFeedbackDraft *draft)
{
  hx_record_set_text (feedback, HX_FEEDBACK_AGENT_ID, hx_record_get_id (draft->agent));
  hx_record_set_text (feedback, HX_FEEDBACK_TEAM_ID, hx_record_get_text (draft->agent, HX_USER_TEAM_ID));
  if (draft->customer != NULL)
    {
      hx_record_set_text (feedback, HX_FEEDBACK_CUSTOMER_ID, hx_record_get_id (draft->customer));
      hx_record_set_text (feedback, HX_FEEDBACK_CUSTOMER_CODE, hx_record_get_text (draft->customer, HX_CUSTOMER_CODE));
    }
  if (draft->phone_call != NULL)
    hx_record_set_text (feedback, HX_FEEDBACK_CALL_ID, hx_record_get_id (draft->phone_call));
  if (draft->recording != NULL)
    hx_record_set_text (feedback, HX_FEEDBACK_RECORDING_ID, hx_record_get_id (draft->recording));
  if (draft->has_clip_from && draft->recording != NULL)
    {
      hx_record_set_int (feedback, HX_FEEDBACK_CLIP_FROM_MS, draft->clip_from_ms);
      hx_record_set_int (feedback, HX_FEEDBACK_CLIP_TO_MS, draft->clip_to_ms);
    }
  hx_record_set_text (feedback, HX_FEEDBACK_WRAPUP_ID, draft->wrapup_id);
  hx_record_set_int (feedback, HX_FEEDBACK_LATE, draft->late);
}

static void
take_words (HxRecord        *feedback,
            HxFeedbackDraft *draft)
{
  hx_record_set_text (feedback, HX_FEEDBACK_TEMPLATE_ID, hx_template_view_get_id (draft->template));
  hx_record_set_int (feedback, HX_FEEDBACK_TEMPLATE_VERSION, hx_template_view_get_version (draft->template));
  hx_record_set_enum (feedback, HX_FEEDBACK_CHANNEL, draft->channel);
  hx_record_set_text (feedback, HX_FEEDBACK_CATEGORY, draft->category);
  hx_record_set_text (feedback, HX_FEEDBACK_ISSUE_TYPE, draft->issue_type);
  hx_record_take_text (feedback, HX_FEEDBACK_CASE_TEXT, g_strstrip (g_strdup (draft->case_text)));
  hx_record_take_text (feedback, HX_FEEDBACK_PAIN_POINT, g_strstrip (g_strdup (draft->pain_point)));
}

/* One who says "me too" to what is already being worked on belongs there, not
 * into the pool. */
static void
set_state (HxRecord        *feedback,
           HxFeedbackDraft *draft)
{
  HxRecord *joined = draft->joined;

  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, HX_FEEDBACK_POOL);
  hx_record_set_int (feedback, HX_FEEDBACK_VOICES, 1);
  if (joined == NULL)
    return;
  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, hx_record_get_enum (joined, HX_FEEDBACK_STATE));
  hx_record_set_text (feedback, HX_FEEDBACK_JOINED_ID, hx_record_get_id (joined));
  hx_record_set_text (feedback, HX_FEEDBACK_RECTIFICATION_ID,
                      hx_record_get_text (joined, HX_FEEDBACK_RECTIFICATION_ID));
}

static HxFeedbackSource
source_of (HxRecord *agent)
{
  switch ((HxRole) hx_record_get_enum (agent, HX_USER_ROLE))
    {
    case HX_ROLE_LEAD:
    case HX_ROLE_DIRECTOR:
      return HX_SOURCE_MANAGER;
    case HX_ROLE_COMPLIANCE:
      return HX_SOURCE_COMPLIANCE;
    case HX_ROLE_AGENT:
    case HX_ROLE_DEPARTMENT:
    case HX_ROLE_INTEGRATOR:
    case HX_N_ROLES:
    default:
      return HX_SOURCE_AGENT;
    }
}

static HxRecord *
make_feedback (HxServiceCall   *call,
               HxFeedbackDraft *draft,
               GError         **error)
{
  g_autoptr (HxRecord) feedback = hx_record_new (&hx_feedback_schema);
  g_autofree char *facts = hx_feedback_facts (call, draft, error);
  HxProposal proposal;
  gint64 number;

  if (facts == NULL || !hx_feedback_propose (call, draft, &proposal, error))
    return NULL;
  number = hx_counter_next (call->db, "feedback", error);
  if (number == 0)
    return NULL;
  hx_record_set_int (feedback, HX_FEEDBACK_NUMBER, number);
  hx_record_set_enum (feedback, HX_FEEDBACK_SOURCE, (int) source_of (draft->agent));
  hx_record_set_enum (feedback, HX_FEEDBACK_PROPOSAL, (int) proposal);
  hx_record_set_text (feedback, HX_FEEDBACK_FACTS, facts);
  link_facts (feedback, draft);
  take_words (feedback, draft);
  set_state (feedback, draft);
  return hx_personal_take (call, feedback, draft->customer, error) ? g_steal_pointer (&feedback) : NULL;
}

static gboolean
add_voice (HxServiceCall *call,
           const char    *id,
           gint64         delta,
           GError       **error)
{
  return hx_db_run (call->db, error,
                    "UPDATE feedback SET voices = coalesce(voices, 1) + $2, rev = rev + 1, updated_at = $3"
                    " WHERE id = $1",
                    "sii", id, delta, call->now)
         && hx_feedback_tell (call, id, "updated", error);
}

/* The chip at the contact in the customer's history. */
static gboolean
tell_contact (HxServiceCall *call,
              HxRecord      *feedback,
              GError       **error)
{
  const char *call_id = hx_record_get_text (feedback, HX_FEEDBACK_CALL_ID);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) contact = call_id != NULL ? hx_contact_find_of_call (call->db, call_id, &failure) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return contact == NULL
         || hx_contact_tell (call, hx_record_get_id (contact), "updated", hx_record_get_text (feedback, HX_FEEDBACK_AGENT_ID),
                             hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID), error);
}

/* As the store would give it back, of what is known here already. */
static HxRecord *
as_seen (HxServiceCall   *call,
         HxFeedbackDraft *draft,
         HxRecord        *feedback,
         GError         **error)
{
  /* Where it joined something, more stands beside it. */
  if (hx_record_has (feedback, HX_FEEDBACK_RECTIFICATION_ID))
    return hx_feedback_view_load (call->db, hx_record_get_id (feedback), error);
  hx_record_set_text (feedback, HX_FEEDBACK_AGENT_NAME, hx_record_get_text (draft->agent, HX_USER_NAME));
  return g_object_ref (feedback);
}

HxRecord *
hx_feedback_add (HxServiceCall   *call,
                 HxFeedbackDraft *draft,
                 GError         **error)
{
  g_autoptr (HxRecord) feedback = make_feedback (call, draft, error);
  g_autoptr (HxRecord) seen = NULL;

  if (feedback == NULL || !hx_record_insert (call->db, feedback, call->now, error))
    return NULL;
  seen = as_seen (call, draft, feedback, error);
  if (seen == NULL || !hx_feedback_tell_record (call, seen, "created", error) || !hx_pool_count (call, feedback, 1, error)
      || !hx_board_count_voice (call->db, feedback, 1, error) || !tell_contact (call, feedback, error))
    return NULL;
  if (draft->joined != NULL && !add_voice (call, hx_record_get_id (draft->joined), 1, error))
    return NULL;
  return g_steal_pointer (&seen);
}

/* Others have said "me too" meanwhile: the eldest of them takes its place. */
static gboolean
hand_over_voices (HxServiceCall *call,
                  HxRecord      *feedback,
                  GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) heir
      = hx_record_find (call->db, &hx_feedback_schema, &failure,
                        "WHERE t.joined_id = $1 AND t.state <> 'withdrawn' ORDER BY t.created_at, t.id LIMIT 1", "s",
                        hx_record_get_id (feedback));

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (heir == NULL)
    return TRUE;
  hx_record_clear (heir, HX_FEEDBACK_JOINED_ID);
  hx_record_set_int (heir, HX_FEEDBACK_VOICES, MAX (1, hx_record_get_int (feedback, HX_FEEDBACK_VOICES) - 1));
  return hx_record_save (call->db, heir, call->now, error)
         && hx_db_run (call->db, error,
                       "UPDATE feedback SET joined_id = $2, rev = rev + 1, updated_at = $3 WHERE joined_id = $1",
                       "ssi", hx_record_get_id (feedback), hx_record_get_id (heir), call->now)
         && hx_feedback_tell (call, hx_record_get_id (heir), "updated", error);
}

static gboolean
leave_others (HxServiceCall *call,
              HxRecord      *feedback,
              GError       **error)
{
  if (hx_record_has (feedback, HX_FEEDBACK_JOINED_ID))
    return add_voice (call, hx_record_get_text (feedback, HX_FEEDBACK_JOINED_ID), -1, error);
  return hand_over_voices (call, feedback, error);
}

/**
 * hx_feedback_withdraw:
 * @call: the call of the service
 * @id: a feedback
 * @error: %HX_ERROR_CONFLICT when somebody has already worked on it, or the store's
 *
 * Takes a feedback back as if it had not been given: every count is as before.
 *
 * Returns: whether it is withdrawn
 */
gboolean
hx_feedback_withdraw (HxServiceCall *call,
                      const char    *id,
                      GError       **error)
{
  g_autoptr (HxRecord) feedback = hx_record_load (call->db, &hx_feedback_schema, id, error);
  int state;

  if (feedback == NULL)
    return FALSE;
  state = hx_record_get_enum (feedback, HX_FEEDBACK_STATE);
  if (state != HX_FEEDBACK_POOL
      && !(state == HX_FEEDBACK_RECTIFICATION && hx_record_has (feedback, HX_FEEDBACK_JOINED_ID)))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "Somebody has already worked on it");
      return FALSE;
    }
  if (!hx_pool_count (call, feedback, -1, error) || !hx_board_count_voice (call->db, feedback, -1, error))
    return FALSE;
  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, HX_FEEDBACK_WITHDRAWN);
  return hx_record_save (call->db, feedback, call->now, error) && leave_others (call, feedback, error)
         && hx_feedback_tell (call, id, "updated", error) && tell_contact (call, feedback, error);
}
