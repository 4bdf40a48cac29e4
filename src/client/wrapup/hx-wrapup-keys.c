/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-wrapup-window-private.h"

/* All keys of the popup. They are heard in the bubble phase of the window: what the focused text and its input method
 * want for themselves never gets here. Whether one composes is looked at in the capture phase, as GtkText drops what was
 * composed when it sees an Enter or Escape that the input method let pass, Ctrl+Enter for one. */

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

static gboolean
on_control_key (HxWrapupWindow *self, guint keyval)
{
  if (is_enter (keyval))
    {
      hx_wrapup_window_submit (self, HX_OUTCOME_FEEDBACK);
      return TRUE;
    }
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_z && !hx_wrapup_window_shows_form (self)
      && hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_DONE)
    {
      hx_wrapup_outcome_press (self->outcome, TRUE);
      return TRUE;
    }
  return FALSE;
}

static gboolean
on_alt_key (HxWrapupWindow *self, guint keyval)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);

  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
    return hx_wrapup_queue_step (self->queue, -1);
  if (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    return hx_wrapup_queue_step (self->queue, 1);
  if (!hx_wrapup_window_shows_form (self) || !g_unichar_isdigit (letter) || letter == '0')
    return FALSE;
  return hx_wrapup_others_join (self->others, (guint) g_unichar_digit_value (letter) - 1);
}

static gboolean
on_outcome_key (HxWrapupWindow *self, guint keyval)
{
  /* A focused button answers Enter itself. */
  if (is_enter (keyval) && hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_FOLDED)
    hx_wrapup_outcome_press (self->outcome, TRUE);
  else if (keyval == GDK_KEY_Escape)
    hx_wrapup_outcome_press (self->outcome, FALSE);
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_plain_key (HxWrapupWindow *self, guint keyval, GdkModifierType state)
{
  gboolean typing = hx_wrapup_form_has_text_focus (self->form);

  if (!hx_wrapup_window_shows_form (self))
    return on_outcome_key (self, keyval);
  if (keyval == GDK_KEY_Escape)
    {
      hx_wrapup_window_put_off (self);
      return TRUE;
    }
  if (keyval == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) == 0 && typing)
    return hx_wrapup_form_take_proposal (self->form);
  if (typing || hx_wrapup_form_has_menu (self->form)
      || hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_SENDING)
    return FALSE;
  return hx_wrapup_choice_take_key (self->choice, gdk_keyval_to_unicode (keyval));
}

static gboolean
on_key (HxWrapupWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (self->session == NULL || self->was_composing)
    return GDK_EVENT_PROPAGATE;
  if (held == GDK_CONTROL_MASK)
    return on_control_key (self, keyval);
  if (held == GDK_ALT_MASK)
    return on_alt_key (self, keyval);
  return held == 0 && on_plain_key (self, keyval, state);
}

/* Before anybody else: what is being composed stays, and is not sent half done. */
static gboolean
on_key_before (HxWrapupWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  self->was_composing = hx_wrapup_form_is_composing (self->form);
  return self->was_composing && is_enter (keyval) && (state & GDK_CONTROL_MASK) != 0;
}

/* Makes the window listen. */
void
hx_wrapup_window_add_keys (HxWrapupWindow *self)
{
  GtkEventController *before = gtk_event_controller_key_new (), *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (before, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (before, "key-pressed", G_CALLBACK (on_key_before), self);
  gtk_widget_add_controller (GTK_WIDGET (self), before);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * hx_wrapup_window_focus_form:
 * @self: the window
 *
 * Puts the keyboard where the form wants it, when the form is on the screen: with nothing chosen yet the letters and
 * digits choose, so no text may have it.
 */
void
hx_wrapup_window_focus_form (HxWrapupWindow *self)
{
  g_autofree char *type = NULL;

  g_return_if_fail (HX_IS_WRAPUP_WINDOW (self));
  if (!hx_wrapup_window_shows_form (self))
    return;
  type = hx_wrapup_get_text (self->session, "issue-type");
  if (type != NULL && *type != '\0')
    hx_wrapup_form_focus (self->form, HX_FORM_PAIN_POINT);
  else
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}
