/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include <string.h>

/* What agents raise, and how often: some pains are everybody's. */
static const struct
{
  gboolean telesales;
  const char *category;
  const char *issue_type;
  guint weight;
} kinds[] = {
  { TRUE, "lead", "no_tag", 22 },       { TRUE, "lead", "wrong_info", 10 },   { TRUE, "lead", "no_need", 7 },
  { TRUE, "lead", "other", 4 },         { TRUE, "touch", "sms_missing", 14 }, { TRUE, "touch", "too_often", 8 },
  { TRUE, "touch", "other", 4 },        { TRUE, "system", "not_synced", 13 }, { TRUE, "system", "slow_popup", 7 },
  { TRUE, "system", "other", 3 },       { FALSE, "process", "repeat_steps", 9 }, { FALSE, "process", "no_owner", 8 },
  { FALSE, "process", "other", 3 },     { FALSE, "tool", "not_found", 9 },    { FALSE, "tool", "fails", 10 },
  { FALSE, "tool", "other", 5 },        { FALSE, "training", "policy_unclear", 8 }, { FALSE, "training", "script_missing", 5 },
  { FALSE, "training", "other", 3 },
};

/* Which issue type a vague word belongs to. */
static const struct
{
  const char *word;
  const char *category;
} vague_kinds[] = {
  { "线索", "lead" }, { "名单", "lead" }, { "客户", "lead" }, { "系统", "system" },
  { "弹屏", "system" }, { "数据", "system" }, { "", "touch" },
};

static guint
choose_kind (HxSample *self,
             gboolean  telesales)
{
  guint sum = 0;
  guint at;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    sum += kinds[i].telesales == telesales ? kinds[i].weight : 0;
  at = hx_sample_number (self, sum);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].telesales == telesales)
      {
        if (at < kinds[i].weight)
          return i;
        at -= kinds[i].weight;
      }
  return 0;
}

/* What one call gives rise to: a call that nobody took says something of lines, any other of what was said. */
static HxRecord *
raise_pain (HxSample       *self,
       HxSampleCall   *call,
       HxFeedbackState state,
       HxProposal      proposal)
{
  for (guint tries = 0; tries < 60; tries++)
    {
      guint kind = choose_kind (self, call->agent->telesales);
      HxSampleVoice voice = { state, kinds[kind].category, kinds[kind].issue_type, NULL, NULL, -1, proposal };

      if (!call->answered)
        {
          voice.category = call->agent->telesales ? "touch" : "process";
          voice.issue_type = call->agent->telesales ? "not_reached" : "no_owner";
        }
      voice.item = hx_sample_any (self, hx_json_get_member (hx_sample_pain_group (self, voice.category, voice.issue_type,
                                                                                  call->agent->telesales), "items"));
      if (!hx_sample_item_fits (voice.item, call, -1))
        continue;
      for (int channel = HX_CHANNEL_SMS; proposal == HX_PROPOSAL_SUSPECT && channel < HX_N_CHANNELS; channel++)
        if ((call->channels & (1u << channel)) == 0)
          voice.channel = channel;
      if (proposal != HX_PROPOSAL_SUSPECT || voice.channel >= 0)
        return hx_sample_add_feedback (self, call, &voice);
    }
  return NULL;
}

static HxRecord *
raise_vague (HxSample       *self,
             HxSampleCall   *call,
             HxFeedbackState state)
{
  HxJson *list = hx_sample_list (self, "vague");
  HxSampleVoice voice = { state, NULL, "other", NULL, NULL, -1, HX_PROPOSAL_VAGUE };

  for (guint tries = 0; tries < 30; tries++)
    {
      guint kind = 0;

      voice.item = hx_sample_any (self, list);
      while (strstr (hx_json_member_string (voice.item, "pain"), vague_kinds[kind].word) == NULL)
        kind++;
      voice.category = vague_kinds[kind].category;
      if (hx_sample_item_fits (voice.item, call, -1))
        return hx_sample_add_feedback (self, call, &voice);
    }
  return NULL;
}

/* "Me too": another customer, the same pain; as a duplicate it is the same agent again. */
static void
join (HxSample       *self,
      HxRecord       *first,
      HxFeedbackState state,
      gboolean        duplicate,
      gint64          until)
{
  gint64 from = hx_record_get_int (first, HX_RECORD_CREATED_AT);
  int channel = hx_record_get_enum (first, HX_FEEDBACK_CHANNEL);
  gboolean telesales
      = g_str_equal (hx_record_get_text (first, HX_FEEDBACK_TEMPLATE_ID), hx_record_get_id (self->templates[0]));

  for (guint tries = 0; tries < 120; tries++)
    {
      HxSampleCall *call = hx_sample_find_call (self, telesales, from, until);
      HxSampleVoice voice = { state, hx_record_get_text (first, HX_FEEDBACK_CATEGORY),
                              hx_record_get_text (first, HX_FEEDBACK_ISSUE_TYPE), NULL, first, channel, HX_PROPOSAL_NONE };
      gboolean same;

      if (call == NULL)
        return;
      same = g_str_equal (hx_record_get_id (call->agent->record), hx_record_get_text (first, HX_FEEDBACK_AGENT_ID));
      if (same != duplicate || !call->answered || (call->channels & (1u << channel)) == 0
          || call->customer == NULL || g_str_equal (hx_record_get_id (call->customer->record),
                                                    hx_record_get_text (first, HX_FEEDBACK_CUSTOMER_ID)))
        continue;
      if (duplicate)
        voice.proposal = HX_PROPOSAL_DUPLICATE;
      first = hx_sample_add_feedback (self, call, &voice);
      return;
    }
}

static void
raise_some (HxSample       *self,
            guint           n,
            gint64          from,
            gint64          to,
            HxFeedbackState state,
            HxProposal      proposal)
{
  for (guint i = 0, tries = 0; i < n && tries < n * 6; tries++)
    {
      gboolean vague = proposal == HX_PROPOSAL_VAGUE;
      HxSampleCall *call = hx_sample_find_call (self, vague || hx_sample_chance (self, 0.66), from, to);

      if (call == NULL)
        continue;
      if (vague ? raise_vague (self, call, state) != NULL : raise_pain (self, call, state, proposal) != NULL)
        i++;
    }
}

/* What the recordings say: today's waits in the pool, yesterday's too; the others were dealt with. */
static void
raise_recorded (HxSample *self)
{
  static const HxFeedbackState fates[]
      = { HX_FEEDBACK_ANSWERED, HX_FEEDBACK_EFFECTIVE, HX_FEEDBACK_ANSWERED, HX_FEEDBACK_DUPLICATE, HX_FEEDBACK_POOL };

  for (guint i = 0; i < self->calls->len; i++)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, i);
      HxSampleVoice voice = { HX_FEEDBACK_POOL, NULL, NULL, NULL, NULL, -1, HX_PROPOSAL_NONE };

      if (call->wrapup == NULL || call->audio == NULL || call->feedback != NULL
          || hx_record_get_enum (call->wrapup, HX_WRAPUP_STATE) != HX_WRAPUP_NO_ISSUE)
        continue;
      if (call->at < self->options->now - 3 * HX_DAY)
        voice.state = fates[hx_sample_number (self, G_N_ELEMENTS (fates) - 1)];
      else if (hx_sample_chance (self, 0.15))
        continue;
      voice.category = call->audio->category;
      voice.issue_type = call->audio->issue_type;
      hx_sample_add_feedback (self, call, &voice);
    }
}

/* Feedback of people who are no agents: it has a call that it is about, but no wrap-up. */
static void
raise_by_others (HxSample *self)
{
  static const HxFeedbackSource sources[] = { HX_SOURCE_MANAGER,  HX_SOURCE_MANAGER,    HX_SOURCE_MANAGER,
                                              HX_SOURCE_CUSTOMER, HX_SOURCE_COMPLIANCE, HX_SOURCE_CUSTOMER,
                                              HX_SOURCE_CUSTOMER, HX_SOURCE_COMPLIANCE };

  for (guint i = 0, at = 0; i < self->feedback->len && at < G_N_ELEMENTS (sources); i += 23)
    {
      HxRecord *feedback = g_ptr_array_index (self->feedback, i);
      HxRecord *who = sources[at] == HX_SOURCE_COMPLIANCE ? self->compliance : NULL;

      if (hx_record_has (feedback, HX_FEEDBACK_JOINED_ID) || hx_record_get_enum (feedback, HX_FEEDBACK_PROPOSAL) != HX_PROPOSAL_NONE)
        continue;
      for (guint j = 0; sources[at] == HX_SOURCE_MANAGER && j < G_N_ELEMENTS (self->leads); j++)
        if (g_str_equal (hx_record_get_text (self->leads[j], HX_USER_TEAM_ID), hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID)))
          who = self->leads[j];
      hx_record_set_enum (feedback, HX_FEEDBACK_SOURCE, (int) sources[at++]);
      if (who != NULL)
        hx_record_set_text (feedback, HX_FEEDBACK_AGENT_ID, hx_record_get_id (who));
      hx_sample_forget_wrapup (self, feedback);
    }
}

/* Everything that is not part of a rectification. */
void
hx_sample_make_pool (HxSample *self)
{
  gint64 now = self->options->now;
  gint64 since = now - 28 * HX_HOUR;
  guint first, n;

  raise_recorded (self);
  first = self->feedback->len;
  raise_some (self, 52, since, now, HX_FEEDBACK_POOL, HX_PROPOSAL_NONE);
  n = self->feedback->len;
  for (guint i = first; i < n; i += 3)
    join (self, g_ptr_array_index (self->feedback, i), HX_FEEDBACK_POOL, FALSE, now);
  for (guint i = first + 1; i < n; i += 9)
    join (self, g_ptr_array_index (self->feedback, i), HX_FEEDBACK_POOL, TRUE, now);
  raise_some (self, 8, since, now, HX_FEEDBACK_POOL, HX_PROPOSAL_VAGUE);
  raise_some (self, 5, since, now, HX_FEEDBACK_POOL, HX_PROPOSAL_SUSPECT);
  raise_some (self, 26, now - 40 * HX_DAY, now - 2 * HX_DAY, HX_FEEDBACK_ANSWERED, HX_PROPOSAL_NONE);
  raise_some (self, 10, now - 40 * HX_DAY, now - 2 * HX_DAY, HX_FEEDBACK_VAGUE, HX_PROPOSAL_VAGUE);
  raise_some (self, 8, now - 40 * HX_DAY, now - 2 * HX_DAY, HX_FEEDBACK_DUPLICATE, HX_PROPOSAL_DUPLICATE);
  raise_some (self, 5, now - 40 * HX_DAY, now - 2 * HX_DAY, HX_FEEDBACK_FALSE, HX_PROPOSAL_SUSPECT);
  raise_some (self, 6, now - 10 * HX_DAY, now, HX_FEEDBACK_WITHDRAWN, HX_PROPOSAL_NONE);
  raise_by_others (self);
}
