/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

/* How far back a call's channel is looked for, as the default policy says. */
#define LEAD_TIME (30 * HX_DAY)

static const char *const causes[] = { "no_answer", "busy", "rejected", "unreachable" };

static gint64
talk_time (HxSample           *self,
           const HxSampleCall *call)
{
  if (!call->answered)
    return 0;
  if (call->audio != NULL && call->audio->duration_ms > 0)
    return call->audio->duration_ms * 1000;
  return hx_sample_span (self, 18 * HX_SECOND, hx_sample_chance (self, 0.3) ? 280 * HX_SECOND : 110 * HX_SECOND);
}

static char *
call_summary (HxSample     *self,
              HxSampleCall *call,
              HxActivity   *activity)
{
  HxSampleCustomer *customer = call->customer;
  gboolean inbound = call->direction == HX_DIRECTION_IN;
  const char *label = call->agent->telesales ? NULL : inbound ? NULL : "回访满意度";
  const char *sentence = NULL;
  HxJson *found;

  *activity = call->answered ? HX_ACTIVITY_CALL : HX_ACTIVITY_MISSED_CALL;
  if (!call->answered)
    label = inbound ? "漏接" : "未接通";
  if (call->audio != NULL)
    return g_strdup (call->audio->gist);
  found = hx_sample_find_sentence (self, customer, HX_CHANNEL_PHONE, label, inbound, &sentence);
  if (found == NULL)
    found = hx_sample_find_sentence (self, customer, HX_CHANNEL_PHONE, inbound ? "来电咨询" : "外呼回访", inbound, &sentence);
  if (found == NULL)
    return NULL;
  if (call->answered)
    customer->facts = hx_sample_sentence_gives (hx_json_member_string (found, "label"), sentence, customer->facts);
  return hx_sample_fill (self, sentence, customer, call->at);
}

static void
set_times (HxSample     *self,
           HxSampleCall *call)
{
  gint64 ring = hx_sample_span (self, 3 * HX_SECOND, call->answered ? 14 * HX_SECOND : 42 * HX_SECOND);
  gint64 talk = talk_time (self, call);
  gint64 ended = call->at + ring + talk;

  hx_record_set_int (call->call, HX_CALL_STARTED_AT, call->at);
  if (call->answered)
    hx_record_set_int (call->call, HX_CALL_ANSWERED_AT, call->at + ring);
  hx_record_set_int (call->call, HX_CALL_ENDED_AT, ended);
  hx_record_set_int (call->call, HX_CALL_DURATION_MS, talk / 1000);
  hx_record_set_text (call->call, HX_CALL_CAUSE, call->answered ? "normal" : call->direction == HX_DIRECTION_IN
                      ? "abandoned" : causes[hx_sample_number (self, G_N_ELEMENTS (causes))]);
  hx_record_set_int (call->call, HX_RECORD_UPDATED_AT, ended);
}

static void
set_way (HxSample     *self,
         HxSampleCall *call)
{
  static const char *const queues[] = { "外呼一组", "外呼二组", "客服热线" };
  HxSampleCustomer *customer = call->customer;
  gboolean sourced = customer->source_at > 0 && call->at - customer->source_at <= LEAD_TIME;

  hx_record_set_text (call->call, HX_CALL_CUSTOMER_ID, hx_record_get_id (customer->record));
  hx_record_set_text (call->call, HX_CALL_NUMBER, customer->phone);
  hx_record_set_enum (call->call, HX_CALL_DIRECTION, (int) call->direction);
  hx_record_set_enum (call->call, HX_CALL_STATE, HX_CALL_ENDED);
  hx_record_set_text (call->call, HX_CALL_LINE, hx_sample_chance (self, 0.5) ? "线路 A" : "线路 B");
  hx_record_set_text (call->call, HX_CALL_QUEUE, queues[MIN (2, call->agent->team)]);
  hx_record_set_enum (call->call, HX_CALL_CHANNEL, (int) (sourced ? customer->source : HX_CHANNEL_PHONE));
  hx_record_take_text (call->call, HX_CALL_EXTERNAL_ID, g_strdup_printf ("sample-%06u", ++self->last_number));
}

static void
add_talk (HxSample      *self,
          HxSampleCall  *call,
          HxSampleAgent *agent,
          gint64         from,
          gint64         to)
{
  HxRecord *talk = hx_sample_record (self, &hx_talk_schema, call->at);

  hx_record_set_text (talk, HX_TALK_CALL_ID, hx_record_get_id (call->call));
  hx_record_set_text (talk, HX_TALK_AGENT_ID, hx_record_get_id (agent->record));
  if (call->answered)
    hx_record_set_int (talk, HX_TALK_ANSWERED_AT, from);
  hx_record_set_int (talk, HX_TALK_ENDED_AT, to);
}

/* Who had a part in it: a missed inbound call had nobody; a few long ones were passed on by a colleague. */
static void
add_talks (HxSample     *self,
           HxSampleCall *call)
{
  gint64 answered = hx_record_get_int (call->call, HX_CALL_ANSWERED_AT);
  gint64 ended = hx_record_get_int (call->call, HX_CALL_ENDED_AT);
  HxSampleAgent *first = NULL;

  if (call->direction == HX_DIRECTION_IN && !call->answered)
    return;
  hx_record_set_text (call->call, HX_CALL_AGENT_ID, hx_record_get_id (call->agent->record));
  if (call->direction == HX_DIRECTION_IN && call->audio == NULL && ended - answered > 70 * HX_SECOND
      && hx_sample_chance (self, 0.15))
    first = g_ptr_array_index (self->agents, hx_sample_number (self, self->agents->len));
  if (first != NULL && first != call->agent)
    {
      gint64 passed = answered + (ended - answered) / 3;

      add_talk (self, call, first, answered, passed);
      call->first_agent = first;
      answered = passed;
    }
  add_talk (self, call, call->agent, answered, ended);
}

/* A call with its contact, as the telephone system would have told of it. */
void
hx_sample_make_call (HxSample     *self,
                     HxSampleCall *call)
{
  HxSampleCustomer *customer = call->customer;
  HxActivity activity;
  HxRecord *contact;
  char *summary;

  call->call = hx_sample_record (self, &hx_call_schema, call->at);
  call->channels = customer->channels | 1u << HX_CHANNEL_PHONE;
  set_times (self, call);
  set_way (self, call);
  add_talks (self, call);
  summary = call_summary (self, call, &activity);
  contact = hx_sample_add_contact (self, customer, HX_CHANNEL_PHONE, activity, call->direction, call->at, summary);
  hx_record_set_text (contact, HX_CONTACT_CALL_ID, hx_record_get_id (call->call));
  if (hx_record_has (call->call, HX_CALL_AGENT_ID))
    hx_record_set_text (contact, HX_CONTACT_AGENT_ID, hx_record_get_text (call->call, HX_CALL_AGENT_ID));
  customer->last_at = MAX (customer->last_at, hx_record_get_int (call->call, HX_CALL_ENDED_AT));
  if (call->answered)
    customer->facts |= HX_FACT_TALKED | HX_FACT_LED | (call->agent->telesales ? 0 : HX_FACT_SERVED);
  else if (call->direction == HX_DIRECTION_IN)
    {
      gint64 at = hx_sample_span (self, customer->last_at + HX_MINUTE, customer->last_at + 6 * HX_MINUTE);

      customer->facts |= HX_FACT_MISSED;
      if (hx_sample_may_touch (customer, at))
        hx_sample_touch (self, customer, HX_CHANNEL_SMS, "致歉短信", FALSE, at);
      customer->facts &= ~(guint) HX_FACT_MISSED;
    }
}
