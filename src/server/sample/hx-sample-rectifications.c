/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include <string.h>

#define FIRST_NUMBER 1001

static const char *
text (HxSampleRectification *work,
      const char            *name)
{
  const char *value = hx_json_member_string (work->content, name);

  return value != NULL ? value : "";
}

/* Its department, and of its people somebody who does the work. */
static void
give_department (HxSample              *self,
                 HxSampleRectification *work,
                 HxRectificationState   state)
{
  HxJson *list = hx_sample_list (self, "departments");

  for (guint i = 0; i < hx_json_get_length (list); i++)
    {
      HxJson *item = hx_json_get_element (list, i);

      if (!g_str_equal (hx_json_member_string (item, "id"), text (work, "department")))
        continue;
      hx_record_set_text (work->record, HX_RECTIFICATION_DEPARTMENT_ID,
                          hx_record_get_id (g_ptr_array_index (self->departments, i)));
      if (state != HX_RECTIFICATION_PENDING)
        hx_record_set_text (work->record, HX_RECTIFICATION_OWNER_NAME,
                            hx_json_get_string (hx_sample_any (self, hx_json_get_member (item, "members"))));
    }
}

static void
give_criterion (HxSampleRectification *work)
{
  HxJson *criterion = hx_json_get_member (work->content, "criterion");

  if (hx_json_get_type (criterion) != HX_JSON_OBJECT)
    return;
  hx_record_set_text (work->record, HX_RECTIFICATION_CRITERION_METRIC, hx_json_member_string (criterion, "metric"));
  hx_record_set_text (work->record, HX_RECTIFICATION_CRITERION_COMPARISON,
                      hx_json_member_string (criterion, "comparison"));
  hx_record_set_text (work->record, HX_RECTIFICATION_CRITERION_UNIT, hx_json_member_string (criterion, "unit"));
  hx_record_set_real (work->record, HX_RECTIFICATION_CRITERION_BASELINE,
                      hx_json_get_real (hx_json_get_member (criterion, "baseline")));
  hx_record_set_real (work->record, HX_RECTIFICATION_CRITERION_TARGET,
                      hx_json_get_real (hx_json_get_member (criterion, "target")));
  hx_record_set_real (work->record, HX_RECTIFICATION_CRITERION_CURRENT,
                      hx_json_get_real (hx_json_get_member (criterion, "current")));
}

/* Where the clock stands: run out, about to, or with days to go. */
static void
give_clock (HxSample              *self,
            HxSampleRectification *work,
            HxRectificationState   state,
            guint                  index)
{
  static const double done_days[] = { 0.2, 0.9, 2.4, 4, 6.5, 9, 13, 18, 26, 36 };
  gint64 now = self->options->now;
  gboolean overdue = hx_json_get_integer (hx_json_get_member (work->content, "overdue")) != 0;
  gboolean promotion = g_str_equal (text (work, "lane"), "promotion");
  gint64 due = 0;

  if (state == HX_RECTIFICATION_DONE)
    {
      gint64 done = MAX (work->opened_at + HX_DAY, now - (gint64) (done_days[index % G_N_ELEMENTS (done_days)] * HX_DAY));

      hx_record_set_int (work->record, HX_RECTIFICATION_DONE_AT, done);
      hx_record_set_int (work->record, HX_RECORD_UPDATED_AT, done);
      due = done + hx_sample_span (self, HX_HOUR, 2 * HX_DAY);
    }
  else if (overdue)
    due = now - hx_sample_span (self, 3 * HX_HOUR, 40 * HX_HOUR);
  else if (promotion && state == HX_RECTIFICATION_PENDING)
    due = now + hx_sample_span (self, 9 * HX_MINUTE, 22 * HX_MINUTE);
  else if (state == HX_RECTIFICATION_TRACKING)
    due = now + hx_sample_span (self, 2 * HX_DAY, 12 * HX_DAY);
  else if (state != HX_RECTIFICATION_PENDING)
    due = now + (index % 3 == 0 ? hx_sample_span (self, 90 * HX_MINUTE, 6 * HX_HOUR)
                                : hx_sample_span (self, 20 * HX_HOUR, 5 * HX_DAY));
  if (due != 0)
    hx_record_set_int (work->record, HX_RECTIFICATION_DUE_AT, due);
}

static void
set_enum_by_name (HxRecord     *record,
                  guint         field,
                  const HxEnum *values,
                  const char   *name)
{
  hx_record_set_enum (record, field, MAX (0, hx_enum_find (values, name)));
}

static void
add_rectification (HxSample              *self,
                   HxSampleRectification *work,
                   guint                  index)
{
  HxRectificationState state = (HxRectificationState) MAX (0, hx_enum_find (&hx_rectification_state_enum, text (work, "state")));
  gboolean promotion = g_str_equal (text (work, "lane"), "promotion");
  gint64 age = hx_json_member_integer (work->content, "age_days", 1);

  work->opened_at = self->options->now - age * HX_DAY
                    - (age == 0 ? hx_sample_span (self, 8 * HX_MINUTE, promotion ? 20 * HX_MINUTE : 70 * HX_MINUTE)
                                : hx_sample_span (self, HX_HOUR, 5 * HX_HOUR));
  work->record = hx_sample_record (self, &hx_rectification_schema, work->opened_at);
  hx_record_set_text (work->record, HX_RECTIFICATION_TITLE, text (work, "title"));
  hx_record_set_enum (work->record, HX_RECTIFICATION_STATE, (int) state);
  set_enum_by_name (work->record, HX_RECTIFICATION_SIZE, &hx_rectification_size_enum, text (work, "size"));
  set_enum_by_name (work->record, HX_RECTIFICATION_LANE, &hx_lane_enum, text (work, "lane"));
  hx_record_set_int (work->record, HX_RECTIFICATION_ITERATION, hx_json_member_integer (work->content, "iteration", 1));
  give_department (self, work, state);
  if (text (work, "root_cause")[0] != '\0')
    hx_record_set_text (work->record, HX_RECTIFICATION_ROOT_CAUSE, text (work, "root_cause"));
  if (text (work, "action")[0] != '\0')
    hx_record_set_text (work->record, HX_RECTIFICATION_ACTION, text (work, "action"));
  give_criterion (work);
  give_clock (self, work, state, index);
}

/* How much of a pain point is spoken of in a rectification: pairs of neighbouring characters that both have. */
static guint
likeness (const char *one,
          const char *other)
{
  guint score = 0;

  for (const char *at = one; at[0] != '\0'; at = g_utf8_next_char (at))
    {
      const char *next = g_utf8_next_char (at);
      g_autofree char *pair = next[0] != '\0' ? g_strndup (at, (gsize) (g_utf8_next_char (next) - at)) : NULL;

      score += pair != NULL && strstr (other, pair) != NULL;
    }
  return score;
}

/* The pain point that says best why the work began, of those that fit the call. */
static HxJson *
choose_item (HxSample              *self,
             HxSampleRectification *work,
             HxSampleCall          *call,
             int                    channel)
{
  gboolean telesales = g_str_equal (text (work, "pack"), "telesales");
  HxJson *group = hx_sample_pain_group (self, text (work, "category"), text (work, "issue_type"), telesales);
  HxJson *items = hx_json_get_member (group, "items");
  g_autofree char *subject = g_strconcat (text (work, "title"), text (work, "root_cause"), text (work, "action"), NULL);
  HxJson *best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < hx_json_get_length (items); i++)
    {
      HxJson *item = hx_json_get_element (items, i);
      guint score = 1 + 4 * likeness (hx_json_member_string (item, "pain"), subject) + hx_sample_number (self, 6);

      if (score > best_score && hx_sample_item_fits (item, call, channel))
        {
          best = item;
          best_score = score;
        }
    }
  return best;
}

static HxRecord *
add_voice (HxSample              *self,
           HxSampleRectification *work,
           HxRecord              *first,
           HxFeedbackState        state,
           gint64                 days,
           gint64                 before)
{
  gboolean telesales = g_str_equal (text (work, "pack"), "telesales");
  int channel = hx_enum_find (&hx_channel_enum, text (work, "channel"));
  HxSampleVoice voice = { state, text (work, "category"), text (work, "issue_type"), NULL, NULL, -1, HX_PROPOSAL_NONE };

  for (guint tries = 0; tries < 60; tries++)
    {
      HxSampleCall *call = hx_sample_find_call (self, telesales, work->opened_at - days * HX_DAY, work->opened_at - before);

      if (call == NULL)
        return NULL;
      if ((!call->answered && !g_str_equal (voice.issue_type, "not_reached")) || (tries < 40 && (call->channels & (1u << channel)) == 0))
        continue;
      voice.channel = (call->channels & (1u << channel)) != 0 ? channel : -1;
      voice.item = choose_item (self, work, call, voice.channel);
      if (voice.item == NULL)
        continue;
      if (first != NULL && hx_record_get_enum (first, HX_FEEDBACK_CHANNEL) == voice.channel
          && hx_record_get_int (first, HX_RECORD_CREATED_AT) < call->at
          && (hx_sample_chance (self, 0.3) || g_str_equal (hx_json_member_string (voice.item, "pain"),
                                                           hx_record_get_text (first, HX_FEEDBACK_PAIN_POINT))))
        voice.joined = first;
      return hx_sample_add_feedback (self, call, &voice);
    }
  return NULL;
}

/* The feedback that led to it, from the days before; how many agents that were is counted, not claimed. */
static void
add_voices (HxSample              *self,
            HxSampleRectification *work)
{
  HxRectificationState state = (HxRectificationState) hx_record_get_enum (work->record, HX_RECTIFICATION_STATE);
  HxFeedbackState fate = state == HX_RECTIFICATION_DONE ? HX_FEEDBACK_EFFECTIVE
                         : state == HX_RECTIFICATION_CANCELLED ? HX_FEEDBACK_ANSWERED : HX_FEEDBACK_RECTIFICATION;
  g_autoptr (GHashTable) agents = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 n = hx_json_member_integer (work->content, "feedback_count", 1);
  HxRecord *first = NULL;

  for (gint64 i = 0; i < n; i++)
    {
      HxRecord *feedback = first == NULL ? add_voice (self, work, NULL, fate, 6, 2 * HX_DAY)
                                         : add_voice (self, work, first, fate, 3 + i / 3, 3 * HX_MINUTE);

      if (feedback == NULL)
        feedback = add_voice (self, work, first, fate, 25, 3 * HX_MINUTE);
      if (feedback == NULL)
        continue;
      if (first == NULL)
        first = feedback;
      g_hash_table_add (agents, (gpointer) hx_record_get_text (feedback, HX_FEEDBACK_AGENT_ID));
      hx_record_set_int (feedback, HX_RECORD_UPDATED_AT,
                         state == HX_RECTIFICATION_DONE ? hx_record_get_int (work->record, HX_RECTIFICATION_DONE_AT) : work->opened_at);
      if (state != HX_RECTIFICATION_CANCELLED)
        hx_record_set_text (feedback, HX_FEEDBACK_RECTIFICATION_ID, hx_record_get_id (work->record));
    }
  hx_record_set_int (work->record, HX_RECTIFICATION_VOICES, MAX (1, g_hash_table_size (agents)));
}

static int
compare_opened (gconstpointer a,
                gconstpointer b)
{
  const HxSampleRectification *one = *(HxSampleRectification *const *) a;
  const HxSampleRectification *two = *(HxSampleRectification *const *) b;

  return (one->opened_at > two->opened_at) - (one->opened_at < two->opened_at);
}

/* Every rectification of the contents, numbered as they were opened. */
void
hx_sample_make_rectifications (HxSample *self)
{
  HxJson *list = hx_sample_list (self, "rectifications");

  for (guint i = 0; i < hx_json_get_length (list); i++)
    {
      HxSampleRectification *work = g_new0 (HxSampleRectification, 1);

      work->content = hx_json_get_element (list, i);
      add_rectification (self, work, i);
      g_ptr_array_add (self->work, work);
    }
  g_ptr_array_sort (self->work, compare_opened);
  for (guint i = 0; i < self->work->len; i++)
    hx_record_set_int (((HxSampleRectification *) g_ptr_array_index (self->work, i))->record, HX_RECTIFICATION_NUMBER,
                       FIRST_NUMBER + i);
  for (guint i = self->work->len; i-- > 0;)
    add_voices (self, g_ptr_array_index (self->work, i));
}
