/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-channel-menu.h"

#include "hx-wrapup-common.h"

/**
 * HxWrapupChannelMenu:
 *
 * Where the customer came from: filled in from the linked facts, and changed from a list of all channels.
 */
struct _HxWrapupChannelMenu
{
  AdwBin parent_instance;

  HxWrapupSession *session;
  GSignalGroup *session_signals;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkListBox *list;
  GtkImage *icon;
  GtkLabel *name;
};

G_DEFINE_TYPE (HxWrapupChannelMenu, hx_wrapup_channel_menu, ADW_TYPE_BIN)

static void
show_channel (HxWrapupChannelMenu *self)
{
  int channel = hx_wrapup_get_int (self->session, "channel");
  g_autofree char *words = g_strdup_printf (_ ("Channel: %s"), hx_wrapup_channel_word (channel));

  gtk_image_set_from_icon_name (self->icon, hx_wrapup_channel_icon (channel));
  gtk_label_set_label (self->name, hx_wrapup_channel_word (channel));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_opened (HxWrapupChannelMenu *self)
{
  int channel = hx_wrapup_get_int (self->session, "channel");
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, MAX (channel, 0));

  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
on_chosen (HxWrapupChannelMenu *self, GtkListBoxRow *row)
{
  g_object_set (self->session, "channel", gtk_list_box_row_get_index (row), NULL);
  gtk_popover_popdown (self->popover);
}

static void
add_row (HxWrapupChannelMenu *self, int channel)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (hx_wrapup_channel_icon (channel)));
  gtk_box_append (GTK_BOX (box), gtk_label_new (hx_wrapup_channel_word (channel)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, hx_wrapup_channel_word (channel),
                                  -1);
  gtk_list_box_append (self->list, row);
}

static void
hx_wrapup_channel_menu_dispose (GObject *object)
{
  HxWrapupChannelMenu *self = HX_WRAPUP_CHANNEL_MENU (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  /* A template child too; GTK would let go of it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_CHANNEL_MENU);
  G_OBJECT_CLASS (hx_wrapup_channel_menu_parent_class)->dispose (object);
}

static void
hx_wrapup_channel_menu_class_init (HxWrapupChannelMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_channel_menu_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-channel-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChannelMenu, button);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChannelMenu, popover);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChannelMenu, list);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChannelMenu, icon);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupChannelMenu, name);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
hx_wrapup_channel_menu_init (HxWrapupChannelMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    add_row (self, channel);
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::channel", G_CALLBACK (show_channel), self);
}

/**
 * hx_wrapup_channel_menu_set_session:
 * @self: a channel menu
 * @session: (nullable): the wrap-up to show
 */
void
hx_wrapup_channel_menu_set_session (HxWrapupChannelMenu *self, HxWrapupSession *session)
{
  g_return_if_fail (HX_IS_WRAPUP_CHANNEL_MENU (self));
  gtk_popover_popdown (self->popover);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  if (session != NULL)
    show_channel (self);
}

/**
 * hx_wrapup_channel_menu_is_open:
 * @self: a channel menu
 *
 * Returns: whether the list is open, so that keys are for it
 */
gboolean
hx_wrapup_channel_menu_is_open (HxWrapupChannelMenu *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_CHANNEL_MENU (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self->popover));
}
