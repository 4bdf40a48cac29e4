/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-cti-private.h"
#include "hx-time.h"
#include "hx-call-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-recording-service-private.h"
#include "hx-wrapup-service-private.h"
#include "store/hx-record-store.h"

/* Calls that one tick closes: the writer has other work too. */
#define CLOSE_AT_ONCE 100

static gboolean
has_ended (HxRecord *phone_call)
{
  return hx_record_get_enum (phone_call, HX_CALL_STATE) == HX_CALL_ENDED;
}

gboolean
hx_cti_add_talk (HxServiceCall *call,
                 HxRecord      *phone_call,
                 const char    *agent_id,
                 GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) talk
      = hx_record_find (call->db, &hx_talk_schema, &failure, "WHERE t.call_id = $1 AND t.agent_id = $2", "ss",
                        hx_record_get_id (phone_call), agent_id);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (talk != NULL)
    return TRUE;
  talk = hx_record_new (&hx_talk_schema);
  hx_record_set_text (talk, HX_TALK_CALL_ID, hx_record_get_id (phone_call));
  hx_record_set_text (talk, HX_TALK_AGENT_ID, agent_id);
  if (hx_record_has (phone_call, HX_CALL_ANSWERED_AT))
    hx_record_set_int (talk, HX_TALK_ANSWERED_AT, call->now);
  return hx_record_insert (call->db, talk, call->now, error);
}

static GPtrArray *
find_talks (HxServiceCall *call,
            HxRecord      *phone_call,
            GError       **error)
{
  static const HxView talk_view = { .schema = &hx_talk_schema, .from = "talks t" };

  return hx_view_all (call->db, &talk_view, error, "WHERE t.call_id = $1 ORDER BY t.created_at, t.id", "s",
                      hx_record_get_id (phone_call));
}

/* Who dials has a part in the call even if nobody answers; who is rung, only
 * when somebody did and no other agent was named. */
static gboolean
settle_talks (HxServiceCall *call,
              HxRecord      *phone_call,
              GPtrArray    **talks,
              GError       **error)
{
  const char *agent_id = hx_record_get_text (phone_call, HX_CALL_AGENT_ID);
  gboolean out = hx_record_get_enum (phone_call, HX_CALL_DIRECTION) == HX_DIRECTION_OUT;

  *talks = find_talks (call, phone_call, error);
  if (*talks == NULL)
    return FALSE;
  if (agent_id == NULL || (*talks)->len > 0 || !(out || hx_record_has (phone_call, HX_CALL_ANSWERED_AT)))
    return TRUE;
  g_clear_pointer (talks, g_ptr_array_unref);
  if (!hx_cti_add_talk (call, phone_call, agent_id, error))
    return FALSE;
  *talks = find_talks (call, phone_call, error);
  return *talks != NULL;
}

static gboolean
settle_channel (HxServiceCall *call,
                HxRecord      *phone_call,
                GError       **error)
{
  const char *customer_id = hx_record_get_text (phone_call, HX_CALL_CUSTOMER_ID);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) source = NULL;

  if (customer_id == NULL || hx_record_has (phone_call, HX_CALL_CHANNEL))
    return TRUE;
  source = hx_contact_find_source (call, customer_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  hx_record_set_enum (phone_call, HX_CALL_CHANNEL,
                      source != NULL ? hx_record_get_enum (source, HX_CONTACT_CHANNEL) : HX_CHANNEL_PHONE);
  return TRUE;
}

static void
describe_contact (HxRecord *contact,
                  HxRecord *phone_call)
{
  gboolean missed = has_ended (phone_call) && !hx_record_has (phone_call, HX_CALL_ANSWERED_AT)
                    && hx_record_get_enum (phone_call, HX_CALL_DIRECTION) == HX_DIRECTION_IN;

  hx_record_set_enum (contact, HX_CONTACT_ACTIVITY, missed ? HX_ACTIVITY_MISSED_CALL : HX_ACTIVITY_CALL);
  hx_record_set_enum (contact, HX_CONTACT_DIRECTION, hx_record_get_enum (phone_call, HX_CALL_DIRECTION));
  hx_record_set_text (contact, HX_CONTACT_AGENT_ID, hx_record_get_text (phone_call, HX_CALL_AGENT_ID));
}

static gboolean
make_contact (HxServiceCall *call,
              HxRecord      *phone_call,
              GError       **error)
{
  g_autoptr (HxRecord) contact = hx_record_new (&hx_contact_schema);

  hx_record_set_text (contact, HX_CONTACT_CUSTOMER_ID, hx_record_get_text (phone_call, HX_CALL_CUSTOMER_ID));
  hx_record_set_enum (contact, HX_CONTACT_CHANNEL, HX_CHANNEL_PHONE);
  hx_record_set_int (contact, HX_CONTACT_AT, hx_record_get_int (phone_call, HX_CALL_STARTED_AT));
  hx_record_set_text (contact, HX_CONTACT_CALL_ID, hx_record_get_id (phone_call));
  describe_contact (contact, phone_call);
  return hx_contact_add (call, contact, error);
}

/* A call is a contact as well: one, from its first event on. */
static gboolean
settle_contact (HxServiceCall *call,
                HxRecord      *phone_call,
                gboolean       ended_now,
                GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) contact = NULL, before = NULL;

  if (!hx_record_has (phone_call, HX_CALL_CUSTOMER_ID))
    return TRUE;
  contact = hx_contact_find_of_call (call->db, hx_record_get_id (phone_call), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (contact == NULL)
    return make_contact (call, phone_call, error);
  before = hx_record_copy (contact);
  describe_contact (contact, phone_call);
  if (!hx_record_equal (before, contact) && !hx_record_save (call->db, contact, call->now, error))
    return FALSE;
  /* Its length and recording are the call's, so the contact has changed with it. */
  if (!ended_now && hx_record_equal (before, contact))
    return TRUE;
  return hx_contact_tell (call, hx_record_get_id (contact), "updated", NULL, NULL, error);
}

static gboolean
settle_end (HxServiceCall *call,
            HxRecord      *phone_call,
            GError       **error)
{
  g_autoptr (HxRecord) recording = NULL;
  gint64 answered = hx_record_get_int (phone_call, HX_CALL_ANSWERED_AT);
  gint64 ended = hx_record_get_int (phone_call, HX_CALL_ENDED_AT);

  if (!has_ended (phone_call))
    return TRUE;
  hx_record_set_int (phone_call, HX_CALL_DURATION_MS, answered != 0 ? MAX (0, ended - answered) / 1000 : 0);
  if (answered == 0)
    return TRUE;
  recording = hx_recording_of_call (call, phone_call, error);
  return recording != NULL;
}

static gboolean
end_talks (HxServiceCall *call,
           HxRecord      *phone_call,
           GPtrArray     *talks,
           gboolean       stale,
           GError       **error)
{
  for (guint i = 0; has_ended (phone_call) && i < talks->len; i++)
    {
      HxRecord *talk = talks->pdata[i];

      if (!hx_record_has (talk, HX_TALK_ENDED_AT))
        {
          hx_record_set_int (talk, HX_TALK_ENDED_AT, hx_record_get_int (phone_call, HX_CALL_ENDED_AT));
          if (!hx_record_save (call->db, talk, call->now, error))
            return FALSE;
        }
      if (!hx_wrapup_open (call, phone_call, hx_record_get_text (talk, HX_TALK_AGENT_ID), stale, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hx_cti_settle (HxServiceCall *call,
               HxRecord      *phone_call,
               HxRecord      *before,
               gboolean       created,
               gboolean       stale,
               GError       **error)
{
  g_autoptr (GPtrArray) talks = NULL;
  gboolean changed;

  if (!settle_talks (call, phone_call, &talks, error) || !settle_channel (call, phone_call, error)
      || !settle_end (call, phone_call, error))
    return FALSE;
  changed = !hx_record_equal (before, phone_call);
  if (changed && !hx_record_save (call->db, phone_call, call->now, error))
    return FALSE;
  if (!end_talks (call, phone_call, talks, stale, error)
      || !settle_contact (call, phone_call, changed && has_ended (phone_call), error))
    return FALSE;
  return !(created || changed) || hx_call_tell (call, phone_call, created ? "created" : "updated", error);
}

static gboolean
close_one (HxServiceCall *call,
           HxRecord      *phone_call,
           GError       **error)
{
  g_autoptr (HxRecord) before = hx_record_copy (phone_call);

  hx_record_set_enum (phone_call, HX_CALL_STATE, HX_CALL_ENDED);
  hx_record_set_int (phone_call, HX_CALL_ENDED_AT, call->now);
  hx_record_set_text (phone_call, HX_CALL_CAUSE, "no_hangup");
  return hx_cti_settle (call, phone_call, before, FALSE, TRUE, error);
}

#define FIRST_GOING_ON "SELECT started_at FROM calls WHERE state <> 'ended' ORDER BY started_at LIMIT 1"

void
hx_cti_close_stale_ask (HxServiceCall *call)
{
  hx_db_ask (call->db, 0, FIRST_GOING_ON, "");
}

static gboolean
close_due (HxServiceCall *call,
           gint64         before,
           GError       **error)
{
  static const HxView plain = { .schema = &hx_call_schema, .from = "calls t" };
  g_autoptr (GPtrArray) calls
      = hx_view_all (call->db, &plain, error,
                     "WHERE t.state <> 'ended' AND t.started_at <= $1 ORDER BY t.started_at LIMIT $2", "ii", before,
                     (gint64) CLOSE_AT_ONCE);

  for (guint i = 0; calls != NULL && i < calls->len; i++)
    if (!close_one (call, calls->pdata[i], error))
      return FALSE;
  return calls != NULL;
}

gboolean
hx_cti_close_stale (HxServiceCall *call,
                    gint64        *again_at,
                    GError       **error)
{
  gint64 stale_after
      = hx_policy_view_get (hx_site_get_policy (call->site), HX_KEY_CALL_STALE_HOURS) * HX_HOUR;
  gint64 first;

  if (!hx_db_query_int (call->db, &first, error, FIRST_GOING_ON))
    return FALSE;
  if (first != 0 && first + stale_after <= call->now
      && (!close_due (call, call->now - stale_after, error)
          || !hx_db_query_int (call->db, &first, error, FIRST_GOING_ON)))
    return FALSE;
  if (first != 0)
    {
      gint64 stale_at = MAX (first + stale_after, call->now);

      *again_at = *again_at == 0 ? stale_at : MIN (*again_at, stale_at);
    }
  return TRUE;
}
