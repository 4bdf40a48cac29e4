/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-form.h"

#include "hx-wrapup-channel-menu.h"
#include "hx-wrapup-coach.h"

enum
{
  CASE,
  PAIN,
  N_ENTRIES
};

/**
 * HxWrapupForm:
 *
 * Channel, case and pain point in one card, and under it what the coach says. The text belongs to the session: the
 * entries are bound to it both ways.
 */
struct _HxWrapupForm
{
  AdwBin parent_instance;

  HxWrapupSession *session;
  GSignalGroup *session_signals;
  GBindingGroup *texts;
  char *locale;
  gboolean composing[N_ENTRIES]; /* an input method is at work there */
  HxWrapupComplaints complaints;

  HxWrapupChannelMenu *channel;
  GtkWidget *channel_row;
  GtkWidget *channel_note;
  GtkWidget *case_row;
  GtkWidget *case_entry;
  GtkWidget *pain_row;
  GtkWidget *pain_entry;
  GtkLabel *pain_count;
  HxWrapupCoach *coach;
};

G_DEFINE_TYPE (HxWrapupForm, hx_wrapup_form, ADW_TYPE_BIN)

static GtkText *
get_text (GtkWidget *entry)
{
  return GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)));
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
show_channel (HxWrapupForm *self)
{
  HxRecord *wrapup = hx_wrapup_session_get_record (self->session);

  gtk_widget_set_visible (self->channel_note,
                          hx_wrapup_get_int (self->session, "channel") == hx_record_get_enum (wrapup, HX_WRAPUP_CHANNEL));
}

static void
show_count (HxWrapupForm *self)
{
  guint count = hx_wrapup_get_uint (self->session, "count"), limit = hx_wrapup_get_uint (self->session, "limit");
  /* Translators: how much of the allowed length is used: in Chinese 4/10 字 */
  g_autofree char *words = g_strdup_printf (_ ("%u/%u words"), count, limit);

  gtk_label_set_label (self->pain_count, words);
  set_class (GTK_WIDGET (self->pain_count), "over", count > limit);
}

static const char *
pain_reason (HxWrapupForm *self)
{
  const char *reason = self->complaints.reasons[HX_FORM_PAIN_POINT];

  /* Too long is said while typing and not only after a try: no more words will mend it. */
  if (reason == NULL && hx_wrapup_get_uint (self->session, "count") > hx_wrapup_get_uint (self->session, "limit"))
    return "too_long";
  return reason;
}

static void
add_sentence (HxWrapupForm *self, GString *text, HxFormField field, const char *reason)
{
  g_autofree char *sentence = NULL;

  if (reason == NULL)
    return;
  sentence = hx_wrapup_complaint_sentence (self->session, field, reason, self->locale);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

/* All that is to be said under the card, a line for each field. */
static char *
coach_sentences (HxWrapupForm *self)
{
  const char *const *reasons = self->complaints.reasons;
  g_autofree char *coach = hx_wrapup_get_text (self->session, "coach");
  const char *pain = pain_reason (self);
  GString *text = g_string_new (NULL);

  add_sentence (self, text, HX_FORM_ISSUE_TYPE, reasons[HX_FORM_ISSUE_TYPE]);
  add_sentence (self, text, HX_FORM_CHANNEL, reasons[HX_FORM_CHANNEL]);
  add_sentence (self, text, HX_FORM_CASE_TEXT, reasons[HX_FORM_CASE_TEXT]);
  if (coach != NULL && (pain == NULL || g_str_equal (pain, "vague")))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", coach);
  else
    add_sentence (self, text, HX_FORM_PAIN_POINT, pain);
  return g_string_free (text, FALSE);
}

static void
show_state (GtkWidget *row, GtkWidget *field, gboolean vague, gboolean invalid, const char *words)
{
  set_class (row, "vague", vague);
  set_class (row, "invalid", invalid && !vague);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid || vague ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  invalid || vague ? words : "", -1);
}

static void
show_coach (HxWrapupForm *self)
{
  g_autofree char *words = NULL;
  g_autofree char *coach = NULL;
  g_autofree char *proposal = NULL;
  const char *pain;

  if (self->session == NULL)
    return;
  words = coach_sentences (self);
  coach = hx_wrapup_get_text (self->session, "coach");
  proposal = hx_wrapup_get_text (self->session, "suggestion");
  pain = pain_reason (self);

  hx_wrapup_coach_say (self->coach, words, proposal);
  show_state (self->channel_row, GTK_WIDGET (self->channel), FALSE,
              self->complaints.reasons[HX_FORM_CHANNEL] != NULL, words);
  show_state (self->case_row, self->case_entry, FALSE, self->complaints.reasons[HX_FORM_CASE_TEXT] != NULL,
              words);
  show_state (self->pain_row, self->pain_entry, coach != NULL || g_strcmp0 (pain, "vague") == 0, pain != NULL, words);
}

static void
on_typed (HxWrapupForm *self)
{
  show_count (self);
  show_coach (self);
}

static void
on_preedit (HxWrapupForm *self, const char *preedit, GtkText *text)
{
  int which = text == get_text (self->pain_entry) ? PAIN : CASE;

  self->composing[which] = preedit != NULL && *preedit != '\0';
}

/* Enter alone goes on to the pain point, and from there nowhere: it never submits. */
static void
on_case_enter (HxWrapupForm *self)
{
  hx_wrapup_form_focus (self, HX_FORM_PAIN_POINT);
}

static void
on_proposal (HxWrapupForm *self)
{
  if (hx_wrapup_form_take_proposal (self))
    hx_wrapup_form_focus (self, HX_FORM_PAIN_POINT);
}

static void
hx_wrapup_form_dispose (GObject *object)
{
  HxWrapupForm *self = HX_WRAPUP_FORM (object);

  g_clear_object (&self->texts);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_FORM);
  G_OBJECT_CLASS (hx_wrapup_form_parent_class)->dispose (object);
}

static void
hx_wrapup_form_finalize (GObject *object)
{
  g_free (HX_WRAPUP_FORM (object)->locale);
  G_OBJECT_CLASS (hx_wrapup_form_parent_class)->finalize (object);
}

static void
hx_wrapup_form_class_init (HxWrapupFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_wrapup_form_finalize;
  g_type_ensure (HX_TYPE_WRAPUP_CHANNEL_MENU);
  g_type_ensure (HX_TYPE_WRAPUP_COACH);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, channel);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, channel_row);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, channel_note);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, case_row);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, case_entry);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, pain_row);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, pain_entry);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, pain_count);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupForm, coach);
  gtk_widget_class_bind_template_callback (widget_class, on_case_enter);
  gtk_widget_class_bind_template_callback (widget_class, on_proposal);
}

static void
hx_wrapup_form_init (HxWrapupForm *self)
{
  GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->texts = g_binding_group_new ();
  g_binding_group_bind_full (self->texts, "case-text", self->case_entry, "text", both, hx_wrapup_text_or_empty, NULL, NULL, NULL);
  g_binding_group_bind_full (self->texts, "pain-point", self->pain_entry, "text", both, hx_wrapup_text_or_empty, NULL, NULL, NULL);
  g_signal_connect_swapped (get_text (self->case_entry), "preedit-changed", G_CALLBACK (on_preedit), self);
  g_signal_connect_swapped (get_text (self->pain_entry), "preedit-changed", G_CALLBACK (on_preedit), self);
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::channel", G_CALLBACK (show_channel), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::count", G_CALLBACK (on_typed), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::coach", G_CALLBACK (show_coach), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::suggestion", G_CALLBACK (show_coach), self);
}

static void
remember_changes (HxWrapupForm *self, gboolean remember)
{
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->case_entry), remember);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->pain_entry), remember);
}

/**
 * hx_wrapup_form_set_session:
 * @self: the fields
 * @session: (nullable): the wrap-up to show
 * @locale: the reader's locale
 */
void
hx_wrapup_form_set_session (HxWrapupForm *self, HxWrapupSession *session, const char *locale)
{
  g_return_if_fail (HX_IS_WRAPUP_FORM (self));
  g_set_object (&self->session, session);
  g_free (self->locale);
  self->locale = g_strdup (locale);
  memset (&self->complaints, 0, sizeof self->complaints);
  /* Ctrl+Z must not bring back what was said of another customer. */
  remember_changes (self, FALSE);
  g_binding_group_set_source (self->texts, session);
  remember_changes (self, TRUE);
  g_signal_group_set_target (self->session_signals, session);
  hx_wrapup_channel_menu_set_session (self->channel, session);
  if (session == NULL)
    return;
  gtk_editable_set_position (GTK_EDITABLE (self->case_entry), 0);
  gtk_editable_set_position (GTK_EDITABLE (self->pain_entry), -1);
  show_channel (self);
  on_typed (self);
}

/**
 * hx_wrapup_form_show_complaints:
 * @self: the fields
 * @complaints: what is missing
 */
void
hx_wrapup_form_show_complaints (HxWrapupForm *self, const HxWrapupComplaints *complaints)
{
  g_return_if_fail (HX_IS_WRAPUP_FORM (self));
  self->complaints = *complaints;
  show_coach (self);
}

/**
 * hx_wrapup_form_set_editable:
 * @self: the fields
 * @editable: whether text can be changed; the focus stays where it is
 */
void
hx_wrapup_form_set_editable (HxWrapupForm *self, gboolean editable)
{
  g_return_if_fail (HX_IS_WRAPUP_FORM (self));
  gtk_editable_set_editable (GTK_EDITABLE (self->case_entry), editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->pain_entry), editable);
}

/**
 * hx_wrapup_form_focus:
 * @self: the fields
 * @field: channel, case or pain point
 *
 * Gives it the keyboard, with the cursor at the end of its text.
 */
void
hx_wrapup_form_focus (HxWrapupForm *self, HxFormField field)
{
  GtkWidget *entry = field == HX_FORM_CASE_TEXT ? self->case_entry : self->pain_entry;

  g_return_if_fail (HX_IS_WRAPUP_FORM (self));
  if (field == HX_FORM_CHANNEL)
    {
      gtk_widget_child_focus (GTK_WIDGET (self->channel), GTK_DIR_TAB_FORWARD);
      return;
    }
  gtk_text_grab_focus_without_selecting (get_text (entry));
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}

static gboolean
has_focus (GtkWidget *entry)
{
  return gtk_widget_is_focus (GTK_WIDGET (get_text (entry)));
}

/**
 * hx_wrapup_form_has_text_focus:
 * @self: the fields
 *
 * Returns: whether what is typed goes into a text
 */
gboolean
hx_wrapup_form_has_text_focus (HxWrapupForm *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_FORM (self), FALSE);
  return has_focus (self->case_entry) || has_focus (self->pain_entry);
}

/**
 * hx_wrapup_form_is_composing:
 * @self: the fields
 *
 * Returns: whether an input method holds letters that are not text yet
 */
gboolean
hx_wrapup_form_is_composing (HxWrapupForm *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_FORM (self), FALSE);
  return (self->composing[CASE] && has_focus (self->case_entry)) || (self->composing[PAIN] && has_focus (self->pain_entry));
}

/**
 * hx_wrapup_form_has_menu:
 * @self: the fields
 *
 * Returns: whether the list of channels is open
 */
gboolean
hx_wrapup_form_has_menu (HxWrapupForm *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_FORM (self), FALSE);
  return hx_wrapup_channel_menu_is_open (self->channel);
}

/**
 * hx_wrapup_form_take_proposal:
 * @self: the fields
 *
 * Takes what the coach proposes, if it is on the screen.
 *
 * Returns: whether there was something to take
 */
gboolean
hx_wrapup_form_take_proposal (HxWrapupForm *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_FORM (self), FALSE);
  if (self->session == NULL || !hx_wrapup_coach_proposes (self->coach))
    return FALSE;
  hx_wrapup_session_use_suggestion (self->session);
  gtk_editable_set_position (GTK_EDITABLE (self->pain_entry), -1);
  return TRUE;
}
