/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-list-state-private.h"

/* A spinner that flashes makes a quick answer look slow; a bar that stays becomes furniture. */
#define SHOW_LOADING_AFTER_MS 200
#define FOLD_BACK_AFTER_S     6

/* Below this a row has one line. */
#define TWO_LINES_FROM 48

static const char *
text (HxListState *self, guint which, const char *otherwise)
{
  const char *own = self->texts[which];

  return own != NULL && *own != '\0' ? own : otherwise;
}

static GtkWidget *
new_skeleton_line (int width)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_halign (line, GTK_ALIGN_START);
  gtk_widget_set_size_request (line, width, -1);
  gtk_widget_add_css_class (line, "hx-skeleton");
  return line;
}

static GtkWidget *
new_skeleton_row (HxListState *self, int i)
{
  static const int widths[] = { 150, 118, 136, 126 };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 11);
  int width = widths[i % (int) G_N_ELEMENTS (widths)];

  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), new_skeleton_line (width));
  if (self->row_height >= TWO_LINES_FROM)
    gtk_box_append (GTK_BOX (lines), new_skeleton_line (width + 70));
  gtk_box_append (GTK_BOX (row), lines);
  gtk_widget_set_size_request (row, -1, self->row_height);
  gtk_widget_add_css_class (row, "hx-skeleton-row");
  return row;
}

static void
fill_skeleton (HxListState *self)
{
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->skeleton))) != NULL)
    gtk_box_remove (self->skeleton, old);
  for (int i = 0; i < self->rows; i++)
    gtk_box_append (self->skeleton, new_skeleton_row (self, i));
}

static gboolean
on_still_loading (gpointer user_data)
{
  HxListState *self = user_data;

  self->timer = 0;
  fill_skeleton (self);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static gboolean
on_back_long_enough (gpointer user_data)
{
  HxListState *self = user_data;

  self->timer = 0;
  hx_list_state_set_state (self, HX_LIST_STATE_READY);
  return G_SOURCE_REMOVE;
}

static void
show_status (HxListState *self, const char *icon_name, const char *title, const char *description)
{
  gtk_image_set_from_icon_name (self->status_icon, icon_name);
  gtk_label_set_label (self->status_title, title);
  gtk_label_set_label (self->status_description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->status_description), *description != '\0');
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_empty (HxListState *self)
{
  const char *action = text (self, PROP_EMPTY_ACTION, NULL);

  gtk_widget_remove_css_class (GTK_WIDGET (self->status_icon), "failed");
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->action_button), action != NULL);
  gtk_button_set_label (self->action_button, action ? action : "");
  show_status (self, text (self, PROP_EMPTY_ICON_NAME, "object-select-symbolic"),
               text (self, PROP_EMPTY_TITLE, _ ("Nothing here")), text (self, PROP_EMPTY_DESCRIPTION, ""));
}

static void
show_failed (HxListState *self)
{
  const char *request_id = text (self, PROP_REQUEST_ID, NULL);
  const char *why = text (self, PROP_FAILED_DESCRIPTION, _ ("Nothing you wrote is lost."));
  /* Translators: under the reason of a failure; %s is the number of the request, which support can look up */
  g_autofree char *number = g_strdup_printf (_ ("Number %s"), request_id ? request_id : "");
  g_autofree char *words = request_id ? g_strdup_printf ("%s\n%s", why, number) : g_strdup (why);

  gtk_widget_add_css_class (GTK_WIDGET (self->status_icon), "failed");
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), request_id != NULL);
  gtk_button_set_label (self->copy_button, _ ("Copy number"));
  gtk_widget_set_visible (GTK_WIDGET (self->action_button), FALSE);
  show_status (self, "hx-failed-symbolic", text (self, PROP_FAILED_TITLE, _ ("Could not load")), words);
}

static void
show_bar (HxListState *self)
{
  gboolean back = self->state == HX_LIST_STATE_BACK;
  const char *action = back ? NULL : text (self, PROP_BAR_ACTION, NULL);

  gtk_revealer_set_reveal_child (self->bar_revealer, back || self->state == HX_LIST_STATE_OFFLINE);
  if (!gtk_revealer_get_reveal_child (self->bar_revealer))
    return;
  if (back)
    gtk_widget_add_css_class (self->bar, "online");
  else
    gtk_widget_remove_css_class (self->bar, "online");
  gtk_image_set_from_icon_name (self->bar_icon, back ? "object-select-symbolic" : "hx-offline-symbolic");
  gtk_label_set_label (self->bar_label, text (self, PROP_BAR_TEXT, back ? _ ("Connected again") : _ ("Offline")));
  gtk_button_set_label (self->bar_button, action ? action : "");
  gtk_widget_set_visible (GTK_WIDGET (self->bar_button), action != NULL);
}

/* Makes what is seen match the state. */
void
hx_list_state_show (HxListState *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  show_bar (self);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               self->state == HX_LIST_STATE_LOADING, -1);
  switch (self->state)
    {
    case HX_LIST_STATE_LOADING:
      self->timer = g_timeout_add (SHOW_LOADING_AFTER_MS, on_still_loading, self);
      break;
    case HX_LIST_STATE_EMPTY: show_empty (self); break;
    case HX_LIST_STATE_FAILED: show_failed (self); break;
    case HX_LIST_STATE_BACK:
      self->timer = g_timeout_add_seconds (FOLD_BACK_AFTER_S, on_back_long_enough, self);
      gtk_stack_set_visible_child_name (self->stack, "content");
      break;
    case HX_LIST_STATE_READY:
    case HX_LIST_STATE_OFFLINE:
    default: gtk_stack_set_visible_child_name (self->stack, "content"); break;
    }
}
