/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-common.h"

#include "rules/hx-wrapup-rules.h"

const char *const hx_wrapup_field_names[HX_FORM_N_FIELDS] = {
  [HX_FORM_CHANNEL] = "channel",
  [HX_FORM_CATEGORY] = "category",
  [HX_FORM_ISSUE_TYPE] = "issue_type",
  [HX_FORM_CASE_TEXT] = "case_text",
  [HX_FORM_PAIN_POINT] = "pain_point",
};

/**
 * hx_wrapup_get_text:
 * @session: a wrap-up
 * @property: a property that holds text
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
hx_wrapup_get_text (HxWrapupSession *session, const char *property)
{
  char *value = NULL;

  g_object_get (session, property, &value, NULL);
  return value;
}

/**
 * hx_wrapup_text_or_empty:
 * @binding: a binding
 * @from: text, or none
 * @to: takes the text
 * @data: not used
 *
 * A [callback@GObject.BindingTransformFunc]: an entry has no text to be without.
 *
 * Returns: %TRUE
 */
gboolean
hx_wrapup_text_or_empty (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text != NULL ? text : "");
  return TRUE;
}

/**
 * hx_wrapup_get_int:
 * @session: a wrap-up
 * @property: a property that holds an int
 *
 * Returns: its value
 */
int
hx_wrapup_get_int (HxWrapupSession *session, const char *property)
{
  int value = 0;

  g_object_get (session, property, &value, NULL);
  return value;
}

/**
 * hx_wrapup_get_ms:
 * @session: a wrap-up
 * @property: `clip-from` or `clip-to`
 *
 * Returns: its value, milliseconds; -1 for none
 */
gint64
hx_wrapup_get_ms (HxWrapupSession *session, const char *property)
{
  gint64 value = -1;

  g_object_get (session, property, &value, NULL);
  return value;
}

/**
 * hx_wrapup_get_uint:
 * @session: a wrap-up
 * @property: a property that holds an unsigned number
 *
 * Returns: its value
 */
guint
hx_wrapup_get_uint (HxWrapupSession *session, const char *property)
{
  guint value = 0;

  g_object_get (session, property, &value, NULL);
  return value;
}

/**
 * hx_wrapup_get_id:
 * @session: a wrap-up
 *
 * Returns: (transfer none): the id of its record
 */
const char *
hx_wrapup_get_id (HxWrapupSession *session)
{
  return hx_record_get_id (hx_wrapup_session_get_record (session));
}

/**
 * hx_wrapup_may_wait:
 * @session: a wrap-up
 *
 * Returns: whether its queue lets the agent put it off without an answer
 */
gboolean
hx_wrapup_may_wait (HxWrapupSession *session)
{
  HxWrapupMode mode = (HxWrapupMode) hx_record_get_enum (hx_wrapup_session_get_record (session), HX_WRAPUP_MODE);

  return hx_wrapup_session_is_late (session) || hx_wrapup_may_finish (mode, HX_WRAPUP_WAITING);
}

/**
 * hx_wrapup_has_clock:
 * @session: a wrap-up
 *
 * Returns: whether time runs out: not when it is late already, nor when the queue wants an answer however long it takes
 */
gboolean
hx_wrapup_has_clock (HxWrapupSession *session)
{
  return !hx_wrapup_session_is_late (session)
         && hx_record_has (hx_wrapup_session_get_record (session), HX_WRAPUP_EXPIRES_AT);
}

static const HxEnumValue *
channel_value (int channel)
{
  return channel >= 0 && (guint) channel < hx_channel_enum.n_values ? &hx_channel_enum.values[channel] : NULL;
}

/**
 * hx_wrapup_channel_word:
 * @channel: an HxChannel, or -1
 *
 * Returns: (transfer none): its word, translated
 */
const char *
hx_wrapup_channel_word (int channel)
{
  const HxEnumValue *value = channel_value (channel);

  return value != NULL ? gettext (value->label) : _ ("None chosen");
}

/**
 * hx_wrapup_channel_icon:
 * @channel: an HxChannel, or -1
 *
 * Returns: (transfer none): the name of its icon
 */
const char *
hx_wrapup_channel_icon (int channel)
{
  const HxEnumValue *value = channel_value (channel);

  return value != NULL && value->icon != NULL ? value->icon : "hx-phone-symbolic";
}

/**
 * hx_wrapup_kind_words:
 * @session: a wrap-up
 * @locale: the reader's locale
 *
 * Returns: (transfer full) (nullable): category and issue type, as far as they are chosen: "Lead · No tag"
 */
char *
hx_wrapup_kind_words (HxWrapupSession *session, const char *locale)
{
  HxTemplateView *template = hx_wrapup_session_get_template (session);
  g_autofree char *category = hx_wrapup_get_text (session, "category");
  g_autofree char *type = hx_wrapup_get_text (session, "issue-type");
  const char *category_word, *type_word;

  if (category == NULL || *category == '\0')
    return NULL;
  category_word = hx_template_view_category_label (template, category, locale);
  if (type == NULL || *type == '\0')
    return g_strdup (category_word);
  type_word = hx_template_view_type_label (template, category, type, locale);
  return g_strdup_printf ("%s · %s", category_word, type_word);
}

/**
 * hx_wrapup_customer_words:
 * @workspace: the workspace
 * @session: a wrap-up
 *
 * Returns: (transfer full): how the customer is called: "Ms Wang"
 */
char *
hx_wrapup_customer_words (HxWorkspace *workspace, HxWrapupSession *session)
{
  HxRecord *call = hx_record_get_record (hx_wrapup_session_get_record (session), HX_WRAPUP_CALL);

  return call != NULL ? hx_workspace_display_name (workspace, call) : g_strdup (_ ("Unknown customer"));
}

/**
 * hx_wrapup_complaint_sentence:
 * @session: a wrap-up
 * @field: which field
 * @reason: what is wrong with it
 * @locale: the reader's locale
 *
 * Returns: (transfer full): what the agent should do about it, in a sentence
 */
char *
hx_wrapup_complaint_sentence (HxWrapupSession *session, HxFormField field, const char *reason, const char *locale)
{
  static const char *const required[HX_FORM_N_FIELDS] = {
    [HX_FORM_CHANNEL] = N_ ("Choose the channel that the customer came from."),
    [HX_FORM_CATEGORY] = N_ ("Choose a category first, or 0 when there was no issue."),
    [HX_FORM_ISSUE_TYPE] = N_ ("Choose an issue type."),
    [HX_FORM_CASE_TEXT] = N_ ("Case: name the customer and what happened."),
    [HX_FORM_PAIN_POINT] = N_ ("Pain point: say in one concrete sentence what went wrong."),
  };
  guint limit = hx_wrapup_get_uint (session, "limit");

  if (g_str_equal (reason, "required"))
    return g_strdup (gettext (required[field]));
  if (g_str_equal (reason, "vague"))
    return g_strdup (hx_template_view_coach (hx_wrapup_session_get_template (session), locale));
  if (g_str_equal (reason, "too_long") && field == HX_FORM_PAIN_POINT)
    return g_strdup_printf (ngettext ("Pain point: too long, at most %u word. Details belong to the case.",
                                      "Pain point: too long, at most %u words. Details belong to the case.", limit),
                            limit);
  if (g_str_equal (reason, "too_long"))
    return g_strdup (_ ("This text is too long."));
  if (g_str_equal (reason, "unknown"))
    return g_strdup (_ ("This choice does not exist any more: choose again."));
  return g_strdup (_ ("This cannot be sent as it is: please check it."));
}
