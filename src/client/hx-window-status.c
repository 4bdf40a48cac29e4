/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-person-list.h"
#include "hx-window-private.h"
#include "widgets/hx-when.h"

/* No spinner before this (ui.md). */
#define QUIET_MS 200
/* How long the good news stays. */
#define BACK_SECONDS 6

static void
show_foot (HxWindow   *self,
           const char *icon_name,
           const char *words,
           gboolean    good)
{
  gtk_image_set_from_icon_name (self->connection_icon, icon_name);
  gtk_label_set_label (self->connection_label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->connection), words);
  if (good)
    gtk_widget_add_css_class (GTK_WIDGET (self->connection_icon), "hx-good");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->connection_icon), "hx-good");
}

static gboolean
on_quiet_over (gpointer data)
{
  HxWindow *self = data;
  g_autofree char *message = NULL;

  self->status_timer = 0;
  g_object_get (self->workspace, "error-message", &message, NULL);
  adw_status_page_set_title (self->status_page, _ ("Starting…"));
  adw_status_page_set_description (self->status_page, message);
  gtk_widget_set_visible (GTK_WIDGET (self->status_spinner), TRUE);
  gtk_spinner_start (self->status_spinner);
  return G_SOURCE_REMOVE;
}

static void
show_starting (HxWindow *self)
{
  adw_status_page_set_icon_name (self->status_page, NULL);
  adw_status_page_set_title (self->status_page, "");
  adw_status_page_set_description (self->status_page, NULL);
  gtk_widget_set_visible (self->status_retry, FALSE);
  gtk_widget_set_visible (self->status_other, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->status_spinner), FALSE);
  if (self->status_timer == 0)
    self->status_timer = g_timeout_add (QUIET_MS, on_quiet_over, self);
}

static void
show_trouble (HxWindow   *self,
              const char *icon_name,
              const char *title)
{
  g_autofree char *message = NULL, *markup = NULL;

  g_object_get (self->workspace, "error-message", &message, NULL);
  markup = message != NULL ? g_markup_escape_text (message, -1) : NULL;
  g_clear_handle_id (&self->status_timer, g_source_remove);
  gtk_spinner_stop (self->status_spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->status_spinner), FALSE);
  adw_status_page_set_icon_name (self->status_page, icon_name);
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, markup);
  gtk_widget_set_visible (self->status_retry,
                          g_action_group_has_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self))),
                                                     "retry"));
  gtk_widget_set_visible (self->status_other, !hx_workspace_is_local (self->workspace));
}

static gboolean
on_bar_over (gpointer data)
{
  HxWindow *self = data;

  self->bar_timer = 0;
  gtk_revealer_set_reveal_child (self->bar_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static void
show_bar (HxWindow   *self,
          const char *icon_name,
          const char *words,
          gboolean    online)
{
  gtk_image_set_from_icon_name (self->bar_icon, icon_name);
  gtk_label_set_label (self->bar_label, words);
  if (online)
    gtk_widget_add_css_class (GTK_WIDGET (self->bar), "online");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->bar), "online");
  gtk_revealer_set_reveal_child (self->bar_revealer, TRUE);
  g_clear_handle_id (&self->bar_timer, g_source_remove);
  if (online)
    self->bar_timer = g_timeout_add_seconds (BACK_SECONDS, on_bar_over, self);
}

static void
show_offline (HxWindow *self)
{
  g_autofree char *clock = NULL, *words = NULL, *bar = NULL;
  gint64 since = 0;

  g_object_get (self->workspace, "offline-since", &since, NULL);
  clock = hx_when_clock (since > 0 ? since : g_get_real_time ());
  /* Translators: %s is a time of day */
  words = g_strdup_printf (_ ("Offline since %s"), clock);
  /* Translators: %s is a time of day */
  bar = g_strdup_printf (_ ("Offline since %s. What you enter is kept and sent as soon as the server answers."), clock);
  show_foot (self, "hx-offline-symbolic", words, FALSE);
  if (self->person_id != NULL)
    show_bar (self, "hx-offline-symbolic", bar, FALSE);
  else
    show_trouble (self, "hx-offline-symbolic", _ ("The server does not answer"));
  self->was_offline = TRUE;
}

static void
show_online (HxWindow *self)
{
  show_foot (self, "object-select-symbolic", _ ("Connected"), TRUE);
  if (self->was_offline && self->person_id != NULL)
    show_bar (self, "hx-online-symbolic", _ ("Connected again"), TRUE);
  self->was_offline = FALSE;
}

/* Whoever runs the server need not be somebody who works with feedback. */
static void
show_no_pages (HxWindow *self)
{
  g_clear_handle_id (&self->status_timer, g_source_remove);
  gtk_spinner_stop (self->status_spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->status_spinner), FALSE);
  gtk_widget_set_visible (self->status_retry, FALSE);
  gtk_widget_set_visible (self->status_other, FALSE);
  adw_status_page_set_icon_name (self->status_page, "hx-locked-symbolic");
  adw_status_page_set_title (self->status_page, _ ("No pages for your role"));
  adw_status_page_set_description (self->status_page,
                                   _ ("You are signed in, but what you may do has no page in this program."));
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Tells the state of the connection at the foot, and in full where there is nothing else to show. */
void
hx_window_show_connection (HxWindow *self)
{
  HxConnection connection = hx_workspace_get_connection (self->workspace);
  const char *page = g_variant_get_string (g_action_get_state (G_ACTION (self->page)), NULL);

  switch (connection)
    {
    case HX_CONNECTION_STARTING:
      show_foot (self, "content-loading-symbolic", _ ("Starting…"), FALSE);
      show_starting (self);
      break;
    case HX_CONNECTION_ONLINE: show_online (self); break;
    case HX_CONNECTION_OFFLINE: show_offline (self); break;
    case HX_CONNECTION_FAILED:
      show_foot (self, "hx-failed-symbolic", _ ("Cannot work"), FALSE);
      show_trouble (self, "hx-failed-symbolic", _ ("Huixiang cannot work like this"));
      gtk_revealer_set_reveal_child (self->bar_revealer, FALSE);
      break;
    case HX_CONNECTION_SIGNED_OUT:
      g_clear_handle_id (&self->status_timer, g_source_remove);
      gtk_revealer_set_reveal_child (self->bar_revealer, FALSE);
      self->was_offline = FALSE;
      break;
    }
  hx_window_show_sign_in (self, connection == HX_CONNECTION_SIGNED_OUT);
  if (connection == HX_CONNECTION_SIGNED_OUT)
    return;
  if (connection == HX_CONNECTION_FAILED || self->person_id == NULL)
    gtk_stack_set_visible_child_name (self->stack, "status");
  else if (hx_window_page_at (self, 0) == NULL)
    show_no_pages (self);
  else if (gtk_stack_get_child_by_name (self->stack, page) != NULL)
    gtk_stack_set_visible_child_name (self->stack, page);
  if (connection == HX_CONNECTION_ONLINE && self->person_id != NULL)
    g_clear_handle_id (&self->status_timer, g_source_remove);
}

static void
create_person_popover (GtkMenuButton *button,
                       gpointer       data)
{
  HxWindow *self = data;

  gtk_menu_button_set_popover (button, hx_person_list_new (self->workspace));
}

/* On this computer one may be anybody; at a server one is who one signed in as. */
static void
set_person_menu (HxWindow   *self,
                 const char *name)
{
  g_autoptr (GMenu) menu = NULL;
  /* Translators: %s is the person's name */
  g_autofree char *label = g_strdup_printf (_ ("Signed in as %s"), name);

  if (hx_workspace_is_local (self->workspace))
    {
      gtk_menu_button_set_menu_model (self->person_button, NULL);
      gtk_menu_button_set_create_popup_func (self->person_button, create_person_popover, self, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->person_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Change the person"), -1);
      return;
    }
  menu = g_menu_new ();
  g_menu_append (menu, _ ("Sign _out"), "app.sign-out");
  gtk_menu_button_set_create_popup_func (self->person_button, NULL, NULL, NULL);
  gtk_menu_button_set_menu_model (self->person_button, G_MENU_MODEL (menu));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->person_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Who works here, at the foot of the sidebar. */
void
hx_window_show_person (HxWindow *self)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);
  const char *name, *role, *team;
  g_autofree char *place = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->person_button), user != NULL);
  if (user == NULL)
    return;
  name = hx_record_get_text (user, HX_USER_NAME);
  set_person_menu (self, name);
  role = _ (hx_role_enum.values[hx_record_get_enum (user, HX_USER_ROLE)].label);
  team = hx_record_get_text (user, HX_USER_TEAM_NAME);
  place = team != NULL ? g_strdup_printf ("%s · %s", role, team) : g_strdup (role);
  adw_avatar_set_text (self->person_avatar, name);
  gtk_label_set_label (self->person_name, name);
  gtk_label_set_label (self->person_role, place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->person_button), place);
}
