/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-window-private.h"

/* No sign of work before this: what is quicker would only flicker. */
#define PATIENCE_MS 200

/* An answer may come when the window already shows another wrap-up, or is gone. */
typedef struct
{
  HxWrapupWindow *window;
  HxWrapupSession *session;
} Sent;

static Sent *
sent_new (HxWrapupWindow *window)
{
  Sent *sent = g_new (Sent, 1);

  sent->window = g_object_ref (window);
  sent->session = g_object_ref (window->session);
  return sent;
}

static void
sent_free (Sent *sent)
{
  g_object_unref (sent->window);
  g_object_unref (sent->session);
  g_free (sent);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sent, sent_free)

static gboolean
is_current (Sent *sent)
{
  return sent->window->session == sent->session;
}

/* After a try, says at the fields what is wrong with them: by the template, and what the server refused. */
void
hx_wrapup_window_complain (HxWrapupWindow *self)
{
  HxWrapupComplaints complaints = { { NULL } };

  for (guint i = 0; self->session != NULL && self->tried && i < HX_FORM_N_FIELDS; i++)
    complaints.reasons[i] = hx_wrapup_session_get_complaint (self->session, hx_wrapup_field_names[i]);
  /* Which issue type is asked for only once there is a category to choose it from. */
  if (complaints.reasons[HX_FORM_CATEGORY] != NULL)
    complaints.reasons[HX_FORM_ISSUE_TYPE] = NULL;
  hx_wrapup_choice_show_complaints (self->choice, &complaints);
  hx_wrapup_form_show_complaints (self->form, &complaints);
}

static void
say (HxWrapupWindow *self, const char *icon_name, const char *css_class, const char *words)
{
  GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->status));

  gtk_image_set_from_icon_name (self->status_icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->status_icon), icon_name != NULL);
  gtk_widget_set_css_classes (box, (const char *[]){ "hx-caption", css_class, NULL });
  gtk_label_set_label (self->status, words);
  gtk_widget_set_tooltip_text (box, *words != '\0' ? words : NULL);
}

/* The words beside "Submit": why it failed, what is missing, or that it can go. */
void
hx_wrapup_window_show_status (HxWrapupWindow *self)
{
  g_autofree char *error = hx_wrapup_get_text (self->session, "error-message");
  g_autofree char *missing = hx_wrapup_get_text (self->session, "missing");
  gboolean can_submit = FALSE;
  gboolean sending = hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_SENDING;

  g_object_get (self->session, "can-submit", &can_submit, NULL);
  if (error != NULL && !sending)
    say (self, "hx-failed-symbolic", "hx-needed-now", error);
  else if (missing != NULL && *missing != '\0')
    say (self, NULL, "hx-secondary", missing);
  else if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_OFFLINE)
    say (self, "hx-offline-symbolic", "hx-secondary", _ ("Offline: sent later"));
  else
    say (self, NULL, "hx-secondary", can_submit ? _ ("Ready to submit") : "");

  /* It can be pressed at any time, as pressing it is how one asks what is missing; it only does not invite. */
  if (can_submit)
    gtk_widget_remove_css_class (self->submit, "hx-unready");
  else
    gtk_widget_add_css_class (self->submit, "hx-unready");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->submit), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  missing != NULL ? missing : "", -1);
  hx_wrapup_form_set_editable (self->form, !sending);
  if (!sending)
    {
      g_clear_handle_id (&self->sending_timer, g_source_remove);
      gtk_stack_set_visible_child_name (self->submit_stack, "word");
    }
}

/* A try: every field says what it lacks, and the first of them gets the keyboard. */
static void
say_what_lacks (HxWrapupWindow *self)
{
  self->tried = TRUE;
  hx_wrapup_window_complain (self);
  if (hx_wrapup_session_get_complaint (self->session, "category") != NULL
      || hx_wrapup_session_get_complaint (self->session, "issue_type") != NULL)
    gtk_window_set_focus (GTK_WINDOW (self), NULL); /* there the keys choose */
  else if (hx_wrapup_session_get_complaint (self->session, "channel") != NULL)
    hx_wrapup_form_focus (self->form, HX_FORM_CHANNEL);
  else if (hx_wrapup_session_get_complaint (self->session, "case_text") != NULL)
    hx_wrapup_form_focus (self->form, HX_FORM_CASE_TEXT);
  else
    hx_wrapup_form_focus (self->form, HX_FORM_PAIN_POINT);
}

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Sent) sent = data;
  g_autoptr (GError) error = NULL;

  if (hx_wrapup_session_submit_finish (sent->session, result, &error) || !is_current (sent))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sent->window->tried = TRUE;
  hx_wrapup_window_complain (sent->window);
  hx_wrapup_window_show_status (sent->window);
}

static gboolean
on_patience_over (gpointer data)
{
  HxWrapupWindow *self = data;

  self->sending_timer = 0;
  gtk_stack_set_visible_child_name (self->submit_stack, "sending");
  return G_SOURCE_REMOVE;
}

/**
 * hx_wrapup_window_submit:
 * @self: the window
 * @outcome: the feedback, or that there is none
 *
 * Sends it, or says what it still lacks.
 */
void
hx_wrapup_window_submit (HxWrapupWindow *self, HxOutcome outcome)
{
  gboolean can_submit = FALSE;

  g_return_if_fail (HX_IS_WRAPUP_WINDOW (self));
  if (!hx_wrapup_window_shows_form (self) || hx_wrapup_session_get_phase (self->session) == HX_WRAPUP_SENDING)
    return;
  g_object_get (self->session, "can-submit", &can_submit, NULL);
  if (outcome == HX_OUTCOME_FEEDBACK && !can_submit)
    {
      say_what_lacks (self);
      return;
    }
  if (self->sending_timer == 0)
    self->sending_timer = g_timeout_add (PATIENCE_MS, on_patience_over, self);
  hx_wrapup_session_submit_async (self->session, outcome, NULL, on_submitted, sent_new (self));
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Sent) sent = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (hx_wrapup_session_undo_finish (sent->session, result, &error) || !is_current (sent))
    return;
  sentence = hx_error_to_sentence (error);
  hx_wrapup_outcome_fail (sent->window->outcome, sentence);
}

/* Takes the submission back; the form comes by itself when the session fills again. */
void
hx_wrapup_window_undo (HxWrapupWindow *self)
{
  hx_wrapup_session_undo_async (self->session, NULL, on_undone, sent_new (self));
}
