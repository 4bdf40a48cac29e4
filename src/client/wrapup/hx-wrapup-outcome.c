/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-outcome.h"

#include "hx-wrapup-common.h"
#include "rules/hx-wrapup-rules.h"

/* The confirmation of ui.md: seen at a glance, gone before it is in the way. */
#define CONFIRM_MS 1000
/* Long enough to read a sentence. */
#define FAILURE_MS 5000
#define STEP_MS 40

/**
 * HxWrapupOutcome:
 *
 * What became of a wrap-up: folded into the late lane, submitted, or waiting to be sent; one calm block and its ways on.
 * It closes by itself unless held.
 *
 * Signals: `over`: it may go; `action`: "Undo" or "Fill in now" was chosen.
 */
struct _HxWrapupOutcome
{
  AdwBin parent_instance;

  HxWrapupPhase phase;
  guint timer;
  gint64 total_ms;
  gint64 left_ms;
  gint64 stepped_at; /* monotonic µs */
  gboolean held;
  char *note; /* (nullable): what stands beside the buttons when nothing is counted */

  GtkLabel *title;
  GtkLabel *reference;
  GtkLabel *text;
  GtkLabel *note_label;
  GtkButton *quiet;
  GtkButton *action;
  GtkWidget *closing;
};

enum
{
  OVER,
  ACTION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxWrapupOutcome, hx_wrapup_outcome, ADW_TYPE_BIN)

static void
show_left (HxWrapupOutcome *self)
{
  gint64 seconds = (self->left_ms + 999) / 1000;
  gboolean moves = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  gtk_widget_set_opacity (self->closing, moves && !self->held && self->timer != 0 ? 1 : 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->closing), (double) self->left_ms / (double) self->total_ms);
  if (self->phase == HX_WRAPUP_FOLDED && !self->held)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("Closes in %d s", "Closes in %d s", (gulong) seconds),
                                                (int) seconds);

      gtk_label_set_label (self->note_label, words);
    }
  else
    gtk_label_set_label (self->note_label, self->note != NULL ? self->note : "");
}

static gboolean
on_step (gpointer data)
{
  HxWrapupOutcome *self = data;
  gint64 now = g_get_monotonic_time ();

  self->left_ms = self->held ? self->total_ms : self->left_ms - (now - self->stepped_at) / 1000;
  self->stepped_at = now;
  if (self->left_ms > 0)
    {
      show_left (self);
      return G_SOURCE_CONTINUE;
    }
  self->timer = 0;
  g_signal_emit (self, signals[OVER], 0);
  return G_SOURCE_REMOVE;
}

static void
start (HxWrapupOutcome *self, gint64 milliseconds)
{
  hx_wrapup_outcome_stop (self);
  self->total_ms = self->left_ms = MAX (milliseconds, 1);
  self->stepped_at = g_get_monotonic_time ();
  self->timer = g_timeout_add (STEP_MS, on_step, self);
  show_left (self);
}

static char *
missing_words (HxWrapupSession *session)
{
  g_autofree char *missing = hx_wrapup_get_text (session, "missing");

  return missing != NULL && *missing != '\0' ? g_steal_pointer (&missing) : g_strdup (_ ("Ready to submit"));
}

/* "Kept: Lead · No tag — Douyin lead lacks tag" and what is still missing. */
static char *
kept_words (HxWorkspace *workspace, HxWrapupSession *session)
{
  g_autofree char *kind = hx_wrapup_kind_words (session, hx_workspace_get_locale (workspace));
  g_autofree char *pain = hx_wrapup_get_text (session, "pain-point");
  g_autofree char *missing = missing_words (session);
  g_autofree char *kept = NULL;
  gboolean has_pain = pain != NULL && *pain != '\0';

  if (kind == NULL && !has_pain)
    return g_strdup_printf ("%s\n%s", _ ("Nothing was filled in yet"), missing);
  if (kind != NULL && has_pain)
    kept = g_strdup_printf ("%s — %s", kind, pain);
  else
    kept = g_strdup (kind != NULL ? kind : pain);
  {
    /* Translators: %s is what was filled in */
    g_autofree char *words = g_strdup_printf (_ ("Kept: %s"), kept);

    return g_strdup_printf ("%s\n%s", words, missing);
  }
}

static void
show_fold (HxWrapupOutcome *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  HxRecord *wrapup = hx_wrapup_session_get_record (session);
  gint64 at = hx_record_has (wrapup, HX_WRAPUP_EXPIRES_AT) ? hx_record_get_int (wrapup, HX_WRAPUP_EXPIRES_AT)
                                                           : hx_workspace_now (workspace);
  g_autoptr (GDateTime) universal = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (universal);
  g_autofree char *time = g_date_time_format (local, "%H:%M");
  g_autofree char *text = kept_words (workspace, session);

  gtk_label_set_label (self->title, _ ("Moved to the late lane"));
  gtk_label_set_label (self->reference, time);
  gtk_label_set_label (self->text, text);
  gtk_button_set_label (self->quiet, _ ("Got it"));
  gtk_button_set_label (self->action, _ ("Fill in now"));
  gtk_widget_set_visible (GTK_WIDGET (self->quiet), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->action), "suggested-action");
}

static char *
answer_words (HxWorkspace *workspace, HxWrapupSession *session)
{
  HxRecord *wrapup = hx_wrapup_session_get_record (session);
  g_autofree char *kind = hx_wrapup_kind_words (session, hx_workspace_get_locale (workspace));
  g_autofree char *pain = hx_wrapup_get_text (session, "pain-point");

  if (hx_record_get_enum (wrapup, HX_WRAPUP_STATE) == HX_WRAPUP_NO_ISSUE || kind == NULL)
    return g_strdup (_ ("There was no issue in this call"));
  return g_strdup_printf ("%s — %s", kind, pain != NULL ? pain : "");
}

static void
show_done (HxWrapupOutcome *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  HxRecord *wrapup = hx_wrapup_session_get_record (session);
  HxRecord *feedback = hx_record_get_record (wrapup, HX_WRAPUP_FEEDBACK);
  gboolean queued = hx_wrapup_outcome_is_queued (session);
  gint64 hours = hx_policy_view_get (hx_workspace_get_policy (workspace), HX_KEY_FEEDBACK_HANDLE_HOURS);
  g_autofree char *text = answer_words (workspace, session);
  g_autofree char *number = feedback != NULL
                              ? g_strdup_printf ("F-%04" G_GINT64_FORMAT, hx_record_get_int (feedback, HX_FEEDBACK_NUMBER))
                              : NULL;

  gtk_label_set_label (self->title, queued ? _ ("Waiting to be sent") : _ ("Submitted"));
  gtk_label_set_label (self->reference, number != NULL ? number : "");
  gtk_label_set_label (self->text, text);
  if (queued)
    self->note = g_strdup (_ ("Goes out when the connection is back"));
  else if (feedback != NULL)
    self->note = g_strdup_printf (ngettext ("You hear back within %d hour", "You hear back within %d hours", (gulong) hours),
                                  (int) hours);
  gtk_button_set_label (self->action, _ ("Undo"));
  gtk_widget_set_visible (GTK_WIDGET (self->quiet), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->action), "suggested-action");
}

static void
on_quiet (HxWrapupOutcome *self)
{
  hx_wrapup_outcome_press (self, FALSE);
}

static void
on_action (HxWrapupOutcome *self)
{
  hx_wrapup_outcome_press (self, TRUE);
}

static void
hx_wrapup_outcome_dispose (GObject *object)
{
  hx_wrapup_outcome_stop (HX_WRAPUP_OUTCOME (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_OUTCOME);
  G_OBJECT_CLASS (hx_wrapup_outcome_parent_class)->dispose (object);
}

static void
hx_wrapup_outcome_finalize (GObject *object)
{
  g_free (HX_WRAPUP_OUTCOME (object)->note);
  G_OBJECT_CLASS (hx_wrapup_outcome_parent_class)->finalize (object);
}

static void
hx_wrapup_outcome_class_init (HxWrapupOutcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_outcome_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_wrapup_outcome_finalize;
  signals[OVER] = g_signal_new ("over", HX_TYPE_WRAPUP_OUTCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTION] = g_signal_new ("action", HX_TYPE_WRAPUP_OUTCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  0);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-outcome.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, title);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, reference);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, text);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, note_label);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, quiet);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, action);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOutcome, closing);
  gtk_widget_class_bind_template_callback (widget_class, on_quiet);
  gtk_widget_class_bind_template_callback (widget_class, on_action);
}

static void
hx_wrapup_outcome_init (HxWrapupOutcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->total_ms = 1;
}

/**
 * hx_wrapup_outcome_show:
 * @self: an outcome
 * @workspace: has policy and clock
 * @session: a wrap-up that is folded or done
 *
 * Says what became of it, and begins to count.
 */
void
hx_wrapup_outcome_show (HxWrapupOutcome *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  gint64 fold;

  g_return_if_fail (HX_IS_WRAPUP_OUTCOME (self));
  self->phase = hx_wrapup_session_get_phase (session);
  self->held = FALSE;
  g_clear_pointer (&self->note, g_free);
  if (self->phase == HX_WRAPUP_FOLDED)
    show_fold (self, workspace, session);
  else
    show_done (self, workspace, session);
  fold = hx_policy_view_get (hx_workspace_get_policy (workspace), HX_KEY_WRAPUP_FOLD_SECONDS);
  start (self, self->phase == HX_WRAPUP_FOLDED ? fold * 1000 : CONFIRM_MS);
}

/**
 * hx_wrapup_outcome_stop:
 * @self: an outcome
 *
 * Counts no more.
 */
void
hx_wrapup_outcome_stop (HxWrapupOutcome *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}

/**
 * hx_wrapup_outcome_clear:
 * @self: an outcome
 *
 * Says nothing any more: assistive technology also reads what a stack hides.
 */
void
hx_wrapup_outcome_clear (HxWrapupOutcome *self)
{
  GtkLabel *labels[] = { self->title, self->reference, self->text, self->note_label };

  hx_wrapup_outcome_stop (self);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_label_set_label (labels[i], "");
}

/**
 * hx_wrapup_outcome_hold:
 * @self: an outcome
 * @hold: whether somebody looks at it: pointer or keyboard is in it
 *
 * While it is held it does not close; let go, it begins anew.
 */
void
hx_wrapup_outcome_hold (HxWrapupOutcome *self, gboolean hold)
{
  g_return_if_fail (HX_IS_WRAPUP_OUTCOME (self));
  if (self->held == hold)
    return;
  self->held = hold;
  self->left_ms = self->total_ms;
  if (self->timer != 0)
    show_left (self);
}

/**
 * hx_wrapup_outcome_fail:
 * @self: an outcome
 * @words: why it could not be undone
 *
 * Says so beside the buttons, long enough to be read.
 */
void
hx_wrapup_outcome_fail (HxWrapupOutcome *self, const char *words)
{
  g_return_if_fail (HX_IS_WRAPUP_OUTCOME (self));
  g_free (self->note);
  self->note = g_strdup (words);
  start (self, FAILURE_MS);
}

/**
 * hx_wrapup_outcome_press:
 * @self: an outcome
 * @action: "Undo" or "Fill in now"; else it only goes away
 */
void
hx_wrapup_outcome_press (HxWrapupOutcome *self, gboolean action)
{
  g_return_if_fail (HX_IS_WRAPUP_OUTCOME (self));
  hx_wrapup_outcome_stop (self);
  g_signal_emit (self, signals[action ? ACTION : OVER], 0);
}

/**
 * hx_wrapup_outcome_is_queued:
 * @session: a wrap-up that is done
 *
 * Returns: whether its answer still waits for the connection
 */
gboolean
hx_wrapup_outcome_is_queued (HxWrapupSession *session)
{
  HxRecord *wrapup = hx_wrapup_session_get_record (session);

  return hx_wrapup_session_get_phase (session) == HX_WRAPUP_DONE
         && hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE));
}
