/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hx-wrapup-window-private.h"
#include "widgets/hx-trace.h"

/* The pointer that only lies where the window appeared is nobody who looks. */
#define POINTER_MOVED_PX 3

/**
 * HxWrapupWindow:
 *
 * The popup after a call. It shows one session at a time and is used again for the next: building it is what would make
 * it late.
 *
 * Signals: `over`: it has nothing to show any more (submitted, folded or put off); `put-off` (HxWrapupSession).
 */

enum
{
  OVER,
  PUT_OFF,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxWrapupWindow, hx_wrapup_window, ADW_TYPE_WINDOW)

static void
on_no_issue (HxWrapupWindow *self)
{
  hx_wrapup_window_submit (self, HX_OUTCOME_NO_ISSUE);
}

static void
on_submit (HxWrapupWindow *self)
{
  hx_wrapup_window_submit (self, HX_OUTCOME_FEEDBACK);
}

static void
on_later (HxWrapupWindow *self)
{
  hx_wrapup_window_put_off (self);
}

static void
on_type_chosen (HxWrapupWindow *self)
{
  hx_wrapup_form_focus (self->form, HX_FORM_PAIN_POINT);
}

static void
on_chosen (HxWrapupWindow *self, HxWrapupSession *session)
{
  hx_wrapup_window_set_session (self, session, FALSE);
}

static void
on_outcome_action (HxWrapupWindow *self)
{
  if (self->session == NULL)
    return;
  if (hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_DONE)
    {
      hx_wrapup_window_undo (self);
      return;
    }
  self->late_too = TRUE;
  hx_wrapup_session_resume (self->session);
  hx_wrapup_window_show_phase (self);
}

static void
hold_outcome (HxWrapupWindow *self, gboolean pointer)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->outcome));

  hx_wrapup_outcome_hold (self->outcome, pointer || (focused && gtk_window_is_active (GTK_WINDOW (self))));
}

static void
on_focus (HxWrapupWindow *self)
{
  if (!hx_wrapup_window_shows_form (self))
    hold_outcome (self, FALSE);
}

static void
on_motion (HxWrapupWindow *self, double x, double y)
{
  gboolean moved = self->pointer_x >= 0
                   && hypot (x - self->pointer_x, y - self->pointer_y) > POINTER_MOVED_PX;

  if (self->pointer_x < 0 || !self->watch_pointer)
    {
      self->pointer_x = x;
      self->pointer_y = y;
    }
  if (self->watch_pointer && moved)
    hold_outcome (self, TRUE);
}

static void
on_leave (HxWrapupWindow *self)
{
  self->pointer_x = -1;
  if (self->watch_pointer)
    hold_outcome (self, FALSE);
}

static gboolean
on_close (HxWrapupWindow *self)
{
  if (hx_wrapup_window_shows_form (self))
    hx_wrapup_window_put_off (self);
  else
    hx_wrapup_window_say_over (self);
  return GDK_EVENT_STOP;
}

static void
on_connection (HxWrapupWindow *self)
{
  if (self->session != NULL)
    hx_wrapup_window_show_status (self);
  else
    hx_wrapup_window_prepare (self);
}

static void
on_input (HxWrapupWindow *self)
{
  hx_wrapup_window_complain (self);
  hx_wrapup_window_show_status (self);
}

static void
hx_wrapup_window_dispose (GObject *object)
{
  HxWrapupWindow *self = HX_WRAPUP_WINDOW (object);

  g_clear_handle_id (&self->sending_timer, g_source_remove);
  g_clear_handle_id (&self->prepare_source, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_WINDOW);
  G_OBJECT_CLASS (hx_wrapup_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, header);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, sound);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, choice);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, form);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, others);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, outcome);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, pin);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, status);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, later);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, submit);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupWindow, submit_stack);
  gtk_widget_class_bind_template_callback (widget_class, on_no_issue);
  gtk_widget_class_bind_template_callback (widget_class, on_submit);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
  gtk_widget_class_bind_template_callback (widget_class, on_type_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_outcome_action);
  gtk_widget_class_bind_template_callback (widget_class, hx_wrapup_window_say_over);
  gtk_widget_class_bind_template_callback (widget_class, on_focus);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
hx_wrapup_window_class_init (HxWrapupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_window_dispose;
  signals[OVER] = g_signal_new ("over", HX_TYPE_WRAPUP_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PUT_OFF] = g_signal_new ("put-off", HX_TYPE_WRAPUP_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, HX_TYPE_WRAPUP_SESSION);
  g_type_ensure (HX_TYPE_WRAPUP_QUEUE);
  g_type_ensure (HX_TYPE_WRAPUP_HEADER);
  g_type_ensure (HX_TYPE_WRAPUP_SOUND);
  g_type_ensure (HX_TYPE_WRAPUP_CHOICE);
  g_type_ensure (HX_TYPE_WRAPUP_FORM);
  g_type_ensure (HX_TYPE_WRAPUP_OTHERS);
  g_type_ensure (HX_TYPE_WRAPUP_OUTCOME);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-window.ui");
  bind_children (widget_class);
}

static void
hx_wrapup_window_init (HxWrapupWindow *self)
{
  static const char *const inputs[] = { "channel", "category", "issue-type", "case-text", "pain-point", "missing",
                                        "can-submit", "error-message" };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->pointer_x = -1;
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *detail = g_strconcat ("notify::", inputs[i], NULL);

      g_signal_group_connect_swapped (self->session_signals, detail, G_CALLBACK (on_input), self);
    }
  g_signal_group_connect_swapped (self->session_signals, "notify::phase", G_CALLBACK (hx_wrapup_window_show_phase), self);
  hx_wrapup_window_add_keys (self);
  hx_trace_window (GTK_WINDOW (self), "wrapup");
}

/* Whether the form is on the screen, and not what became of it. */
gboolean
hx_wrapup_window_shows_form (HxWrapupWindow *self)
{
  HxWrapupPhase phase;

  if (self->session == NULL)
    return FALSE;
  phase = hx_wrapup_session_get_phase (self->session);
  return phase == HX_WRAPUP_FILLING || phase == HX_WRAPUP_SENDING || (phase == HX_WRAPUP_FOLDED && self->late_too);
}

static HxWrapupMark
which_mark (HxWrapupWindow *self)
{
  if (hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_DONE)
    return hx_wrapup_outcome_is_queued (self->session) ? HX_WRAPUP_MARK_QUEUED : HX_WRAPUP_MARK_DONE;
  return hx_wrapup_session_is_late (self->session) || hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_FOLDED
           ? HX_WRAPUP_MARK_LATE
           : HX_WRAPUP_MARK_CLOCK;
}

/* Form or outcome, as the session says. */
void
hx_wrapup_window_show_phase (HxWrapupWindow *self)
{
  gboolean form = hx_wrapup_window_shows_form (self);
  gboolean was_form = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "form") == 0;

  hx_wrapup_header_set_mark (self->header, which_mark (self));
  hx_wrapup_window_show_status (self);
  self->watch_pointer = !form;
  if (form)
    {
      hx_wrapup_outcome_stop (self->outcome);
      gtk_stack_set_visible_child_name (self->stack, "form");
      if (!was_form)
        hx_wrapup_window_focus_form (self);
      return;
    }
  hx_wrapup_sound_pause (self->sound);
  hx_wrapup_outcome_show (self->outcome, self->workspace, self->session);
  /* The stack would hand the keyboard to "Undo", and that would hold the confirmation for ever. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, "outcome");
}

/* Nothing to show any more: whoever owns the window decides what comes next. */
void
hx_wrapup_window_say_over (HxWrapupWindow *self)
{
  hx_wrapup_outcome_stop (self->outcome);
  hx_wrapup_sound_pause (self->sound);
  g_signal_emit (self, signals[OVER], 0);
}

/* Puts it off, if its queue allows that. */
void
hx_wrapup_window_put_off (HxWrapupWindow *self)
{
  g_autoptr (HxWrapupSession) session = NULL;

  if (!hx_wrapup_window_shows_form (self) || !hx_wrapup_may_wait (self->session)
      || hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_SENDING)
    return;
  session = g_object_ref (self->session);
  /* It is folded then, but there is nothing to tell: the agent knows. */
  g_signal_group_set_target (self->session_signals, NULL);
  hx_wrapup_session_later (session);
  g_signal_emit (self, signals[PUT_OFF], 0, session);
  hx_wrapup_window_say_over (self);
}

/**
 * hx_wrapup_window_new:
 * @workspace: the workspace
 * @waiting: HxWrapupSession that wait, nearest to its end first
 *
 * Returns: (transfer none): the window, hidden; GTK keeps it until it is destroyed
 */
HxWrapupWindow *
hx_wrapup_window_new (HxWorkspace *workspace, GListModel *waiting)
{
  HxWrapupWindow *self = g_object_new (HX_TYPE_WRAPUP_WINDOW, NULL);

  self->workspace = g_object_ref (workspace);
  hx_wrapup_queue_set_model (self->queue, workspace, waiting);
  g_signal_connect_object (workspace, "notify::connection", G_CALLBACK (on_connection), self, G_CONNECT_SWAPPED);
  on_connection (self);
  return self;
}

/**
 * hx_wrapup_window_get_session:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the wrap-up on the screen
 */
HxWrapupSession *
hx_wrapup_window_get_session (HxWrapupWindow *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_WINDOW (self), NULL);
  return self->session;
}

/**
 * hx_wrapup_window_set_session:
 * @self: the window
 * @session: (nullable): the wrap-up to show
 * @late_too: show the form even if its time ran out
 */
void
hx_wrapup_window_set_session (HxWrapupWindow *self, HxWrapupSession *session, gboolean late_too)
{
  const char *locale;

  g_return_if_fail (HX_IS_WRAPUP_WINDOW (self));
  locale = hx_workspace_get_locale (self->workspace);
  hx_wrapup_outcome_clear (self->outcome);
  g_clear_handle_id (&self->sending_timer, g_source_remove);
  self->tried = FALSE;
  self->late_too = late_too;
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  hx_wrapup_queue_set_current (self->queue, session);
  hx_wrapup_header_set_session (self->header, self->workspace, session);
  hx_wrapup_sound_set_session (self->sound, self->workspace, session);
  hx_wrapup_choice_set_session (self->choice, session, locale);
  hx_wrapup_form_set_session (self->form, session, locale);
  hx_wrapup_others_set_session (self->others, self->workspace, session);
  if (session == NULL)
    return;
  gtk_widget_set_visible (self->later, hx_wrapup_may_wait (session));
  hx_wrapup_window_complain (self);
  hx_wrapup_window_show_phase (self);
  hx_wrapup_window_focus_form (self);
}

/**
 * hx_wrapup_window_is_opened_late:
 * @self: the window
 *
 * Returns: whether the agent opened what it shows, so that it is not one of those that wait
 */
gboolean
hx_wrapup_window_is_opened_late (HxWrapupWindow *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_WINDOW (self), FALSE);
  return self->late_too;
}

/**
 * hx_wrapup_window_get_pin:
 * @self: the window
 *
 * Returns: (transfer none): the button that keeps it on top
 */
GtkToggleButton *
hx_wrapup_window_get_pin (HxWrapupWindow *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_WINDOW (self), NULL);
  return self->pin;
}
