/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-choice.h"

#include "widgets/hx-key-toggle.h"
#include "widgets/hx-wrap-layout.h"

/**
 * HxWrapupChoice:
 *
 * Category and issue type of the template, each by its key, and the key for "no issue". Which keys there are is said by
 * the template; that 0 answers "no issue" is the same in all of them.
 *
 * Signals: `no-issue`; `type-chosen`: the person chose an issue type (and not: it was loaded).
 */
struct _HxWrapupChoice
{
  AdwBin parent_instance;

  HxWrapupSession *session;
  GSignalGroup *session_signals;
  HxTemplateView *template; /* (nullable): whose categories stand there */
  char *locale;
  char *shown_category; /* whose issue types stand there */
  gboolean changing;    /* while we ourselves set toggles */
  const char *category_reason;
  const char *type_reason;

  GtkWidget *categories;
  GtkWidget *no_issue;
  GtkStack *types_stack;
  GtkWidget *hint_icon;
  GtkLabel *hint;
  GtkWidget *issue_types;
};

#define NO_ISSUE_KEY '0'

enum
{
  NO_ISSUE,
  TYPE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxWrapupChoice, hx_wrapup_choice, ADW_TYPE_BIN)

static const char *
get_id (GtkWidget *toggle)
{
  return g_object_get_data (G_OBJECT (toggle), "hx-id");
}

static void
empty (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_widget_unparent (child);
}

static GtkWidget *
add_toggle (GtkWidget *box, const char *key, const char *word, const char *id, GCallback on_toggled, gpointer self)
{
  GtkWidget *first = gtk_widget_get_first_child (box);
  GtkWidget *toggle = hx_key_toggle_new (key, word);

  g_object_set_data_full (G_OBJECT (toggle), "hx-id", g_strdup (id), g_free);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (toggle), GTK_TOGGLE_BUTTON (first));
  g_signal_connect (toggle, "toggled", on_toggled, self);
  gtk_widget_insert_before (toggle, box, NULL);
  return toggle;
}

/* A group never lets go of its choice by itself, but an empty form has none. */
static void
choose (HxWrapupChoice *self, GtkWidget *box, const char *id)
{
  self->changing = TRUE;
  for (GtkWidget *one = gtk_widget_get_first_child (box); one != NULL; one = gtk_widget_get_next_sibling (one))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (one), g_strcmp0 (get_id (one), id) == 0);
  self->changing = FALSE;
}

static void
on_type (GtkToggleButton *toggle, HxWrapupChoice *self)
{
  if (self->changing || !gtk_toggle_button_get_active (toggle))
    return;
  g_object_set (self->session, "issue-type", get_id (GTK_WIDGET (toggle)), NULL);
  g_signal_emit (self, signals[TYPE_CHOSEN], 0);
}

static void
on_category (GtkToggleButton *toggle, HxWrapupChoice *self)
{
  if (self->changing || !gtk_toggle_button_get_active (toggle))
    return;
  g_object_set (self->session, "category", get_id (GTK_WIDGET (toggle)), NULL);
}

static void
on_no_issue (HxWrapupChoice *self)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->no_issue)))
    return;
  /* It is an answer, not a state of the form: what comes back by "Undo" is the form as it was. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->no_issue), FALSE);
  g_signal_emit (self, signals[NO_ISSUE], 0);
}

static void
mark (GtkWidget *widget, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (widget, "invalid");
  else
    gtk_widget_remove_css_class (widget, "invalid");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* "1–3" of the template at hand. */
static char *
key_range (HxTemplateView *template)
{
  guint n = hx_template_view_n_categories (template);

  if (n == 0)
    return g_strdup ("");
  if (n == 1)
    return g_strdup (hx_template_view_category (template, 0)->key);
  return g_strdup_printf ("%s–%s", hx_template_view_category (template, 0)->key,
                          hx_template_view_category (template, n - 1)->key);
}

static void
show_hint (HxWrapupChoice *self)
{
  g_autofree char *range = NULL;
  g_autofree char *words = NULL;

  if (self->session == NULL)
    return;
  if (self->category_reason != NULL)
    words = hx_wrapup_complaint_sentence (self->session, HX_FORM_CATEGORY, self->category_reason, self->locale);
  else
    {
      range = key_range (hx_wrapup_session_get_template (self->session));
      /* Translators: %s is the keys of the categories, "1–3" */
      words = g_strdup_printf (_ ("Choose a category with %s; 0 when there was no issue"), range);
    }
  gtk_label_set_label (self->hint, words);
  gtk_widget_set_visible (self->hint_icon, self->category_reason != NULL);
  if (self->category_reason != NULL)
    gtk_widget_add_css_class (gtk_widget_get_parent (GTK_WIDGET (self->hint)), "hx-needed");
  else
    gtk_widget_remove_css_class (gtk_widget_get_parent (GTK_WIDGET (self->hint)), "hx-needed");
  mark (self->categories, self->category_reason != NULL);
  mark (self->issue_types, self->type_reason != NULL);
}

static void
show_types (HxWrapupChoice *self)
{
  HxTemplateView *template = hx_wrapup_session_get_template (self->session);
  g_autofree char *category = hx_wrapup_get_text (self->session, "category");
  const HxCategory *found = hx_template_view_find_category (template, category);

  if (g_strcmp0 (category, self->shown_category) == 0)
    return;
  g_free (self->shown_category);
  self->shown_category = g_strdup (category);
  empty (self->issue_types);
  for (guint i = 0; found != NULL && i < found->types->len; i++)
    {
      const HxIssueType *type = &g_array_index (found->types, HxIssueType, i);
      const char *word = hx_template_view_type_label (template, category, type->id, self->locale);

      gtk_widget_add_css_class (add_toggle (self->issue_types, type->key, word, type->id, G_CALLBACK (on_type), self),
                                "pill");
    }
  gtk_stack_set_visible_child_name (self->types_stack, found != NULL ? "types" : "hint");
}

static void
show_choice (HxWrapupChoice *self)
{
  g_autofree char *category = hx_wrapup_get_text (self->session, "category");
  g_autofree char *type = hx_wrapup_get_text (self->session, "issue-type");

  choose (self, self->categories, category);
  show_types (self);
  choose (self, self->issue_types, type);
  show_hint (self);
}

static void
build_categories (HxWrapupChoice *self)
{
  HxTemplateView *template = self->template;

  empty (self->categories);
  for (guint i = 0; template != NULL && i < hx_template_view_n_categories (template); i++)
    {
      const HxCategory *category = hx_template_view_category (template, i);

      add_toggle (self->categories, category->key, hx_template_view_category_label (template, category->id, self->locale),
                  category->id, G_CALLBACK (on_category), self);
    }
}

static gboolean
is_key (const char *key, gunichar pressed)
{
  return key != NULL && g_unichar_tolower (g_utf8_get_char (key)) == g_unichar_tolower (pressed);
}

static gboolean
press (GtkWidget *box, gunichar pressed)
{
  for (GtkWidget *one = gtk_widget_get_first_child (box); one != NULL; one = gtk_widget_get_next_sibling (one))
    {
      g_autofree char *key = NULL;

      g_object_get (one, "key", &key, NULL);
      if (!is_key (key, pressed))
        continue;
      /* Pressed twice it is still the choice, and the pain point is wanted next. */
      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (one)))
        g_signal_emit_by_name (one, "toggled");
      else
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (one), TRUE);
      return TRUE;
    }
  return FALSE;
}

static void
hx_wrapup_choice_dispose (GObject *object)
{
  HxWrapupChoice *self = HX_WRAPUP_CHOICE (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_CHOICE);
  G_OBJECT_CLASS (hx_wrapup_choice_parent_class)->dispose (object);
}

static void
hx_wrapup_choice_finalize (GObject *object)
{
  HxWrapupChoice *self = HX_WRAPUP_CHOICE (object);

  g_clear_pointer (&self->template, hx_template_view_unref);
  g_free (self->locale);
  g_free (self->shown_category);
  G_OBJECT_CLASS (hx_wrapup_choice_parent_class)->finalize (object);
}

static void
hx_wrapup_choice_class_init (HxWrapupChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_wrapup_choice_finalize;
  signals[NO_ISSUE] = g_signal_new ("no-issue", HX_TYPE_WRAPUP_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[TYPE_CHOSEN] = g_signal_new ("type-chosen", HX_TYPE_WRAPUP_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  g_type_ensure (HX_TYPE_KEY_TOGGLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, categories);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, no_issue);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, types_stack);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, hint_icon);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, hint);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChoice, issue_types);
  gtk_widget_class_bind_template_callback (widget_class, on_no_issue);
}

static void
hx_wrapup_choice_init (HxWrapupChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->issue_types, hx_wrap_layout_new (6));
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::category", G_CALLBACK (show_choice), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::issue-type", G_CALLBACK (show_choice), self);
}

/**
 * hx_wrapup_choice_prepare:
 * @self: a choice
 * @template: (nullable): whose categories there are
 * @locale: the reader's locale
 *
 * Builds the categories, unless they stand there: before a call ends there is time for it.
 */
void
hx_wrapup_choice_prepare (HxWrapupChoice *self, HxTemplateView *template, const char *locale)
{
  g_return_if_fail (HX_IS_WRAPUP_CHOICE (self));
  if (template == self->template && g_strcmp0 (locale, self->locale) == 0)
    return;
  g_clear_pointer (&self->template, hx_template_view_unref);
  self->template = template != NULL ? hx_template_view_ref (template) : NULL;
  g_free (self->locale);
  self->locale = g_strdup (locale);
  g_clear_pointer (&self->shown_category, g_free);
  empty (self->issue_types);
  gtk_stack_set_visible_child_name (self->types_stack, "hint");
  build_categories (self);
}

/**
 * hx_wrapup_choice_set_session:
 * @self: a choice
 * @session: (nullable): the wrap-up to show
 * @locale: the reader's locale
 */
void
hx_wrapup_choice_set_session (HxWrapupChoice *self, HxWrapupSession *session, const char *locale)
{
  g_return_if_fail (HX_IS_WRAPUP_CHOICE (self));
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  if (session == NULL)
    return;
  hx_wrapup_choice_prepare (self, hx_wrapup_session_get_template (session), locale);
  show_choice (self);
}

/**
 * hx_wrapup_choice_show_complaints:
 * @self: a choice
 * @complaints: what is missing
 */
void
hx_wrapup_choice_show_complaints (HxWrapupChoice *self, const HxWrapupComplaints *complaints)
{
  g_return_if_fail (HX_IS_WRAPUP_CHOICE (self));
  self->category_reason = complaints->reasons[HX_FORM_CATEGORY];
  self->type_reason = complaints->reasons[HX_FORM_ISSUE_TYPE];
  show_hint (self);
}

/**
 * hx_wrapup_choice_take_key:
 * @self: a choice
 * @key: what was pressed, while no text field had the keyboard
 *
 * Returns: whether the key chose something
 */
gboolean
hx_wrapup_choice_take_key (HxWrapupChoice *self, gunichar key)
{
  g_return_val_if_fail (HX_IS_WRAPUP_CHOICE (self), FALSE);
  if (self->session == NULL)
    return FALSE;
  if (key == NO_ISSUE_KEY)
    {
      g_signal_emit (self, signals[NO_ISSUE], 0);
      return TRUE;
    }
  return press (self->categories, key) || press (self->issue_types, key);
}
