/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "customer/hx-customer-view.h"
#include "hx-find.h"
#include "hx-window-private.h"
#include "model/hx-bookmark.h"
#include "widgets/hx-draw.h"

static void
on_page (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  hx_window_show_page (data, g_variant_get_string (state, NULL));
}

static void
on_page_number (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  HxWindow *self = data;
  int number = g_variant_get_int32 (parameter);
  const char *name = hx_window_page_at (self, number);

  if (name == NULL)
    return;
  hx_window_show_page (self, name);
  /* From here arrows go on to other pages and Tab into this one. */
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->pages, number)));
}

static void
on_open_customer (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  GtkWidget *page = hx_window_show_page (data, "customers");

  if (page != NULL)
    hx_customer_view_open (HX_CUSTOMER_VIEW (page), g_variant_get_string (parameter, NULL));
}

/* The popup is the application's: it may have to come up with no main window open. */
static void
on_open_wrapup (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (data)), "open-wrapup", parameter);
}

static void
on_toast (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  hx_window_toast (data, g_variant_get_string (parameter, NULL));
}

static void
on_marked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (HxWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) clip = hx_bookmark_finish (HX_WORKSPACE (source), result, &error);
  g_autofree char *time = clip != NULL ? hx_draw_time (hx_record_get_int (clip, HX_CLIP_AT_MS)) : NULL;
  g_autofree char *words = NULL;

  if (clip != NULL)
    /* Translators: a moment of the call, such as 1:12 */
    words = g_strdup_printf (_ ("Marked at %s"), time);
  else if (g_error_matches (error, HX_ERROR, HX_ERROR_CONFLICT))
    words = g_strdup (_ ("You are in no call that could be marked"));
  else
    words = hx_error_to_sentence (error);
  hx_window_toast (self, words);
}

static void
on_bookmark (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  HxWindow *self = data;

  hx_bookmark_async (self->workspace, NULL, on_marked, g_object_ref (self));
}

static void
on_find (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  HxWindow *self = data;
  GtkWidget *find = hx_find_new (GTK_WINDOW (self), self->workspace);

  for (int i = 0; hx_window_page_at (self, i) != NULL; i++)
    hx_find_add_page (HX_FIND (find), hx_window_page_at (self, i));
  gtk_window_present (GTK_WINDOW (find));
}

static void
on_shortcuts (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/cn/huixiang/Huixiang/ui/window/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, data);
  gtk_window_present (shortcuts);
}

static const GActionEntry entries[] = {
  { .name = "page-number", .activate = on_page_number, .parameter_type = "i" },
  { .name = "open-customer", .activate = on_open_customer, .parameter_type = "s" },
  { .name = "open-wrapup", .activate = on_open_wrapup, .parameter_type = "s" },
  { .name = "toast", .activate = on_toast, .parameter_type = "s" },
  { .name = "find", .activate = on_find },
  { .name = "bookmark", .activate = on_bookmark },
  { .name = "shortcuts", .activate = on_shortcuts },
};

/* Keys that work wherever the focus is in this window. */
void
hx_window_class_add_actions (GtkWidgetClass *klass)
{
  for (int i = 0; i < 9; i++)
    gtk_widget_class_add_binding_action (klass, (guint) (GDK_KEY_1 + i), GDK_CONTROL_MASK, "win.page-number", "i", i);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_k, GDK_CONTROL_MASK, "win.find", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_b, GDK_CONTROL_MASK, "win.bookmark", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F1, (GdkModifierType) 0, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts", NULL);
}

/* What the person may never do is not offered. */
void
hx_window_allow_actions (HxWindow *self)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "bookmark")),
                               hx_workspace_may (self->workspace, HX_MAY_WRAP_UP));
}

void
hx_window_add_actions (HxWindow *self)
{
  self->page = g_simple_action_new_stateful ("page", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect_object (self->page, "change-state", G_CALLBACK (on_page), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (self->page));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
