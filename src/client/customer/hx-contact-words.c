/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hx-contact-words.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-when.h"

static const char *
call_word (HxRecord *contact)
{
  if (hx_record_get_enum (contact, HX_CONTACT_ACTIVITY) == HX_ACTIVITY_MISSED_CALL)
    return _ ("Missed call");
  return hx_record_get_enum (contact, HX_CONTACT_DIRECTION) == HX_DIRECTION_OUT ? _ ("Outbound call")
                                                                                 : _ ("Inbound call");
}

static gboolean
is_call (HxRecord *contact)
{
  int activity = hx_record_get_enum (contact, HX_CONTACT_ACTIVITY);

  return activity == HX_ACTIVITY_CALL || activity == HX_ACTIVITY_MISSED_CALL;
}

/**
 * hx_contact_title:
 * @contact: a contact
 * @head_length: (out): how many bytes of it say what it was: the rest is detail
 *
 * Returns: (transfer full): "Outbound call · 3:42", "SMS · Delivered"
 */
char *
hx_contact_title (HxRecord *contact,
                  gsize    *head_length)
{
  int channel = hx_record_get_enum (contact, HX_CONTACT_CHANNEL);
  int activity = hx_record_get_enum (contact, HX_CONTACT_ACTIVITY);
  gint64 duration = hx_record_get_int (contact, HX_CONTACT_DURATION_MS);
  const char *head = is_call (contact) ? call_word (contact) : _ (hx_channel_enum.values[channel].label);
  g_autofree char *length = duration > 0 ? hx_draw_time (duration) : NULL;
  const char *detail = is_call (contact) ? length : _ (hx_activity_enum.values[activity].label);

  *head_length = strlen (head);
  return detail != NULL ? g_strdup_printf ("%s · %s", head, detail) : g_strdup (head);
}

/**
 * hx_contact_icon:
 * @contact: a contact
 *
 * Returns: name of the icon of its channel; a call's tells the direction too
 */
const char *
hx_contact_icon (HxRecord *contact)
{
  int activity = hx_record_get_enum (contact, HX_CONTACT_ACTIVITY);

  if (activity == HX_ACTIVITY_MISSED_CALL)
    return hx_activity_enum.values[activity].icon;
  if (activity == HX_ACTIVITY_CALL)
    return hx_direction_enum.values[hx_record_get_enum (contact, HX_CONTACT_DIRECTION)].icon;
  return hx_channel_enum.values[hx_record_get_enum (contact, HX_CONTACT_CHANNEL)].icon;
}

/**
 * hx_contact_feedback_words:
 * @workspace: where templates are known
 * @contact: a contact
 *
 * Returns: (transfer full) (nullable): "Lead · No tag" when feedback was given about it
 */
char *
hx_contact_feedback_words (HxWorkspace *workspace,
                           HxRecord    *contact)
{
  const char *category = hx_record_get_text (contact, HX_CONTACT_FEEDBACK_CATEGORY);
  const char *type = hx_record_get_text (contact, HX_CONTACT_FEEDBACK_ISSUE_TYPE);
  const char *template_id = hx_record_get_text (contact, HX_CONTACT_FEEDBACK_TEMPLATE_ID);
  const char *locale = hx_workspace_get_locale (workspace);
  HxTemplateView *template;
  const char *category_label, *type_label;

  if (!hx_record_has (contact, HX_CONTACT_FEEDBACK_ID))
    return NULL;
  template = hx_workspace_get_template (workspace, template_id);
  if (template == NULL || category == NULL)
    return g_strdup (_ ("Feedback"));
  category_label = hx_template_view_category_label (template, category, locale);
  type_label = type != NULL ? hx_template_view_type_label (template, category, type, locale) : NULL;
  if (category_label == NULL)
    category_label = category;
  return type_label != NULL ? g_strdup_printf ("%s · %s", category_label, type_label) : g_strdup (category_label);
}

/**
 * hx_contact_day_markup:
 * @at: a moment of the day, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): the heading of a day: "Today" and the date, or the date alone
 */
char *
hx_contact_day_markup (gint64 at,
                       gint64 now)
{
  g_autofree char *day = hx_when_day (at, now);
  g_autofree char *date = hx_when_date (at, now);

  if (day == NULL)
    return g_markup_printf_escaped ("<span font_features='tnum=1'><b>%s</b></span>", date);
  return g_markup_printf_escaped ("<span font_features='tnum=1'><b>%s</b>  <span alpha='72%%'>%s</span></span>", day, date);
}
