/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include "rules/hx-template.h"

#include <string.h>

/* A call of a time that no feedback came of yet; NULL when none comes up. */
HxSampleCall *
hx_sample_find_call (HxSample *self,
                     gboolean  telesales,
                     gint64    from,
                     gint64    to)
{
  for (guint tries = 0; tries < 4000; tries++)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, hx_sample_number (self, self->calls->len));

      if (call->wrapup != NULL && call->feedback == NULL && call->audio == NULL && !call->customer->unknown
          && hx_record_get_enum (call->wrapup, HX_WRAPUP_STATE) == HX_WRAPUP_NO_ISSUE
          && call->agent->telesales == telesales && call->at >= from && call->at < to
          && call->at < self->options->now - 4 * HX_MINUTE)
        return call;
    }
  return NULL;
}

/* The pain points of an issue type. */
HxJson *
hx_sample_pain_group (HxSample   *self,
                      const char *category,
                      const char *issue_type,
                      gboolean    telesales)
{
  HxJson *groups = hx_sample_list (self, "pain_points");
  const char *pack = telesales ? "telesales" : "service";

  for (guint i = 0; i < hx_json_get_length (groups); i++)
    {
      HxJson *group = hx_json_get_element (groups, i);

      if (g_str_equal (hx_json_member_string (group, "pack"), pack)
          && g_str_equal (hx_json_member_string (group, "category"), category)
          && g_str_equal (hx_json_member_string (group, "issue_type"), issue_type))
        return group;
    }
  return NULL;
}

static HxChannel
channel_of (HxSampleCall *call)
{
  return (HxChannel) hx_record_get_enum (call->call, HX_CALL_CHANNEL);
}

/* Whether a pain point can be said of a call, on a channel or on any (-1). */
gboolean
hx_sample_item_fits (HxJson       *item,
                     HxSampleCall *call,
                     int           channel)
{
  HxChannel meant = channel_of (call);
  g_autofree char *words
      = g_strconcat (hx_json_member_string (item, "pain"), hx_json_member_string (item, "case"), NULL);

  if (channel >= 0)
    {
      if ((call->channels & (1u << channel)) == 0)
        return FALSE;
      meant = (HxChannel) channel;
    }
  return hx_sample_words_fit (words, call->customer, call->channels, &meant) && (channel < 0 || (int) meant == channel);
}

static HxChannel
choose_channel (HxSampleCall        *call,
                const HxSampleVoice *voice)
{
  HxChannel channel = channel_of (call);

  if (voice->channel >= 0)
    return (HxChannel) voice->channel;
  if (voice->item == NULL)
    return call->audio != NULL ? call->audio->channel : channel;
  hx_sample_words_fit (hx_json_member_string (voice->item, "pain"), call->customer, call->channels, &channel);
  return channel;
}

/* The case as the popup pre-fills it, when there are no words of the agent's own. */
static char *
make_case (HxSample            *self,
           HxSampleCall        *call,
           const HxSampleVoice *voice,
           HxChannel            channel)
{
  const char *words = voice->item != NULL && voice->joined == NULL ? hx_json_member_string (voice->item, "case") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxTemplateView) view = NULL;

  if (words != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (words, "{channel}", -1);
      g_autofree char *with_channel = g_strjoinv (hx_sample_channel_name (self, channel), parts);

      return hx_sample_fill (self, with_channel, call->customer, call->at);
    }
  view = hx_template_view_new (self->templates[call->agent->telesales ? 0 : 1], &error);
  return hx_template_view_case (view, hx_record_get_text (call->customer->record, HX_CUSTOMER_CODE),
                                hx_sample_channel_name (self, channel), voice->category, voice->issue_type, "zh_CN");
}

static void
append_fields (GString    *out,
               const char *name,
               HxRecord   *record,
               const guint fields[],
               guint       n_fields)
{
  hx_json_append_member (out, name);
  g_string_append_c (out, '{');
  for (guint i = 0; i < n_fields; i++)
    if (hx_record_has (record, fields[i]))
      {
        hx_json_append_member (out, hx_record_get_schema (record)->fields[fields[i]].name);
        hx_json_append_value (out, record, fields[i], HX_JSON_PLAIN);
      }
  g_string_append_c (out, '}');
}

/* The linked facts, as a submission keeps them. */
static char *
make_facts (HxSampleCall *call)
{
  static const guint customer[] = { HX_CUSTOMER_CODE, HX_CUSTOMER_REGION };
  static const guint phone[] = { HX_CALL_DIRECTION,   HX_CALL_CHANNEL,  HX_CALL_QUEUE,       HX_CALL_STARTED_AT,
                                 HX_CALL_ANSWERED_AT, HX_CALL_ENDED_AT, HX_CALL_DURATION_MS, HX_CALL_CAUSE };
  GString *out = g_string_new ("{");

  append_fields (out, "customer", call->customer->record, customer, G_N_ELEMENTS (customer));
  append_fields (out, "call", call->call, phone, G_N_ELEMENTS (phone));
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static void
link_call (HxRecord     *feedback,
           HxSampleCall *call)
{
  HxRecord *agent = call->agent->record;

  hx_record_set_text (feedback, HX_FEEDBACK_AGENT_ID, hx_record_get_id (agent));
  hx_record_set_text (feedback, HX_FEEDBACK_TEAM_ID, hx_record_get_text (agent, HX_USER_TEAM_ID));
  hx_record_set_text (feedback, HX_FEEDBACK_CUSTOMER_ID, hx_record_get_id (call->customer->record));
  hx_record_set_text (feedback, HX_FEEDBACK_CUSTOMER_CODE, hx_record_get_text (call->customer->record, HX_CUSTOMER_CODE));
  hx_record_set_text (feedback, HX_FEEDBACK_CALL_ID, hx_record_get_id (call->call));
  hx_record_set_text (feedback, HX_FEEDBACK_WRAPUP_ID, hx_record_get_id (call->wrapup));
  hx_record_set_text (feedback, HX_FEEDBACK_TEMPLATE_ID, hx_record_get_text (call->wrapup, HX_WRAPUP_TEMPLATE_ID));
  hx_record_set_int (feedback, HX_FEEDBACK_TEMPLATE_VERSION,
                     hx_record_get_int (call->wrapup, HX_WRAPUP_TEMPLATE_VERSION));
  if (call->recording != NULL)
    hx_record_set_text (feedback, HX_FEEDBACK_RECORDING_ID, hx_record_get_id (call->recording));
  if (call->audio != NULL && call->audio->clip_to_ms > 0 && call->recording != NULL
      && hx_record_get_enum (call->recording, HX_RECORDING_STATE) == HX_RECORDING_READY)
    {
      gint64 duration = hx_record_get_int (call->recording, HX_RECORDING_DURATION_MS);

      hx_record_set_int (feedback, HX_FEEDBACK_CLIP_FROM_MS, call->audio->clip_from_ms);
      hx_record_set_int (feedback, HX_FEEDBACK_CLIP_TO_MS, MIN (duration, call->audio->clip_to_ms));
    }
}

/* The wrap-up was answered in its half minute, or out of the late lane. */
static gint64
submit (HxSample     *self,
        HxSampleCall *call,
        HxRecord     *feedback,
        gboolean      late)
{
  gint64 opened = hx_record_get_int (call->wrapup, HX_WRAPUP_OPENED_AT);
  gint64 at = late ? hx_sample_span (self, opened + 10 * HX_MINUTE, opened + 90 * HX_MINUTE)
                   : hx_sample_span (self, opened + 4 * HX_SECOND, opened + 28 * HX_SECOND);

  at = MIN (at, self->options->now - HX_SECOND);
  hx_record_set_enum (call->wrapup, HX_WRAPUP_STATE, HX_WRAPUP_SUBMITTED);
  hx_record_set_int (call->wrapup, HX_WRAPUP_FINISHED_AT, at);
  hx_record_set_int (call->wrapup, HX_RECORD_UPDATED_AT, at);
  hx_record_set_text (call->wrapup, HX_WRAPUP_FEEDBACK_ID, hx_record_get_id (feedback));
  return at;
}

/* A feedback that came of a call. */
HxRecord *
hx_sample_add_feedback (HxSample            *self,
                        HxSampleCall        *call,
                        const HxSampleVoice *voice)
{
  gboolean late = call->audio == NULL && hx_sample_chance (self, 0.06)
                  && call->at < self->options->now - 2 * HX_HOUR;
  HxRecord *feedback = hx_sample_record (self, &hx_feedback_schema, hx_record_get_int (call->wrapup, HX_WRAPUP_OPENED_AT));
  HxChannel channel = choose_channel (call, voice);
  gint64 at = submit (self, call, feedback, late);

  call->feedback = feedback;
  link_call (feedback, call);
  hx_record_set_int (feedback, HX_RECORD_CREATED_AT, at);
  hx_record_set_int (feedback, HX_RECORD_UPDATED_AT, at);
  hx_record_set_enum (feedback, HX_FEEDBACK_SOURCE, HX_SOURCE_AGENT);
  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, (int) voice->state);
  hx_record_set_enum (feedback, HX_FEEDBACK_PROPOSAL, (int) voice->proposal);
  hx_record_set_enum (feedback, HX_FEEDBACK_CHANNEL, (int) channel);
  hx_record_set_text (feedback, HX_FEEDBACK_CATEGORY, voice->category);
  hx_record_set_text (feedback, HX_FEEDBACK_ISSUE_TYPE, voice->issue_type);
  hx_record_take_text (feedback, HX_FEEDBACK_CASE_TEXT, make_case (self, call, voice, channel));
  hx_record_set_text (feedback, HX_FEEDBACK_PAIN_POINT,
                      voice->joined != NULL ? hx_record_get_text (voice->joined, HX_FEEDBACK_PAIN_POINT)
                      : voice->item != NULL ? hx_json_member_string (voice->item, "pain") : call->audio->pain);
  hx_record_set_int (feedback, HX_FEEDBACK_LATE, late);
  hx_record_take_text (feedback, HX_FEEDBACK_FACTS, make_facts (call));
  hx_record_set_int (feedback, HX_FEEDBACK_VOICES, 1);
  if (voice->joined != NULL)
    {
      hx_record_set_text (feedback, HX_FEEDBACK_JOINED_ID, hx_record_get_id (voice->joined));
      hx_record_set_int (voice->joined, HX_FEEDBACK_VOICES, hx_record_get_int (voice->joined, HX_FEEDBACK_VOICES) + 1);
    }
  g_ptr_array_add (self->feedback, feedback);
  return feedback;
}

static int
compare_created (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = hx_record_get_int (*(HxRecord *const *) a, HX_RECORD_CREATED_AT);
  gint64 two = hx_record_get_int (*(HxRecord *const *) b, HX_RECORD_CREATED_AT);

  return (one > two) - (one < two);
}

/* Numbers follow time. */
void
hx_sample_number_feedback (HxSample *self)
{
  g_ptr_array_sort (self->feedback, compare_created);
  for (guint i = 0; i < self->feedback->len; i++)
    hx_record_set_int (g_ptr_array_index (self->feedback, i), HX_FEEDBACK_NUMBER, i + 1);
}
