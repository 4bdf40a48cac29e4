/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#define SECONDS 30

static HxRecord *
add_wrapup (HxSample      *self,
            HxSampleCall  *call,
            HxSampleAgent *agent)
{
  gint64 opened = hx_record_get_int (call->call, HX_CALL_ENDED_AT);
  HxRecord *template = self->templates[agent->telesales ? 0 : 1];
  HxRecord *wrapup = hx_sample_record (self, &hx_wrapup_schema, opened);
  gint64 finished = opened + hx_sample_span (self, 2 * HX_SECOND, 11 * HX_SECOND);

  hx_record_set_text (wrapup, HX_WRAPUP_CALL_ID, hx_record_get_id (call->call));
  hx_record_set_text (wrapup, HX_WRAPUP_AGENT_ID, hx_record_get_id (agent->record));
  hx_record_set_text (wrapup, HX_WRAPUP_TEAM_ID, hx_record_get_text (agent->record, HX_USER_TEAM_ID));
  hx_record_set_text (wrapup, HX_WRAPUP_CUSTOMER_ID, hx_record_get_id (call->customer->record));
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_NO_ISSUE);
  hx_record_set_enum (wrapup, HX_WRAPUP_MODE, HX_WRAPUP_TIME_BOXED);
  hx_record_set_int (wrapup, HX_WRAPUP_OPENED_AT, opened);
  hx_record_set_int (wrapup, HX_WRAPUP_EXPIRES_AT, opened + SECONDS * HX_SECOND);
  hx_record_set_int (wrapup, HX_WRAPUP_FINISHED_AT, finished);
  hx_record_set_int (wrapup, HX_RECORD_UPDATED_AT, finished);
  hx_record_set_text (wrapup, HX_WRAPUP_TEMPLATE_ID, hx_record_get_id (template));
  hx_record_set_int (wrapup, HX_WRAPUP_TEMPLATE_VERSION, hx_record_get_int (template, HX_TEMPLATE_VERSION));
  hx_record_set_enum (wrapup, HX_WRAPUP_CHANNEL, hx_record_get_enum (call->call, HX_CALL_CHANNEL));
  return wrapup;
}

/* A wrap-up for each agent who had a part in a call; all of them answered "no issue" until a feedback comes of one. */
void
hx_sample_make_wrapups (HxSample *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, i);

      if (call->call == NULL || !hx_record_has (call->call, HX_CALL_AGENT_ID))
        continue;
      call->wrapup = add_wrapup (self, call, call->agent);
      if (call->first_agent != NULL)
        add_wrapup (self, call, call->first_agent);
    }
}

/* What was typed when time ran out. */
static char *
make_draft (HxSample     *self,
            HxSampleCall *call)
{
  HxJson *group = hx_sample_any (self, hx_sample_list (self, "pain_points"));
  const char *pack = call->agent->telesales ? "telesales" : "service";
  HxChannel channel = (HxChannel) hx_record_get_enum (call->call, HX_CALL_CHANNEL);
  HxJson *item = NULL;
  GString *out = g_string_new ("{\"channel\":");

  for (guint tries = 0; tries < 80; tries++)
    {
      group = hx_sample_any (self, hx_sample_list (self, "pain_points"));
      item = hx_sample_any (self, hx_json_get_member (group, "items"));
      if (g_str_equal (hx_json_member_string (group, "pack"), pack) && hx_sample_item_fits (item, call, -1))
        break;
      item = NULL;
    }
  hx_json_append_string (out, hx_enum_name (&hx_channel_enum, channel));
  if (item != NULL)
    {
      const char *pain = hx_json_member_string (item, "pain");
      g_autofree char *half = g_utf8_substring (pain, 0, MIN (g_utf8_strlen (pain, -1), 5));

      g_string_append (out, ",\"category\":");
      hx_json_append_string (out, hx_json_member_string (group, "category"));
      g_string_append (out, ",\"issue_type\":");
      hx_json_append_string (out, hx_json_member_string (group, "issue_type"));
      g_string_append (out, ",\"pain_point\":");
      hx_json_append_string (out, half);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static void
leave_open (HxSample     *self,
            HxSampleCall *call,
            HxWrapupState state)
{
  hx_record_set_enum (call->wrapup, HX_WRAPUP_STATE, (int) state);
  hx_record_clear (call->wrapup, HX_WRAPUP_FINISHED_AT);
  if (state == HX_WRAPUP_LATE)
    hx_record_take_text (call->wrapup, HX_WRAPUP_DRAFT, make_draft (self, call));
  hx_record_set_int (call->wrapup, HX_RECORD_UPDATED_AT, hx_record_get_int (call->wrapup, HX_WRAPUP_EXPIRES_AT));
}

/* A queue whose wrap-up must be answered: its clock never runs out, so one stands there still. */
static void
leave_waiting (HxSampleCall *call)
{
  hx_record_set_enum (call->wrapup, HX_WRAPUP_STATE, HX_WRAPUP_WAITING);
  hx_record_set_enum (call->wrapup, HX_WRAPUP_MODE, HX_WRAPUP_REQUIRED);
  hx_record_clear (call->wrapup, HX_WRAPUP_EXPIRES_AT);
  hx_record_clear (call->wrapup, HX_WRAPUP_FINISHED_AT);
  hx_record_set_int (call->wrapup, HX_RECORD_UPDATED_AT, hx_record_get_int (call->wrapup, HX_WRAPUP_OPENED_AT));
}

/* Those that nobody answered: three of the first agent today, some of others, and a few that were left alone. */
void
hx_sample_leave_open (HxSample *self)
{
  gint64 day = self->options->now - HX_DAY;
  guint first_late = 0, late = 0, abandoned = 0;
  gboolean waiting = FALSE;

  for (guint i = self->calls->len; i-- > 0;)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, i);
      gboolean first = call->agent == g_ptr_array_index (self->agents, 0);

      if (call->wrapup == NULL || call->feedback != NULL || call->customer->unknown)
        continue;
      if (first && call->at > day && first_late < 3)
        first_late++, leave_open (self, call, HX_WRAPUP_LATE);
      else if (first || call->at < day - 3 * HX_DAY)
        continue;
      else if (!waiting && !call->agent->telesales)
        waiting = TRUE, leave_waiting (call);
      else if (late < 9 && hx_sample_chance (self, 0.12))
        late++, leave_open (self, call, HX_WRAPUP_LATE);
      else if (abandoned < 6 && hx_sample_chance (self, 0.08))
        abandoned++, leave_open (self, call, HX_WRAPUP_ABANDONED);
    }
}

/* A feedback that came of no wrap-up after all: that one was answered "no issue". */
void
hx_sample_forget_wrapup (HxSample *self,
                         HxRecord *feedback)
{
  hx_record_clear (feedback, HX_FEEDBACK_WRAPUP_ID);
  for (guint i = 0; i < self->calls->len; i++)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, i);

      if (call->feedback != feedback)
        continue;
      hx_record_set_enum (call->wrapup, HX_WRAPUP_STATE, HX_WRAPUP_NO_ISSUE);
      hx_record_clear (call->wrapup, HX_WRAPUP_FEEDBACK_ID);
    }
}
