/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-popup.h"

#include "hx-wrapup-common.h"
#include "hx-wrapup-front.h"
#include "hx-wrapup-notifier.h"
#include "hx-wrapup-window.h"

/**
 * HxWrapupPopup:
 *
 * Watches which wrap-ups wait and shows their window: built beforehand, hidden, and used again, so that it is there
 * within a blink of the call's end. When it may not take the keyboard it comes without, and a notification tells.
 */
struct _HxWrapupPopup
{
  GObject parent_instance;

  HxWorkspace *workspace;
  GtkApplication *application; /* which owns this */
  gboolean held;
  GSettings *settings;
  GHashTable *put_off; /* ids */
  GtkFilter *filter;
  GListModel *waiting; /* those of the workspace that are still to be answered and not put off */
  HxWrapupWindow *window;
  HxWrapupNotifier *notifier;
};

G_DEFINE_TYPE (HxWrapupPopup, hx_wrapup_popup, G_TYPE_OBJECT)

static gboolean
does_wait (gpointer item, gpointer data)
{
  HxWrapupPopup *self = data;
  HxWrapupPhase phase = hx_wrapup_session_get_phase (item);

  return (phase == HX_WRAPUP_FILLING || phase == HX_WRAPUP_SENDING) && !hx_wrapup_session_is_late (item)
         && !g_hash_table_contains (self->put_off, hx_wrapup_get_id (item));
}

static gboolean
is_waiting (HxWrapupPopup *self, HxWrapupSession *session)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->waiting); i++)
    {
      g_autoptr (HxWrapupSession) one = g_list_model_get_item (self->waiting, i);

      if (one == session)
        return TRUE;
    }
  return FALSE;
}

static HxWrapupSession *
find (HxWrapupPopup *self, const char *id)
{
  GListModel *all = hx_workspace_get_wrapups (self->workspace);
  HxWrapupSession *current = hx_wrapup_window_get_session (self->window);

  if (current != NULL && g_strcmp0 (hx_wrapup_get_id (current), id) == 0)
    return g_object_ref (current);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (all, i);

      if (g_strcmp0 (hx_wrapup_get_id (session), id) == 0)
        return g_steal_pointer (&session);
    }
  return NULL;
}

static void
on_painted (GdkFrameClock *clock, HxWrapupPopup *self)
{
  HxWrapupSession *session = hx_wrapup_window_get_session (self->window);

  g_signal_handlers_disconnect_by_func (clock, on_painted, self);
  if (session != NULL)
    g_debug ("wrap-up %s painted", hx_wrapup_get_id (session));
}

/* The window is none of the application's own, which would keep the program alive while it is hidden. */
static void
hold (HxWrapupPopup *self, gboolean held)
{
  if (self->held == held)
    return;
  self->held = held;
  if (held)
    g_application_hold (G_APPLICATION (self->application));
  else
    g_application_release (G_APPLICATION (self->application));
}

static void
come (HxWrapupPopup *self, gboolean with_keyboard)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));

  if (clock != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_painted), self, 0);
  hold (self, TRUE);
  hx_wrapup_front_show (GTK_WINDOW (self->window), with_keyboard);
}

static void
show_session (HxWrapupPopup *self, HxWrapupSession *session, gboolean late_too, gboolean with_keyboard)
{
  gboolean hidden = !gtk_widget_get_visible (GTK_WIDGET (self->window));

  hx_wrapup_window_set_session (self->window, session, late_too);
  if (!hidden && !with_keyboard)
    return;
  come (self, with_keyboard);
  /* GTK gives a window that appears a first focus; here the keys must choose. */
  if (hidden)
    hx_wrapup_window_focus_form (self->window);
}

/* On to the next that waits, or away. */
static void
advance (HxWrapupPopup *self)
{
  HxWrapupSession *current = hx_wrapup_window_get_session (self->window);

  if (current != NULL)
    hx_wrapup_notifier_withdraw (self->notifier, hx_wrapup_get_id (current));
  for (guint i = 0; i < g_list_model_get_n_items (self->waiting); i++)
    {
      g_autoptr (HxWrapupSession) next = g_list_model_get_item (self->waiting, i);

      if (next == current)
        continue;
      hx_wrapup_window_set_session (self->window, next, FALSE);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  hx_wrapup_window_set_session (self->window, NULL, FALSE);
  hold (self, FALSE);
}

static void
arrive (HxWrapupPopup *self, HxWrapupSession *session)
{
  gboolean busy = hx_wrapup_window_get_session (self->window) != NULL;
  gboolean with_keyboard = hx_wrapup_front_may_take_keyboard (GTK_WINDOW (self->window));

  if (!busy)
    show_session (self, session, FALSE, with_keyboard);
  if (!with_keyboard && g_settings_get_boolean (self->settings, "notifications"))
    hx_wrapup_notifier_tell (self->notifier, self->workspace, session);
  if (g_settings_get_boolean (self->settings, "popup-sound"))
    gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self->window)));
}

static void
on_waiting (HxWrapupPopup *self, guint position, guint removed, guint added)
{
  HxWrapupSession *current = hx_wrapup_window_get_session (self->window);

  /* Answered elsewhere while it was on the screen. What ended here says for itself when it is over. */
  if (current != NULL && !hx_wrapup_window_is_opened_late (self->window)
      && hx_wrapup_session_get_phase (current) == HX_WRAPUP_FILLING && !is_waiting (self, current)
      && !g_hash_table_contains (self->put_off, hx_wrapup_get_id (current)))
    advance (self);
  for (guint i = position; i < position + added && i < g_list_model_get_n_items (self->waiting); i++)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (self->waiting, i);

      if (session != hx_wrapup_window_get_session (self->window)
          && g_object_get_data (G_OBJECT (session), "hx-arrived") == NULL)
        {
          g_object_set_data (G_OBJECT (session), "hx-arrived", GINT_TO_POINTER (TRUE));
          arrive (self, session);
        }
    }
}

static void
on_phase (HxWrapupSession *session, GParamSpec *pspec, HxWrapupPopup *self)
{
  if (hx_wrapup_session_get_phase (session) != HX_WRAPUP_FILLING)
    hx_wrapup_notifier_withdraw (self->notifier, hx_wrapup_get_id (session));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_sessions (GListModel *sessions, guint position, guint removed, guint added, HxWrapupPopup *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (sessions, i);

      g_signal_handlers_disconnect_by_func (session, on_phase, self);
      g_signal_connect_object (session, "notify::phase", G_CALLBACK (on_phase), self, 0);
    }
}

static void
on_put_off (HxWrapupPopup *self, HxWrapupSession *session)
{
  g_hash_table_add (self->put_off, g_strdup (hx_wrapup_get_id (session)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_active (HxWrapupPopup *self)
{
  HxWrapupSession *session = hx_wrapup_window_get_session (self->window);

  if (session != NULL && gtk_window_is_active (GTK_WINDOW (self->window)))
    hx_wrapup_notifier_withdraw (self->notifier, hx_wrapup_get_id (session));
}

static void
on_pin (HxWrapupPopup *self)
{
  hx_wrapup_front_stay_above (GTK_WINDOW (self->window), g_settings_get_boolean (self->settings, "popup-pinned"));
}

static void
on_notified_no_issue (HxWrapupPopup *self, const char *id)
{
  g_autoptr (HxWrapupSession) session = find (self, id);

  if (session == NULL)
    return;
  if (session == hx_wrapup_window_get_session (self->window))
    hx_wrapup_window_submit (self->window, HX_OUTCOME_NO_ISSUE);
  else
    hx_wrapup_session_submit_async (session, HX_OUTCOME_NO_ISSUE, NULL, NULL, NULL);
}

static void
build_window (HxWrapupPopup *self)
{
  GtkToggleButton *pin;

  self->window = hx_wrapup_window_new (self->workspace, self->waiting);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  hx_wrapup_front_put_first (GTK_WINDOW (self->window));
  g_signal_connect_object (self->window, "over", G_CALLBACK (advance), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "put-off", G_CALLBACK (on_put_off), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (on_active), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "map", G_CALLBACK (on_pin), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_realize (GTK_WIDGET (self->window));

  pin = hx_wrapup_window_get_pin (self->window);
  g_settings_bind (self->settings, "popup-pinned", pin, "active", G_SETTINGS_BIND_DEFAULT);
  if (!hx_wrapup_front_can_stay_above (GTK_WINDOW (self->window)))
    {
      gtk_widget_set_sensitive (GTK_WIDGET (pin), FALSE);
      gtk_widget_set_tooltip_text (GTK_WIDGET (pin), _ ("This desktop decides itself which windows stay on top"));
    }
}

static void
hx_wrapup_popup_dispose (GObject *object)
{
  HxWrapupPopup *self = HX_WRAPUP_POPUP (object);

  if (self->waiting != NULL)
    g_signal_handlers_disconnect_by_func (self->waiting, on_waiting, self);
  if (self->window != NULL)
    {
      HxWrapupWindow *window = self->window;

      g_clear_weak_pointer (&self->window);
      gtk_window_destroy (GTK_WINDOW (window));
    }
  g_clear_object (&self->waiting);
  g_clear_object (&self->filter);
  g_clear_object (&self->notifier);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->put_off, g_hash_table_unref);
  G_OBJECT_CLASS (hx_wrapup_popup_parent_class)->dispose (object);
}

static void
hx_wrapup_popup_class_init (HxWrapupPopupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_popup_dispose;
}

static void
hx_wrapup_popup_init (HxWrapupPopup *self)
{
  self->settings = g_settings_new (HX_APP_ID);
  self->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect_object (self->settings, "changed::popup-pinned", G_CALLBACK (on_pin), self, G_CONNECT_SWAPPED);
}

/**
 * hx_wrapup_popup_new:
 * @workspace: the workspace; what waits there is shown
 * @application: the application
 *
 * Builds the window, hidden, and watches from now on.
 *
 * Returns: (transfer full): the popup; the window goes with it
 */
HxWrapupPopup *
hx_wrapup_popup_new (HxWorkspace *workspace, GtkApplication *application)
{
  HxWrapupPopup *self = g_object_new (HX_TYPE_WRAPUP_POPUP, NULL);
  GListModel *sessions = hx_workspace_get_wrapups (workspace);

  self->workspace = g_object_ref (workspace);
  self->application = application;
  self->filter = GTK_FILTER (gtk_custom_filter_new (does_wait, self, NULL));
  self->waiting = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (sessions), g_object_ref (self->filter)));
  self->notifier = hx_wrapup_notifier_new (_ ("Huixiang"));
  g_signal_connect_object (self->notifier, "open", G_CALLBACK (hx_wrapup_popup_open_id), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "no-issue", G_CALLBACK (on_notified_no_issue), self, G_CONNECT_SWAPPED);
  build_window (self);
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (on_sessions), self, 0);
  g_signal_connect_swapped (self->waiting, "items-changed", G_CALLBACK (on_waiting), self);
  on_sessions (sessions, 0, 0, g_list_model_get_n_items (sessions), self);
  on_waiting (self, 0, 0, g_list_model_get_n_items (self->waiting));
  return self;
}

/**
 * hx_wrapup_popup_open:
 * @self: the popup
 * @wrapup: a wrap-up of the person, also one in the late lane
 *
 * Shows its form because the person asked for it: with the keyboard.
 */
void
hx_wrapup_popup_open (HxWrapupPopup *self, HxRecord *wrapup)
{
  g_autoptr (HxWrapupSession) session = NULL;

  g_return_if_fail (HX_IS_WRAPUP_POPUP (self));
  session = find (self, hx_record_get_id (wrapup));
  if (session == NULL)
    session = hx_workspace_open_wrapup (self->workspace, wrapup);
  if (g_hash_table_remove (self->put_off, hx_record_get_id (wrapup)))
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_session (self, session, !is_waiting (self, session), TRUE);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HxWrapupPopup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) wrapup = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (wrapup == NULL)
    g_message ("Wrap-up: %s", error->message);
  else if (self->window != NULL)
    hx_wrapup_popup_open (self, wrapup);
}

/**
 * hx_wrapup_popup_open_id:
 * @self: the popup
 * @wrapup_id: a wrap-up of the person
 *
 * The same, when only its id is known.
 */
void
hx_wrapup_popup_open_id (HxWrapupPopup *self, const char *wrapup_id)
{
  g_autoptr (HxWrapupSession) session = NULL;

  g_return_if_fail (HX_IS_WRAPUP_POPUP (self));
  session = find (self, wrapup_id);
  if (session != NULL)
    hx_wrapup_popup_open (self, hx_wrapup_session_get_record (session));
  else
    hx_workspace_call_async (self->workspace, HX_OPERATION_WRAPUPS_GET, wrapup_id, NULL, NULL, NULL, NULL, on_fetched,
                             g_object_ref (self));
}

/**
 * hx_wrapup_popup_present:
 * @self: the popup
 *
 * Brings what waits to the front, when the person asks for it.
 *
 * Returns: whether there is anything
 */
gboolean
hx_wrapup_popup_present (HxWrapupPopup *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_POPUP (self), FALSE);
  if (hx_wrapup_window_get_session (self->window) == NULL)
    return FALSE;
  come (self, TRUE);
  return TRUE;
}
