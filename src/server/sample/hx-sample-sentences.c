/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include <string.h>

/* What a sentence takes for granted, what it excludes and what is true after it. Matched against the label and the text. */
static const struct
{
  const char *words;
  guint needs;
  guint without;
  guint gives;
} rules[] = {
  { "提交线索", 0, HX_FACT_TALKED, HX_FACT_LED },
  { "申请额度", 0, HX_FACT_ORDERED, HX_FACT_LED },
  { "重复提交", HX_FACT_LED, 0, 0 },
  { "预约记录", HX_FACT_BOOKED, 0, 0 },
  { "添加好友", 0, HX_FACT_FRIEND, HX_FACT_FRIEND },
  { "顾问名片", HX_FACT_TALKED, 0, 0 },
  { "收到消息", HX_FACT_FRIEND | HX_FACT_TALKED, 0, 0 },
  { "发出消息", HX_FACT_FRIEND, 0, 0 },
  { "公众号提交", HX_FACT_TEXTED, 0, 0 },
  { "我的进度", HX_FACT_BOOKED, 0, 0 },
  { "资料收到了", HX_FACT_SENT, 0, 0 },
  { "收到资料", HX_FACT_SENT, 0, 0 },
  { "资料三张图", 0, 0, HX_FACT_SENT },
  { "资料》", 0, 0, HX_FACT_SENT },
  { "已发说明", 0, 0, HX_FACT_SENT },
  { "资料，已发", HX_FACT_FRIEND, 0, HX_FACT_SENT },
  { "发送{shop}定位", HX_FACT_BOOKED, 0, 0 },
  { "改了时间", HX_FACT_BOOKED, 0, 0 },
  { "修改预约", HX_FACT_BOOKED, 0, 0 },
  { "改看房时间", HX_FACT_BOOKED, 0, 0 },
  { "改约", HX_FACT_BOOKED, 0, 0 },
  { "已改为", HX_FACT_BOOKED, 0, 0 },
  { "改到{day}", HX_FACT_BOOKED, 0, 0 },
  { "预约未到", HX_FACT_BOOKED, 0, 0 },
  { "预约时间", HX_FACT_BOOKED, 0, 0 },
  { "请准时到", HX_FACT_BOOKED, 0, 0 },
  { "的预约，", HX_FACT_BOOKED, 0, 0 },
  { "预约确认", HX_FACT_BOOKED, 0, 0 },
  { "的预约提醒", HX_FACT_BOOKED, 0, 0 },
  { "地址再发", HX_FACT_BOOKED, 0, 0 },
  { "您预约的顾问", HX_FACT_LED, 0, 0 },
  { "可以带家人", HX_FACT_BOOKED, 0, 0 },
  { "预约单", HX_FACT_LED, 0, HX_FACT_BOOKED },
  { "看房预约", HX_FACT_LED, 0, HX_FACT_BOOKED },
  { "预约看房", HX_FACT_LED, 0, HX_FACT_BOOKED },
  { "预约试听", HX_FACT_LED, 0, HX_FACT_BOOKED },
  { "到店", 0, 0, HX_FACT_VISITED | HX_FACT_LED },
  { "第二次到", HX_FACT_VISITED, 0, 0 },
  { "复看", HX_FACT_VISITED, 0, 0 },
  { "约{day}{hour}看", 0, 0, HX_FACT_BOOKED },
  { "约{day}{hour}试听", 0, 0, HX_FACT_BOOKED },
  { "回访满意度", HX_FACT_SERVED, 0, 0 },
  { "看房定金", HX_FACT_VISITED, HX_FACT_ORDERED, HX_FACT_ORDERED },
  { "试听", HX_FACT_LED, HX_FACT_ORDERED, 0 },
  { "样板间", HX_FACT_LED, HX_FACT_VISITED, HX_FACT_VISITED },
  { "测评", HX_FACT_LED, HX_FACT_VISITED, HX_FACT_VISITED },
  { "材料，缺", HX_FACT_TALKED, HX_FACT_ORDERED, HX_FACT_VISITED },
  { "办理签约", HX_FACT_VISITED, HX_FACT_ORDERED, HX_FACT_ORDERED },
  { "初审通过", HX_FACT_TALKED, HX_FACT_ORDERED, 0 },
  { "放款 {amount}", HX_FACT_VISITED | HX_FACT_TALKED, HX_FACT_ORDERED, HX_FACT_ORDERED },
  { "班报名", HX_FACT_TALKED, HX_FACT_ORDERED, HX_FACT_ORDERED },
  { "转班", HX_FACT_ORDERED, 0, 0 },
  { "换班", HX_FACT_ORDERED, 0, 0 },
  { "请假，", HX_FACT_ORDERED, 0, 0 },
  { "上课要带", HX_FACT_ORDERED, 0, 0 },
  { "账单", HX_FACT_ORDERED, 0, 0 },
  { "还款日", HX_FACT_ORDERED, 0, 0 },
  { "提前还款办理", HX_FACT_ORDERED, 0, 0 },
  { "试算提前还款", HX_FACT_ORDERED, 0, 0 },
  { "审到哪一步", HX_FACT_TALKED, HX_FACT_ORDERED, 0 },
  { "签约要带", HX_FACT_VISITED, 0, 0 },
  { "退款申请", HX_FACT_ORDERED, HX_FACT_REFUNDING, HX_FACT_REFUNDING },
  { "退款到账", HX_FACT_REFUNDING, 0, 0 },
  { "退款进度", HX_FACT_REFUNDING, 0, 0 },
  { "优惠券补发", HX_FACT_ORDERED, 0, 0 },
  { "收货地址", HX_FACT_ORDERED, 0, 0 },
  { "发票", HX_FACT_ORDERED, 0, 0 },
  { "合同条款", HX_FACT_VISITED, 0, 0 },
  { "老客户", HX_FACT_ORDERED, 0, 0 },
  { "书面答复", HX_FACT_TALKED | HX_FACT_TEXTED, 0, 0 },
  { "短信没收到", HX_FACT_BOOKED, 0, 0 },
  { "退订后仍", HX_FACT_MAILED, 0, 0 },
  { "消息收得太多", HX_FACT_TEXTED, 0, 0 },
  { "发出邮件", HX_FACT_LED, 0, HX_FACT_MAILED },
  { "活动通知", HX_FACT_LED, HX_FACT_UNSUBSCRIBED, HX_FACT_TEXTED },
  { "预约提醒", HX_FACT_LED, 0, HX_FACT_TEXTED },
  { "号码停机", HX_FACT_LED, HX_FACT_TALKED, 0 },
  { "客户回复", HX_FACT_TEXTED, HX_FACT_UNSUBSCRIBED, 0 },
  { "回复“T”", 0, 0, HX_FACT_UNSUBSCRIBED },
  { "同意顾问联系", 0, HX_FACT_NO_CALLS, 0 },
  { "只用微信", HX_FACT_FRIEND, HX_FACT_NO_CALLS, HX_FACT_NO_CALLS },
  { "别打电话", 0, HX_FACT_NO_CALLS, HX_FACT_NO_CALLS },
  { "别再打电话", HX_FACT_TALKED, HX_FACT_NO_CALLS, HX_FACT_NO_CALLS },
  { "打了三次电话", HX_FACT_TALKED, 0, 0 },
  { "致歉短信", HX_FACT_MISSED, 0, 0 },
  { "上次", HX_FACT_TALKED, 0, 0 },
  { "催办", HX_FACT_TALKED, 0, 0 },
  { "处理结果", HX_FACT_SERVED, 0, 0 },
  { "说明原因", HX_FACT_SERVED, 0, 0 },
  { "回电补充", HX_FACT_SERVED, 0, 0 },
  { "七天内第", HX_FACT_CLICKED, 0, 0 },
  { "收藏后回访", HX_FACT_CLICKED, 0, 0 },
  { "搜索广告", 0, 0, HX_FACT_CLICKED },
  { "信息流广告", 0, HX_FACT_ORDERED, HX_FACT_CLICKED },
};

static gboolean
fits (const char *label,
      const char *sentence,
      guint       facts)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((strstr (label, rules[i].words) != NULL || strstr (sentence, rules[i].words) != NULL)
        && ((facts & rules[i].needs) != rules[i].needs || (facts & rules[i].without) != 0))
      return FALSE;
  return TRUE;
}

/* What is true of the customer after it. */
guint
hx_sample_sentence_gives (const char *label,
                          const char *sentence,
                          guint       facts)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strstr (label, rules[i].words) != NULL || strstr (sentence, rules[i].words) != NULL)
      facts |= rules[i].gives;
  if (g_str_equal (label, "致歉短信"))
    facts &= ~(guint) HX_FACT_MISSED;
  return facts;
}

static gboolean
activity_fits (HxJson           *activity,
               HxSampleCustomer *customer,
               const char       *label,
               gboolean          inbound)
{
  const char *line = hx_json_member_string (activity, "line");
  gboolean missed = g_str_equal (hx_json_member_string (activity, "activity"), "missed_call");

  if (label != NULL && !g_str_equal (label, hx_json_member_string (activity, "label")))
    return FALSE;
  if (inbound != g_str_equal (hx_json_member_string (activity, "direction"), "in"))
    return FALSE;
  return (!missed || label != NULL) && (line[0] == '\0' || g_str_equal (line, customer->line));
}

static HxJson *
choose_activity (HxSample         *self,
                 HxJson           *activities,
                 HxSampleCustomer *customer,
                 const char       *label,
                 gboolean          inbound)
{
  gint64 sum = 0;
  gint64 at;

  for (guint i = 0; i < hx_json_get_length (activities); i++)
    if (activity_fits (hx_json_get_element (activities, i), customer, label, inbound))
      sum += hx_json_member_integer (hx_json_get_element (activities, i), "weight", 1);
  at = hx_sample_number (self, (guint) sum);
  for (guint i = 0; i < hx_json_get_length (activities); i++)
    {
      HxJson *activity = hx_json_get_element (activities, i);

      if (!activity_fits (activity, customer, label, inbound))
        continue;
      at -= hx_json_member_integer (activity, "weight", 1);
      if (at < 0)
        return activity;
    }
  return NULL;
}

static gboolean
said_lately (HxSampleCustomer *customer,
             const char       *sentence)
{
  for (guint i = 0; i < G_N_ELEMENTS (customer->recent); i++)
    if (customer->recent[i] == sentence)
      return TRUE;
  return FALSE;
}

/* Somebody whom we are going to ring must not ask before that never to be rung. */
static gboolean
must_stay_callable (HxSampleCustomer *customer)
{
  return customer->demo || (customer->planned != NULL && customer->planned->direction == HX_DIRECTION_OUT)
         || (customer->audio != NULL && customer->audio->direction == HX_DIRECTION_OUT);
}

/* An activity on a channel that could happen to the customer now, and a sentence for it; NULL when none comes up. */
HxJson *
hx_sample_find_sentence (HxSample         *self,
                         HxSampleCustomer *customer,
                         HxChannel         channel,
                         const char       *label,
                         gboolean          inbound,
                         const char      **sentence)
{
  HxJson *activities = hx_json_get_member (self->channels[channel], "activities");
  guint facts = customer->facts | (must_stay_callable (customer) ? HX_FACT_NO_CALLS : 0);

  for (guint tries = 0; tries < 16; tries++)
    {
      HxJson *activity = choose_activity (self, activities, customer, label, inbound);

      if (activity == NULL)
        return NULL;
      *sentence = hx_json_get_string (hx_sample_any (self, hx_json_get_member (activity, "summaries")));
      if (!fits (hx_json_member_string (activity, "label"), *sentence, facts)
          || !hx_sample_words_fit (*sentence, customer, ~0u, &(HxChannel){ 0 })
          || (label == NULL && said_lately (customer, *sentence)))
        continue;
      customer->recent[customer->n_said++ % G_N_ELEMENTS (customer->recent)] = *sentence;
      return activity;
    }
  return NULL;
}

/* Words that only make sense for one channel, or for one line of business. */
static const struct
{
  const char *words;
  int channel; /* -1: any */
  const char *line;
} meanings[] = {
  { "抖音", HX_CHANNEL_DOUYIN, NULL },   { "直播", HX_CHANNEL_DOUYIN, NULL }, { "官网", HX_CHANNEL_FORM, NULL },
  { "表单", HX_CHANNEL_FORM, NULL },     { "微信", HX_CHANNEL_WECHAT, NULL }, { "短信", HX_CHANNEL_SMS, NULL },
  { "验证码", HX_CHANNEL_SMS, NULL },    { "门店", HX_CHANNEL_STORE, NULL },  { "邮件", HX_CHANNEL_EMAIL, NULL },
  { "退信", HX_CHANNEL_EMAIL, NULL },    { "网页客服", HX_CHANNEL_WEB_CHAT, NULL }, { "广告", HX_CHANNEL_AD, NULL },
  { "App", HX_CHANNEL_APP, NULL },       { "付款", HX_CHANNEL_ORDER, NULL },  { "退款", HX_CHANNEL_ORDER, NULL },
  { "订单", HX_CHANNEL_ORDER, NULL },    { "孩子", -1, "course" },            { "年级", -1, "course" },
  { "换班", -1, "course" },              { "退班", -1, "course" },            { "课程", -1, "course" },
  { "家长", -1, "course" },              { "报名", -1, "course" },            { "贷款", -1, "loan" },
  { "还款", -1, "loan" },                { "利率", -1, "loan" },              { "户型", -1, "property" },
  { "楼盘", -1, "property" },            { "看房", -1, "property" },          { "租房", -1, "property" },
  { "三居", -1, "property" },            { "两居", -1, "property" },          { "学区", -1, "property" },
  { "新房", -1, "property" },            { "小微", -1, "loan" },              { "开学", -1, "course" },
  { "英语", -1, "course" },              { "编程", -1, "course" },            { "考研", -1, "course" },
  { "款式", -1, "property" },            { "装修", -1, "property" },          { "面积", -1, "property" },
};

/* Whether words about a customer are true of one; @channel becomes the channel that they speak of. */
gboolean
hx_sample_words_fit (const char       *words,
                     HxSampleCustomer *customer,
                     guint             channels,
                     HxChannel        *channel)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      if (strstr (words, meanings[i].words) == NULL)
        continue;
      if (meanings[i].line != NULL && !g_str_equal (meanings[i].line, customer->line))
        return FALSE;
      if (meanings[i].channel < 0)
        continue;
      if ((channels & (1u << meanings[i].channel)) == 0)
        return FALSE;
      *channel = (HxChannel) meanings[i].channel;
    }
  return TRUE;
}
