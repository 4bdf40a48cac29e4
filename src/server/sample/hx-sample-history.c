/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include "rules/hx-wrapup-rules.h"

#include <string.h>

/* The touch limit that the sample keeps, but for a few deliberate cases. */
#define GAP (6 * HX_HOUR)

/* Who or what acts on a channel, when it is no agent. */
static const char *const origins[HX_N_CHANNELS] = {
  [HX_CHANNEL_SMS] = "短信平台", [HX_CHANNEL_APP] = "App",        [HX_CHANNEL_FORM] = "官网",
  [HX_CHANNEL_EMAIL] = "邮件系统", [HX_CHANNEL_ORDER] = "订单系统",
  [HX_CHANNEL_DOUYIN] = "抖音账号", [HX_CHANNEL_AD] = "广告投放",
};

/* Whether one more touch by us keeps to the limit: two in 24 hours, six hours apart. */
gboolean
hx_sample_may_touch (HxSampleCustomer *customer,
                     gint64            at)
{
  return (customer->last_out == 0 || at - customer->last_out >= GAP)
         && (customer->earlier_out == 0 || at - customer->earlier_out >= HX_DAY);
}

static void
note_contact (HxSampleCustomer *customer,
              HxChannel         channel,
              HxActivity        activity,
              HxDirection       direction,
              gint64            at)
{
  customer->last_at = MAX (customer->last_at, at);
  customer->contacted_at = MAX (customer->contacted_at, at);
  customer->channels |= 1u << channel;
  if (direction == HX_DIRECTION_OUT)
    {
      customer->earlier_out = customer->last_out;
      customer->last_out = at;
    }
  if (hx_channel_is_source (channel, activity, direction))
    {
      customer->source = channel;
      customer->source_at = at;
    }
}

HxRecord *
hx_sample_add_contact (HxSample         *self,
                       HxSampleCustomer *customer,
                       HxChannel         channel,
                       HxActivity        activity,
                       HxDirection       direction,
                       gint64            at,
                       char             *summary)
{
  HxRecord *contact = hx_sample_record (self, &hx_contact_schema, at);

  hx_record_set_text (contact, HX_CONTACT_CUSTOMER_ID, hx_record_get_id (customer->record));
  hx_record_set_enum (contact, HX_CONTACT_CHANNEL, (int) channel);
  hx_record_set_enum (contact, HX_CONTACT_ACTIVITY, (int) activity);
  hx_record_set_enum (contact, HX_CONTACT_DIRECTION, (int) direction);
  hx_record_set_int (contact, HX_CONTACT_AT, at);
  hx_record_take_text (contact, HX_CONTACT_SUMMARY, summary);
  note_contact (customer, channel, activity, direction, at);
  return contact;
}

/* What a form brought, and what it failed to bring. */
static void
add_attributes (HxSample         *self,
                HxSampleCustomer *customer,
                HxRecord         *contact)
{
  g_autoptr (GString) out = g_string_new ("{\"意向产品\":");

  hx_json_append_string (out, customer->product);
  g_string_append (out, ",\"城市\":");
  hx_json_append_string (out, strstr (hx_record_get_text (contact, HX_CONTACT_SUMMARY), "写成") != NULL ? "" : customer->city);
  g_string_append (out, ",\"需求标签\":\"\"}");
  hx_record_set_text (contact, HX_CONTACT_ATTRIBUTES, out->str);
}

static void
add_actor (HxSample         *self,
           HxSampleCustomer *customer,
           HxRecord         *contact,
           HxChannel         channel)
{
  HxSampleAgent *agent = customer->agent;

  if (channel == HX_CHANNEL_WEB_CHAT)
    agent = g_ptr_array_index (self->agents, self->agents->len - 1 - hx_sample_number (self, 8));
  if (channel == HX_CHANNEL_WEB_CHAT
      || (channel == HX_CHANNEL_WECHAT && hx_record_get_enum (contact, HX_CONTACT_ACTIVITY) == HX_ACTIVITY_MESSAGE))
    hx_record_set_text (contact, HX_CONTACT_AGENT_ID, hx_record_get_id (agent->record));
  else if (channel == HX_CHANNEL_STORE)
    hx_record_set_text (contact, HX_CONTACT_ORIGIN, customer->shop);
  else
    hx_record_set_text (contact, HX_CONTACT_ORIGIN, origins[channel]);
}

static gboolean
is_office_hour (HxSample *self,
                gint64    at)
{
  double hour = hx_sample_hour (self, at);

  return hour >= 9 && hour < 20;
}

/* One touch on a channel, if something there could happen to the customer then. */
gboolean
hx_sample_touch (HxSample         *self,
                 HxSampleCustomer *customer,
                 HxChannel         channel,
                 const char       *label,
                 gboolean          inbound,
                 gint64            at)
{
  const char *sentence = NULL;
  HxJson *found = NULL;
  HxRecord *contact;
  int activity;

  if (at < self->options->now && (customer->has_mail || channel != HX_CHANNEL_EMAIL))
    found = hx_sample_find_sentence (self, customer, channel, label, inbound, &sentence);
  if (found == NULL || (strstr (sentence, "夜间") != NULL && hx_sample_hour (self, at) < 19)
      || (strstr (sentence, "致电未接") != NULL && !is_office_hour (self, at)))
    return FALSE;
  activity = MAX (0, hx_enum_find (&hx_activity_enum, hx_json_member_string (found, "activity")));
  contact = hx_sample_add_contact (self, customer, channel, (HxActivity) activity,
                                   inbound ? HX_DIRECTION_IN : HX_DIRECTION_OUT, at,
                                   hx_sample_fill (self, sentence, customer, at));
  add_actor (self, customer, contact, channel);
  if (activity == HX_ACTIVITY_LEAD)
    add_attributes (self, customer, contact);
  customer->facts = hx_sample_sentence_gives (hx_json_member_string (found, "label"), sentence, customer->facts);
  return TRUE;
}

/* A visit needs an open shop, and an order is seldom made at night. */
static gboolean
channel_fits_hour (HxSample *self,
                   HxChannel channel,
                   gint64    at)
{
  return (channel != HX_CHANNEL_STORE && channel != HX_CHANNEL_WEB_CHAT && channel != HX_CHANNEL_EMAIL)
         || is_office_hour (self, at);
}

static void
live_moment (HxSample         *self,
             HxSampleCustomer *customer,
             gint64            at,
             gboolean          quiet)
{
  HxJson *list = hx_sample_list (self, "channels");
  gboolean may = !quiet && is_office_hour (self, at) && hx_sample_may_touch (customer, at);

  for (guint tries = 0; tries < 8; tries++)
    {
      const char *id = hx_json_member_string (hx_sample_weighted (self, list), "id");
      HxChannel channel = (HxChannel) MAX (0, hx_enum_find (&hx_channel_enum, id));
      gboolean inbound = !may || hx_sample_chance (self, 0.5);

      if (channel != HX_CHANNEL_PHONE && channel_fits_hour (self, channel, at)
          && hx_sample_touch (self, customer, channel, NULL, inbound, at))
        return;
    }
}

/* How somebody becomes a lead: an advertisement or a look round, then a number left, then our first message. */
static void
be_born (HxSample         *self,
         HxSampleCustomer *customer,
         gint64            from,
         gint64            to)
{
  static const HxChannel looks[] = { HX_CHANNEL_APP, HX_CHANNEL_DOUYIN, HX_CHANNEL_AD };
  gint64 at = hx_sample_span (self, from, MAX (from, to - HX_HOUR));
  HxChannel channel = customer->lead_channel;
  const char *label = channel == HX_CHANNEL_STORE ? "到店" : channel == HX_CHANNEL_WECHAT ? "添加好友" : NULL;

  if (channel == HX_CHANNEL_STORE && !is_office_hour (self, at))
    at = MIN (to - HX_HOUR, from + 4 * HX_HOUR);
  if (hx_sample_chance (self, 0.6) && hx_sample_touch (self, customer, HX_CHANNEL_AD, NULL, TRUE, at))
    at = hx_sample_span (self, at + HX_MINUTE, at + 15 * HX_MINUTE);
  if (hx_sample_chance (self, 0.35) && hx_sample_touch (self, customer, looks[hx_sample_number (self, 3)], NULL, TRUE, at))
    at = hx_sample_span (self, at + HX_MINUTE, at + 12 * HX_MINUTE);
  if (channel == HX_CHANNEL_DOUYIN || channel == HX_CHANNEL_FORM)
    label = "提交线索";
  for (guint tries = 0; tries < 4; tries++)
    if (hx_sample_touch (self, customer, channel, label, TRUE, at))
      break;
  customer->facts |= HX_FACT_LED;
  at = hx_sample_span (self, at + 20 * HX_SECOND, at + 4 * HX_MINUTE);
  if (is_office_hour (self, at) && hx_sample_chance (self, 0.6))
    hx_sample_touch (self, customer, HX_CHANNEL_SMS, "预约提醒", FALSE, at);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 two = *(const gint64 *) b;

  return (one > two) - (one < two);
}

/* Before a recorded call there is something on the channel that its feedback speaks of. */
static void
prepare_audio (HxSample         *self,
               HxSampleCustomer *customer,
               gint64            at)
{
  HxChannel channel = customer->audio->channel;

  if (channel == HX_CHANNEL_PHONE || hx_sample_touch (self, customer, channel, NULL, TRUE, at))
    return;
  if ((customer->channels & (1u << channel)) == 0 && is_office_hour (self, at))
    hx_sample_touch (self, customer, channel, NULL, FALSE, at);
}

static void
live_customer_day (HxSample         *self,
                   HxSampleCustomer *customer,
                   int               day)
{
  gint64 from, to;
  gint64 times[8];
  HxSampleCall *call = customer->planned;
  guint n = 0;

  hx_sample_day_bounds (self, day, &from, &to);
  from = MAX (from, customer->last_at + HX_MINUTE);
  if (customer->unknown || customer->first_day == day)
    {
      if (call != NULL)
        hx_sample_make_call (self, call);
      else if (!customer->unknown)
        be_born (self, customer, from, to);
      return;
    }
  if (call == NULL && !hx_sample_chance (self, customer->activity))
    return;
  n = 1 + hx_sample_chance (self, 0.5) + hx_sample_chance (self, 0.2) + (customer->demo && hx_sample_chance (self, 0.5));
  for (guint i = 0; i < n; i++)
    times[i] = hx_sample_span (self, from, to);
  if (customer->audio != NULL && customer->audio->day + 1 == day)
    prepare_audio (self, customer, hx_sample_span (self, from, to));
  qsort (times, n, sizeof *times, compare_times);
  for (guint i = 0; i < n; i++)
    {
      if (call != NULL && call->at <= times[i])
        {
          hx_sample_make_call (self, call);
          call = NULL;
        }
      if (times[i] > customer->last_at + 40 * HX_SECOND)
        live_moment (self, customer, times[i], call != NULL && call->direction == HX_DIRECTION_OUT);
    }
  if (call != NULL)
    hx_sample_make_call (self, call);
}

/* One day of everybody. */
void
hx_sample_live_day (HxSample *self,
                    int       day)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);

      if (customer->first_day >= day)
        live_customer_day (self, customer, day);
      customer->planned = NULL;
    }
}

/* A message at night, which compliance is to find (domain: compliance and privacy). */
void
hx_sample_add_offences (HxSample *self)
{
  for (guint found = 0, tries = 0; found < 2 && tries < 400; tries++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, hx_sample_number (self, self->people->len));
      gint64 at = self->today - HX_DAY + 22 * HX_HOUR + 20 * HX_MINUTE;

      if (customer->last_at < at && customer->last_at > 0 && !customer->demo && at < self->options->now - 8 * HX_HOUR
          && hx_sample_touch (self, customer, HX_CHANNEL_SMS, "活动通知", FALSE, hx_sample_span (self, at, at + HX_HOUR / 2)))
        found++;
    }
}

/* Some stand at the limit today: two touches within the last 24 hours, rightly six hours apart. */
void
hx_sample_fill_touches (HxSample *self)
{
  gint64 now = self->options->now;
  gint64 at = now - 12 * HX_MINUTE;
  guint found = 0;

  for (guint i = 0; i < self->people->len && found < 6; i++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);

      if (customer->last_out < now - 20 * HX_HOUR || customer->last_at > at || !hx_sample_may_touch (customer, at))
        continue;
      if (hx_sample_touch (self, customer, customer->facts & HX_FACT_FRIEND ? HX_CHANNEL_WECHAT : HX_CHANNEL_SMS,
                           customer->facts & HX_FACT_FRIEND ? "发出消息" : NULL, FALSE, at))
        found++;
    }
}

/* One customer with very many contacts, for measuring: about ten a day, back from now. */
void
hx_sample_make_long_history (HxSample *self,
                             guint     contacts)
{
  HxSampleCustomer *customer = hx_sample_add_measured_customer (self);
  gint64 step = 144 * HX_MINUTE;

  customer->facts = ~(guint) (HX_FACT_UNSUBSCRIBED | HX_FACT_NO_CALLS);
  for (guint made = 0; made < contacts;)
    {
      gint64 at = hx_sample_span (self, 0, step) + self->options->now - HX_MINUTE - (gint64) (contacts - made) * step;
      HxChannel channel = (HxChannel) (1 + hx_sample_number (self, HX_N_CHANNELS - 1));

      if (hx_sample_touch (self, customer, channel, NULL, hx_sample_chance (self, 0.7), MAX (at, customer->last_at + HX_SECOND)))
        made++;
      customer->facts = ~(guint) (HX_FACT_UNSUBSCRIBED | HX_FACT_NO_CALLS | HX_FACT_ORDERED);
    }
}
