/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-cti-private.h"
#include "hx-text.h"
#include "hx-customer-service-private.h"
#include "hx-personal-private.h"
#include "store/hx-record-store.h"

/* The generic CTI dialect. A PBX may send an event twice, or in another order
 * than it happened: an event adds what it knows to the call of its callId and
 * never takes anything back, and what follows is derived from the whole. */

typedef enum
{
  EVENT_NEW_CALL,
  EVENT_ANSWER,
  EVENT_HANGUP,
  EVENT_HOLD,
  EVENT_TRANSFER,
} EventKind;

static const char *const event_names[] = { "newCall", "answer", "hangup", "hold", "transfer" };

static void
facts_clear (HxCtiFacts *facts)
{
  g_clear_pointer (&facts->agents, g_ptr_array_unref);
  g_free (facts->number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxCtiFacts, facts_clear)

static gboolean
find_kind (HxRecord  *event,
           EventKind *kind,
           GError   **error)
{
  const char *name = hx_record_get_text (event, HX_CTI_EVENT_EVENT);

  for (guint i = 0; i < G_N_ELEMENTS (event_names); i++)
    if (g_strcmp0 (event_names[i], name) == 0)
      {
        *kind = (EventKind) i;
        return TRUE;
      }
  g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "event: unknown");
  return FALSE;
}

static void
find_named_agent (HxCtiFacts *facts,
                  HxDirection direction)
{
  /* Of an outbound call the answering number is the customer's. */
  const guint fields[] = { HX_CTI_EVENT_USER,
                           direction == HX_DIRECTION_OUT ? HX_CTI_EVENT_FROM : HX_CTI_EVENT_ANSWERING_NUMBER };

  for (guint i = 0; i < G_N_ELEMENTS (fields) && facts->agent_id == NULL; i++)
    facts->agent_id = hx_cti_pick_agent (facts->agents, hx_record_get_text (facts->event, fields[i]));
}

static gboolean
find_facts (HxServiceCall *call,
            HxCtiFacts    *facts,
            HxDirection    direction,
            GError       **error)
{
  gboolean out = direction == HX_DIRECTION_OUT;
  const char *other = hx_record_get_text (facts->event, out ? HX_CTI_EVENT_TO : HX_CTI_EVENT_FROM);
  const char *ours = hx_record_get_text (facts->event, out ? HX_CTI_EVENT_FROM : HX_CTI_EVENT_TO);
  const char *own;

  facts->agents = hx_cti_find_agents (call, error);
  if (facts->agents == NULL)
    return FALSE;
  find_named_agent (facts, direction);
  own = hx_cti_pick_agent (facts->agents, ours);
  facts->internal = hx_cti_pick_agent (facts->agents, other) != NULL;
  facts->line = own == NULL && ours != NULL && *ours != '\0' ? ours : NULL;
  if (other != NULL && !facts->internal)
    facts->number
        = hx_text_normalize_phone (other, hx_policy_view_country_code (hx_site_get_policy (call->site)));
  return TRUE;
}

static void
fill (HxRecord   *phone_call,
      guint       field,
      const char *value)
{
  if (!hx_record_has (phone_call, field) && value != NULL && *value != '\0')
    hx_record_set_text (phone_call, field, value);
}

/* A first event that did not say the direction let the customer's number be taken for our line. */
static void
correct_line (HxServiceCall *call,
              HxRecord      *phone_call,
              const char    *number)
{
  const char *line = hx_record_get_text (phone_call, HX_CALL_LINE);
  g_autofree char *normal = NULL;

  if (line == NULL || number == NULL)
    return;
  normal = hx_text_normalize_phone (line, hx_policy_view_country_code (hx_site_get_policy (call->site)));
  if (g_strcmp0 (normal, number) == 0)
    hx_record_clear (phone_call, HX_CALL_LINE);
}

/* Adds what the event says to what is known; nothing known is lost. */
static gboolean
merge_facts (HxServiceCall *call,
             HxRecord      *phone_call,
             HxCtiFacts    *facts,
             GError       **error)
{
  g_autofree char *customer_id = NULL;
  gboolean had_number = hx_record_has (phone_call, HX_CALL_NUMBER);

  fill (phone_call, HX_CALL_NUMBER, facts->number);
  fill (phone_call, HX_CALL_LINE, facts->line);
  correct_line (call, phone_call, facts->number);
  fill (phone_call, HX_CALL_QUEUE, hx_record_get_text (facts->event, HX_CTI_EVENT_QUEUE));
  fill (phone_call, HX_CALL_AGENT_ID, facts->agent_id);
  if (hx_record_has (facts->event, HX_CTI_EVENT_CHANNEL))
    hx_record_set_enum (phone_call, HX_CALL_CHANNEL, hx_record_get_enum (facts->event, HX_CTI_EVENT_CHANNEL));
  if (hx_record_has (phone_call, HX_CALL_CUSTOMER_ID))
    return had_number || hx_personal_take (call, phone_call, NULL, error);
  if (facts->number == NULL)
    return TRUE;
  customer_id = hx_customer_of_number (call, facts->number, error);
  if (customer_id == NULL)
    return FALSE;
  hx_record_set_text (phone_call, HX_CALL_CUSTOMER_ID, customer_id);
  return TRUE;
}

static gboolean
was_answered (HxServiceCall *call,
              HxRecord      *phone_call,
              HxCtiFacts    *facts,
              GError       **error)
{
  gint64 ended = hx_record_get_int (phone_call, HX_CALL_ENDED_AT);

  if (!hx_record_has (phone_call, HX_CALL_ANSWERED_AT))
    hx_record_set_int (phone_call, HX_CALL_ANSWERED_AT, ended != 0 ? MIN (ended, call->now) : call->now);
  if (ended == 0)
    hx_record_set_enum (phone_call, HX_CALL_STATE, HX_CALL_ANSWERED);
  if (facts->agent_id == NULL)
    return TRUE;
  hx_record_set_text (phone_call, HX_CALL_AGENT_ID, facts->agent_id);
  return hx_cti_add_talk (call, phone_call, facts->agent_id, error);
}

static void
has_ended (HxServiceCall *call,
           HxRecord      *phone_call,
           const char    *cause)
{
  if (hx_record_get_enum (phone_call, HX_CALL_STATE) == HX_CALL_ENDED)
    return;
  hx_record_set_enum (phone_call, HX_CALL_STATE, HX_CALL_ENDED);
  hx_record_set_int (phone_call, HX_CALL_ENDED_AT, call->now);
  fill (phone_call, HX_CALL_CAUSE, cause);
}

static void
moved (HxRecord   *phone_call,
       HxCallState state)
{
  if (hx_record_get_enum (phone_call, HX_CALL_STATE) != HX_CALL_ENDED)
    hx_record_set_enum (phone_call, HX_CALL_STATE, state);
}

static gboolean
apply (HxServiceCall *call,
       HxRecord      *phone_call,
       HxCtiFacts    *facts,
       EventKind      kind,
       GError       **error)
{
  switch (kind)
    {
    case EVENT_ANSWER:
      return was_answered (call, phone_call, facts, error);
    case EVENT_HANGUP:
      has_ended (call, phone_call, hx_record_get_text (facts->event, HX_CTI_EVENT_CAUSE));
      return TRUE;
    case EVENT_HOLD:
      moved (phone_call, HX_CALL_HELD);
      return TRUE;
    case EVENT_TRANSFER:
      moved (phone_call, HX_CALL_TRANSFERRED);
      if (facts->agent_id == NULL)
        return TRUE;
      hx_record_set_text (phone_call, HX_CALL_AGENT_ID, facts->agent_id);
      return hx_cti_add_talk (call, phone_call, facts->agent_id, error);
    case EVENT_NEW_CALL:
    default:
      return TRUE;
    }
}

static HxRecord *
new_call (HxServiceCall *call,
          HxRecord      *event)
{
  HxRecord *phone_call = hx_record_new (&hx_call_schema);

  hx_record_set_text (phone_call, HX_CALL_EXTERNAL_ID, hx_record_get_text (event, HX_CTI_EVENT_CALL_ID));
  hx_record_set_enum (phone_call, HX_CALL_STATE, HX_CALL_RINGING);
  hx_record_set_enum (phone_call, HX_CALL_DIRECTION, HX_DIRECTION_IN);
  hx_record_set_int (phone_call, HX_CALL_STARTED_AT, call->now);
  hx_record_set_int (phone_call, HX_CALL_DURATION_MS, 0);
  return phone_call;
}

/* What the event says of the direction goes before what a first event without
 * one let us assume. */
static HxDirection
take_direction (HxRecord *phone_call,
                HxRecord *event)
{
  if (hx_record_has (event, HX_CTI_EVENT_DIRECTION))
    hx_record_set_enum (phone_call, HX_CALL_DIRECTION, hx_record_get_enum (event, HX_CTI_EVENT_DIRECTION));
  return (HxDirection) hx_record_get_enum (phone_call, HX_CALL_DIRECTION);
}

gboolean
hx_cti_receive (HxServiceCall *call,
                GError       **error)
{
  g_auto (HxCtiFacts) facts = { .event = call->input };
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) phone_call = NULL, before = NULL;
  gboolean created;
  EventKind kind;

  if (!find_kind (call->input, &kind, error))
    return FALSE;
  phone_call = hx_record_find (call->db, &hx_call_schema, &failure, HX_CTI_BY_NAME, "s",
                               hx_record_get_text (call->input, HX_CTI_EVENT_CALL_ID));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  created = phone_call == NULL;
  if (created)
    phone_call = new_call (call, call->input);
  before = hx_record_copy (phone_call);
  if (!find_facts (call, &facts, take_direction (phone_call, call->input), error)
      || !merge_facts (call, phone_call, &facts, error))
    return FALSE;
  if (created && !hx_record_insert (call->db, phone_call, call->now, error))
    return FALSE;
  return apply (call, phone_call, &facts, kind, error)
         && hx_cti_settle (call, phone_call, before, created, FALSE, error);
}
