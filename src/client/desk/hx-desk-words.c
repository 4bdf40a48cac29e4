/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hx-desk-words.h"
#include "hx-json.h"
#include "widgets/hx-draw.h"

static gboolean
was_missed (HxRecord *call)
{
  return hx_record_get_enum (call, HX_CALL_STATE) == HX_CALL_ENDED
         && !hx_record_has (call, HX_CALL_ANSWERED_AT);
}

/**
 * hx_desk_caller:
 * @workspace: where names are made
 * @call: a call
 *
 * Returns: (transfer full): whom the call was with: name and masked number
 */
char *
hx_desk_caller (HxWorkspace *workspace,
                HxRecord    *call)
{
  g_autofree char *name = hx_workspace_display_name (workspace, call);
  const char *number = hx_record_get_text (call, HX_CALL_NUMBER);

  if (number == NULL || g_strcmp0 (name, number) == 0)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s  %s", name, number);
}

/**
 * hx_desk_call_icon:
 * @call: a call
 *
 * Returns: name of the icon of its direction, or of a missed call
 */
const char *
hx_desk_call_icon (HxRecord *call)
{
  if (was_missed (call))
    return "hx-phone-missed-symbolic";
  return hx_direction_enum.values[hx_record_get_enum (call, HX_CALL_DIRECTION)].icon;
}

/**
 * hx_desk_call_length:
 * @call: a call
 *
 * Returns: (transfer full): how long people talked, or what the call is doing
 */
char *
hx_desk_call_length (HxRecord *call)
{
  int state = hx_record_get_enum (call, HX_CALL_STATE);

  if (was_missed (call))
    return g_strdup (_ ("Missed"));
  if (state != HX_CALL_ENDED)
    return g_strdup (_ (hx_call_state_enum.values[state].label));
  return hx_draw_time (hx_record_get_int (call, HX_CALL_DURATION_MS));
}

static char *
chosen_words (HxWorkspace *workspace,
              HxRecord    *wrapup,
              HxJson      *draft)
{
  HxTemplateView *template = hx_workspace_get_template (workspace, hx_record_get_text (wrapup, HX_WRAPUP_TEMPLATE_ID));
  const char *locale = hx_workspace_get_locale (workspace);
  const char *category = hx_json_member_string (draft, "category"), *type = hx_json_member_string (draft, "issue_type");
  const char *pain = hx_json_member_string (draft, "pain_point"), *label = NULL, *type_label = NULL;

  if (template != NULL && category != NULL)
    label = hx_template_view_category_label (template, category, locale);
  if (template != NULL && category != NULL && type != NULL)
    type_label = hx_template_view_type_label (template, category, type, locale);
  if (pain != NULL && *pain == '\0')
    pain = NULL;
  if (label == NULL)
    return g_strdup (pain);
  return g_strjoin (" · ", label, type_label != NULL ? type_label : pain, type_label != NULL ? pain : NULL, NULL);
}

static const char *
missing_word (HxJson *draft)
{
  const char *pain = hx_json_member_string (draft, "pain_point");

  if (hx_json_member_string (draft, "category") == NULL)
    return _ ("category");
  if (hx_json_member_string (draft, "issue_type") == NULL)
    return _ ("issue type");
  return pain == NULL || *pain == '\0' ? _ ("pain point") : NULL;
}

/**
 * hx_desk_kept_words:
 * @workspace: where templates are
 * @wrapup: a late wrap-up
 *
 * Returns: (transfer full): what was typed and what is still missing
 */
char *
hx_desk_kept_words (HxWorkspace *workspace,
                    HxRecord    *wrapup)
{
  const char *document = hx_record_get_text (wrapup, HX_WRAPUP_DRAFT);
  g_autoptr (HxJson) draft = document != NULL ? hx_json_parse (document, strlen (document), NULL) : NULL;
  g_autofree char *chosen = draft != NULL ? chosen_words (workspace, wrapup, draft) : NULL;
  const char *missing = chosen != NULL ? missing_word (draft) : NULL;
  const char *channel = _ (hx_channel_enum.values[hx_record_get_enum (wrapup, HX_WRAPUP_CHANNEL)].label);

  if (chosen == NULL)
    /* Translators: %s is a channel */
    return g_strdup_printf (_ ("Nothing filled in yet · %s"), channel);
  if (missing == NULL)
    /* Translators: %s is what was chosen and typed */
    return g_strdup_printf (_ ("Filled in: %s"), chosen);
  /* Translators: the first %s is what was chosen and typed, the second names a field */
  return g_strdup_printf (_ ("Filled in: %s; still missing: %s"), chosen, missing);
}
