/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-session-private.h"

#include "hx-text.h"

#include <glib/gi18n-lib.h>

/* Looking for the same pain point waits until typing rests. */
#define QUIET_MS 250
#define MOST_MATCHES 5

static const struct
{
  const char *name;
  const char *word;
} fields[] = {
  { "channel", N_ ("channel") },
  { "category", N_ ("category") },
  { "issue_type", N_ ("issue type") },
  { "case_text", N_ ("case") },
  { "pain_point", N_ ("pain point") },
};

static const char *
input_text (HxWrapupSession *self,
            guint            field)
{
  return hx_record_get_text (self->input, field);
}

static const char *
channel_label (HxWrapupSession *self)
{
  int channel = hx_record_get_enum (self->input, HX_WRAPUP_INPUT_CHANNEL);

  return channel >= 0 && (guint) channel < hx_channel_enum.n_values ? _ (hx_channel_enum.values[channel].label) : "";
}

/* The case follows channel and issue type for as long as nobody has written into it. */
void
hx_wrapup_session_fill_case (HxWrapupSession *self)
{
  HxRecord *call = hx_record_get_record (self->record, HX_WRAPUP_CALL);
  const char *code = call != NULL ? hx_record_get_text (call, HX_CALL_CUSTOMER_CODE) : NULL;

  if (self->template == NULL)
    return;
  hx_record_take_text (self->input, HX_WRAPUP_INPUT_CASE_TEXT,
                       hx_template_view_case (self->template, code, channel_label (self),
                                              input_text (self, HX_WRAPUP_INPUT_CATEGORY),
                                              input_text (self, HX_WRAPUP_INPUT_ISSUE_TYPE),
                                              hx_workspace_get_locale (self->workspace)));
}

static char *
missing_words (HxWrapupSession *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (hx_problem_find (self->problem, fields[i].name), "required") == 0)
      /* Translators: between the words of an enumeration */
      g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", _ (fields[i].word));
  if (names->len == 0)
    return NULL;
  /* Translators: %s is an enumeration such as "category, pain point" */
  return g_strdup_printf (_ ("Still missing: %s"), names->str);
}

static void
set_text (HxWrapupSession  *self,
          char            **kept,
          char             *text,
          HxSessionProperty property)
{
  if (g_strcmp0 (*kept, text) == 0)
    {
      g_free (text);
      return;
    }
  g_free (*kept);
  *kept = text;
  hx_wrapup_session_notify (self, property);
}

static void
check_coach (HxWrapupSession *self)
{
  const char *locale = hx_workspace_get_locale (self->workspace);
  const char *pain_point = input_text (self, HX_WRAPUP_INPUT_PAIN_POINT);
  gboolean vague = pain_point != NULL && hx_record_get_text (self->input, HX_WRAPUP_INPUT_JOINED_ID) == NULL
                   && hx_template_view_sounds_vague (self->template, pain_point);
  char *suggestion = vague ? hx_template_view_suggest (self->template, channel_label (self),
                                                       input_text (self, HX_WRAPUP_INPUT_CATEGORY),
                                                       input_text (self, HX_WRAPUP_INPUT_ISSUE_TYPE), locale)
                           : NULL;

  set_text (self, &self->coach, vague ? g_strdup (hx_template_view_coach (self->template, locale)) : NULL,
            HX_SESSION_PROP_COACH);
  set_text (self, &self->suggestion, suggestion, HX_SESSION_PROP_SUGGESTION);
}

/* Asks the same rule as the server what is missing. */
void
hx_wrapup_session_check (HxWrapupSession *self)
{
  const HxTemplateAnswer answer = { .has_channel = hx_record_has (self->input, HX_WRAPUP_INPUT_CHANNEL),
                                    .category = input_text (self, HX_WRAPUP_INPUT_CATEGORY),
                                    .issue_type = input_text (self, HX_WRAPUP_INPUT_ISSUE_TYPE),
                                    .case_text = input_text (self, HX_WRAPUP_INPUT_CASE_TEXT),
                                    .pain_point = input_text (self, HX_WRAPUP_INPUT_PAIN_POINT) };

  hx_problem_free (self->problem);
  self->problem = hx_problem_new ();
  if (self->template == NULL)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  hx_template_view_check (self->template, &answer, self->problem);
  set_text (self, &self->missing, missing_words (self), HX_SESSION_PROP_MISSING);
  check_coach (self);
  hx_wrapup_session_notify (self, HX_SESSION_PROP_COUNT);
  hx_wrapup_session_notify (self, HX_SESSION_PROP_CAN_SUBMIT);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
same_matches (HxWrapupSession *self,
              GPtrArray       *records)
{
  GListModel *model = G_LIST_MODEL (self->matches);

  if (g_list_model_get_n_items (model) != records->len)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (HxRecord) match = g_list_model_get_item (model, i);

      if (!hx_record_equal (match, records->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static void
on_matches (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxWrapupSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply == NULL)
    {
      g_debug ("Matches: %s", error->message);
      return;
    }
  /* Rows that would be the same are not touched: one of them may be under the pointer. */
  if (!same_matches (self, reply->items))
    g_list_store_splice (self->matches, 0, g_list_model_get_n_items (G_LIST_MODEL (self->matches)),
                         reply->items->pdata, reply->items->len);
}

static gboolean
on_quiet (gpointer data)
{
  HxWrapupSession *self = data;
  g_autoptr (HxRecord) like = hx_record_new (&hx_matches_search_schema);
  HxCall call = { .operation = HX_OPERATION_MATCHES_SEARCH, .input = like };

  self->matches_timer = 0;
  if (self->matching != NULL)
    g_cancellable_cancel (self->matching);
  g_clear_object (&self->matching);
  if (self->phase != HX_WRAPUP_FILLING)
    return G_SOURCE_REMOVE;
  self->matching = g_cancellable_new ();
  hx_record_set_int (like, HX_PAGE_LIMIT, MOST_MATCHES);
  hx_record_set_text (like, HX_MATCHES_SEARCH_TEMPLATE_ID, hx_record_get_text (self->record, HX_WRAPUP_TEMPLATE_ID));
  hx_record_set_text (like, HX_MATCHES_SEARCH_CHANNEL, input_text (self, HX_WRAPUP_INPUT_CHANNEL));
  hx_record_set_text (like, HX_MATCHES_SEARCH_CATEGORY, input_text (self, HX_WRAPUP_INPUT_CATEGORY));
  hx_record_set_text (like, HX_MATCHES_SEARCH_ISSUE_TYPE, input_text (self, HX_WRAPUP_INPUT_ISSUE_TYPE));
  hx_record_set_text (like, HX_MATCHES_SEARCH_Q, input_text (self, HX_WRAPUP_INPUT_PAIN_POINT));
  hx_client_call_async (hx_workspace_get_client (self->workspace), &call, self->matching, on_matches,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
hx_wrapup_session_match_soon (HxWrapupSession *self)
{
  g_clear_handle_id (&self->matches_timer, g_source_remove);
  self->matches_timer = g_timeout_add (QUIET_MS, on_quiet, self);
}
