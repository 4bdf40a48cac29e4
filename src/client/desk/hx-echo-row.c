/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-echo-row.h"
#include "widgets/hx-trail.h"
#include "widgets/hx-when.h"
#include "widgets/hx-wrap-layout.h"

/**
 * HxEchoRow:
 *
 * What became of one feedback: submitted, adopted, being put right, verifying,
 * tracking, it worked; or where and why its way ended.
 */
struct _HxEchoRow
{
  GtkListBoxRow parent_instance;

  HxWorkspace *workspace;
  HxRecord *feedback;

  GtkLabel *subject_label;
  GtkLabel *at_label;
  HxTrail *trail;
  GtkLabel *stage_label;
  GtkLabel *clock_label;
  GtkLabel *news_label;
};

G_DEFINE_TYPE (HxEchoRow, hx_echo_row, GTK_TYPE_LIST_BOX_ROW)

#define STAGES 6

typedef struct
{
  int reached;
  gboolean finished;
  gboolean stopped;
  const char *word;
} Stage;

/* By the feedback's own state; while in rectification, by that one's. */
static const Stage stages[HX_N_FEEDBACK_STATES] = {
  [HX_FEEDBACK_POOL] = { 0, FALSE, FALSE, N_ ("Waiting in the pool") },
  [HX_FEEDBACK_RECTIFICATION] = { 1, FALSE, FALSE, N_ ("Adopted") },
  [HX_FEEDBACK_ANSWERED] = { 1, TRUE, FALSE, N_ ("Answered") },
  [HX_FEEDBACK_VAGUE] = { 1, FALSE, TRUE, N_ ("Returned: too vague") },
  [HX_FEEDBACK_DUPLICATE] = { 1, FALSE, TRUE, N_ ("Duplicate") },
  [HX_FEEDBACK_FALSE] = { 1, FALSE, TRUE, N_ ("Found to be false") },
  [HX_FEEDBACK_EFFECTIVE] = { 5, TRUE, FALSE, N_ ("It worked") },
  [HX_FEEDBACK_WITHDRAWN] = { 0, FALSE, TRUE, N_ ("Withdrawn") },
};

static const Stage rectification_stages[HX_N_RECTIFICATION_STATES] = {
  [HX_RECTIFICATION_PENDING] = { 1, FALSE, FALSE, N_ ("Adopted") },
  [HX_RECTIFICATION_IN_PROGRESS] = { 2, FALSE, FALSE, N_ ("Being put right") },
  [HX_RECTIFICATION_VERIFYING] = { 3, FALSE, FALSE, N_ ("Verifying") },
  [HX_RECTIFICATION_TRACKING] = { 4, FALSE, FALSE, N_ ("Tracking") },
  [HX_RECTIFICATION_DONE] = { 5, TRUE, FALSE, N_ ("It worked") },
  [HX_RECTIFICATION_CANCELLED] = { 1, FALSE, TRUE, N_ ("Cancelled") },
};

static const Stage *
find_stage (HxRecord *feedback)
{
  int state = hx_record_get_enum (feedback, HX_FEEDBACK_STATE);
  const char *name = hx_record_get_text (feedback, HX_FEEDBACK_RECTIFICATION_STATE);
  int rectification = name != NULL ? hx_enum_find (&hx_rectification_state_enum, name) : -1;

  if (state == HX_FEEDBACK_RECTIFICATION && rectification >= 0)
    return &rectification_stages[rectification];
  return &stages[state];
}

static void
show_news (HxEchoRow *self)
{
  const char *department = hx_record_get_text (self->feedback, HX_FEEDBACK_DEPARTMENT_NAME);
  /* Translators: %s is a department */
  g_autofree char *words = department != NULL ? g_strdup_printf (_ ("With %s"), department) : NULL;

  gtk_label_set_label (self->news_label,
                       words != NULL ? words : hx_record_get_text (self->feedback, HX_FEEDBACK_CASE_TEXT));
}

static void
show_feedback (HxEchoRow *self)
{
  HxRecord *feedback = self->feedback;
  const Stage *stage = find_stage (feedback);
  const char *subject = hx_record_get_text (feedback, HX_FEEDBACK_PAIN_POINT);

  gtk_label_set_label (self->subject_label, subject);
  gtk_label_set_label (self->stage_label, _ (stage->word));
  g_object_set (self->trail, "stages", STAGES, "reached", stage->reached, "finished", stage->finished, "stopped",
                stage->stopped, "stage-name", _ (stage->word), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, subject, -1);
  show_news (self);
  hx_echo_row_tick (self);
}

static void
hx_echo_row_dispose (GObject *object)
{
  HxEchoRow *self = HX_ECHO_ROW (object);

  g_clear_object (&self->feedback);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_ECHO_ROW);
  G_OBJECT_CLASS (hx_echo_row_parent_class)->dispose (object);
}

static void
hx_echo_row_class_init (HxEchoRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_TRAIL);
  g_type_ensure (HX_TYPE_WRAP_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = hx_echo_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-echo-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, subject_label);
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, at_label);
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, trail);
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, stage_label);
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, clock_label);
  gtk_widget_class_bind_template_child (widget_class, HxEchoRow, news_label);
}

static void
hx_echo_row_init (HxEchoRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_echo_row_new:
 * @workspace: where the clock is
 * @feedback: own feedback
 *
 * Returns: (transfer floating): its row, which follows the record
 */
GtkWidget *
hx_echo_row_new (HxWorkspace *workspace,
                 HxRecord    *feedback)
{
  HxEchoRow *self = g_object_new (HX_TYPE_ECHO_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->feedback = g_object_ref (feedback);
  g_signal_connect_object (feedback, "notify", G_CALLBACK (show_feedback), self, G_CONNECT_SWAPPED);
  show_feedback (self);
  return GTK_WIDGET (self);
}

static void
set_words (GtkLabel   *label,
           const char *words,
           gint64      exactly)
{
  g_autofree char *tooltip = NULL;

  if (g_strcmp0 (gtk_label_get_label (label), words) == 0)
    return;
  gtk_label_set_label (label, words);
  tooltip = exactly > 0 ? hx_when_absolute (exactly) : NULL;
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), tooltip);
}

/**
 * hx_echo_row_tick:
 * @self: a row
 *
 * Lets it say how long ago the news is and how much time is left.
 */
void
hx_echo_row_tick (HxEchoRow *self)
{
  gint64 now, at, due;
  g_autofree char *ago = NULL, *left = NULL;
  gboolean running;

  g_return_if_fail (HX_IS_ECHO_ROW (self));

  now = hx_workspace_now (self->workspace);
  at = hx_record_get_int (self->feedback, HX_RECORD_UPDATED_AT);
  due = hx_record_get_int (self->feedback, HX_FEEDBACK_RECTIFICATION_DUE_AT);
  running = due > 0 && !find_stage (self->feedback)->finished;
  ago = hx_when_ago (at, now);
  left = running ? hx_when_left (due, now) : g_strdup ("");
  set_words (self->at_label, ago, at);
  set_words (self->clock_label, left, running ? due : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->clock_label), running);
}
