/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-rectification-pane.h"
#include "hx-rectification-words.h"
#include "hx-stepper.h"
#include "widgets/hx-target-bar.h"
#include "widgets/hx-when.h"

/**
 * HxRectificationPane:
 *
 * The opened rectification, to be read: where it is in its life, who does what
 * until when, and by which number it will be accepted.
 */
struct _HxRectificationPane
{
  AdwBin parent_instance;

  HxWorkspace *workspace;  /* (nullable) */
  HxRecord *rectification; /* (nullable) */

  GtkLabel *number;
  GtkBox *chips;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  HxStepper *stepper;
  HxPill *clock;
  GtkLabel *due;
  GtkLabel *who;
  GtkLabel *root_cause;
  GtkLabel *action;
  HxPill *verdict;
  GtkLabel *criterion;
  HxTargetBar *bar;
  GtkWidget *numbers;
  GtkLabel *baseline;
  GtkLabel *baseline_note;
  GtkLabel *target;
  GtkLabel *target_note;
  GtkLabel *current;
  GtkLabel *current_note;
  GtkLabel *voices;
};

G_DEFINE_TYPE (HxRectificationPane, hx_rectification_pane, ADW_TYPE_BIN)

static void
set_text (GtkLabel   *label,
          const char *text,
          const char *otherwise)
{
  gboolean has = text != NULL && *text != '\0';

  gtk_label_set_label (label, has ? text : otherwise);
  if (has)
    gtk_widget_remove_css_class (GTK_WIDGET (label), "hx-secondary");
  else
    gtk_widget_add_css_class (GTK_WIDGET (label), "hx-secondary");
}

static void
show_due (HxRectificationPane *self)
{
  HxRecord *record = self->rectification;
  g_autofree char *due = NULL, *words = NULL;

  if (hx_record_has (record, HX_RECTIFICATION_DUE_AT))
    due = hx_when_absolute (hx_record_get_int (record, HX_RECTIFICATION_DUE_AT));
  if (due != NULL)
    /* Translators: %s is a date with its time */
    words = g_strdup_printf (_ ("Due %s"), due);
  gtk_label_set_label (self->due, words);
}

/* How far it went from where it began; more is not better everywhere, so it only says which way. */
static char *
change_words (HxRecord *record)
{
  double before = hx_record_get_real (record, HX_RECTIFICATION_CRITERION_BASELINE);
  double now = hx_record_get_real (record, HX_RECTIFICATION_CRITERION_CURRENT);

  if (!hx_record_has (record, HX_RECTIFICATION_CRITERION_BASELINE)
      || !hx_record_has (record, HX_RECTIFICATION_CRITERION_CURRENT))
    return NULL;
  /* Translators: a metric went up or down by so much since before the fix */
  return g_strdup_printf (now >= before ? _ ("up %.1f") : _ ("down %.1f"), now >= before ? now - before : before - now);
}

static void
show_verdict (HxRectificationPane *self)
{
  HxRecord *record = self->rectification;
  gboolean measured = hx_record_has (record, HX_RECTIFICATION_CRITERION_CURRENT);

  if (!hx_rectification_has_target (record))
    hx_pill_set (self->verdict, NULL, NULL, NULL);
  else if (!measured)
    hx_pill_set (self->verdict, "line", NULL, _ ("Not measured yet"));
  else if (hx_rectification_is_met (record))
    hx_pill_set (self->verdict, "good", NULL, _ ("Target met"));
  else
    hx_pill_set (self->verdict, "info", "hx-clock-symbolic", _ ("Target not met yet"));
}

static void
show_acceptance (HxRectificationPane *self)
{
  HxRecord *record = self->rectification;
  g_autofree char *criterion = hx_rectification_criterion (record), *change = change_words (record);
  g_autofree char *baseline = hx_rectification_value (record, HX_RECTIFICATION_CRITERION_BASELINE);
  g_autofree char *target = hx_rectification_value (record, HX_RECTIFICATION_CRITERION_TARGET);
  g_autofree char *current = hx_rectification_value (record, HX_RECTIFICATION_CRITERION_CURRENT);

  show_verdict (self);
  gtk_label_set_label (self->criterion, criterion);
  gtk_widget_set_visible (self->numbers, target != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), target != NULL && current != NULL);
  g_object_set (self->bar, "baseline", hx_record_get_real (record, HX_RECTIFICATION_CRITERION_BASELINE), "target",
                hx_record_get_real (record, HX_RECTIFICATION_CRITERION_TARGET), "value",
                hx_record_get_real (record, HX_RECTIFICATION_CRITERION_CURRENT), NULL);
  gtk_label_set_label (self->baseline, baseline != NULL ? baseline : "–");
  gtk_label_set_label (self->baseline_note, _ ("before the fix"));
  gtk_label_set_label (self->target, target);
  gtk_label_set_label (self->target_note,
                       g_strcmp0 (hx_record_get_text (record, HX_RECTIFICATION_CRITERION_COMPARISON), "<=") == 0
                           ? _ ("at most")
                           : _ ("at least"));
  gtk_label_set_label (self->current, current != NULL ? current : "–");
  gtk_label_set_label (self->current_note, change != NULL ? change : _ ("not measured yet"));
}

static void
show (HxRectificationPane *self)
{
  HxRecord *record = self->rectification;
  g_autofree char *number = hx_rectification_number (record), *who = hx_rectification_who (record);
  g_autofree char *voices = hx_rectification_voices (record), *raised = NULL;

  /* Translators: %s is "12 agents" */
  raised = g_strdup_printf (_ ("raised by %s"), voices);
  gtk_label_set_label (self->number, number);
  hx_rectification_show_chips (record, self->chips, FALSE);
  /* The close button keeps its place when there are no chips. */
  gtk_widget_set_visible (GTK_WIDGET (self->chips), TRUE);
  gtk_label_set_label (self->title, hx_record_get_text (record, HX_RECTIFICATION_TITLE));
  hx_stepper_set_state (self->stepper, (HxRectificationState) hx_record_get_enum (record, HX_RECTIFICATION_STATE));
  set_text (self->who, who, "");
  set_text (self->root_cause, hx_record_get_text (record, HX_RECTIFICATION_ROOT_CAUSE), _ ("Not found yet"));
  set_text (self->action, hx_record_get_text (record, HX_RECTIFICATION_ACTION), _ ("Not decided yet"));
  gtk_label_set_label (self->voices, raised);
  show_due (self);
  show_acceptance (self);
  hx_rectification_pane_tick (self);
}

static void
hx_rectification_pane_dispose (GObject *object)
{
  HxRectificationPane *self = HX_RECTIFICATION_PANE (object);

  if (self->rectification != NULL)
    g_signal_handlers_disconnect_by_data (self->rectification, self);
  g_clear_object (&self->rectification);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_RECTIFICATION_PANE);
  G_OBJECT_CLASS (hx_rectification_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, number);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, chips);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, title);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, stepper);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, clock);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, due);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, who);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, root_cause);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, action);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, verdict);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, criterion);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, bar);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, numbers);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, baseline);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, baseline_note);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, target);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, target_note);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, current);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, current_note);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationPane, voices);
}

static void
hx_rectification_pane_class_init (HxRectificationPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_rectification_pane_dispose;
  g_type_ensure (HX_TYPE_STEPPER);
  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_TARGET_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/board/hx-rectification-pane.ui");
  bind_children (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hx_rectification_pane_init (HxRectificationPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_rectification_pane_show:
 * @self: a pane
 * @workspace: whose policy and clock it uses
 * @rectification: (nullable): what it shows, and follows
 */
void
hx_rectification_pane_show (HxRectificationPane *self,
                            HxWorkspace         *workspace,
                            HxRecord            *rectification)
{
  g_return_if_fail (HX_IS_RECTIFICATION_PANE (self));

  if (self->rectification == rectification)
    return;
  if (self->rectification != NULL)
    g_signal_handlers_disconnect_by_data (self->rectification, self);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->rectification, rectification);
  if (rectification == NULL)
    return;
  g_signal_connect_object (rectification, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hx_record_get_text (rectification, HX_RECTIFICATION_TITLE), -1);
  show (self);
}

/**
 * hx_rectification_pane_tick:
 * @self: a pane; its clock is set anew
 */
void
hx_rectification_pane_tick (HxRectificationPane *self)
{
  if (self->rectification != NULL)
    hx_rectification_show_clock (self->rectification, self->clock, hx_workspace_get_policy (self->workspace),
                                 hx_workspace_now (self->workspace), FALSE);
}
