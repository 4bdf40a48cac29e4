/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-sidebar-row.h"
#include "hx-window.h"

G_BEGIN_DECLS

/* What the files of the window share; nobody else includes it. */
struct _HxWindow
{
  AdwApplicationWindow parent_instance;

  HxWorkspace *workspace;
  GSettings *settings;
  char *person_id;     /* (nullable): whose pages these are */
  GSimpleAction *page; /* its state is the name of the page that shows */
  gboolean was_offline;
  gboolean filling; /* while we ourselves fill the list of pages */
  guint status_timer;
  guint bar_timer;
  guint focus_source;

  AdwToastOverlay *toasts;
  GtkWidget *sidebar;
  GtkListBox *pages;
  GtkStack *stack;
  GtkBox *connection;
  GtkImage *connection_icon;
  GtkLabel *connection_label;
  GtkMenuButton *menu_button;
  GtkMenuButton *person_button;
  AdwAvatar *person_avatar;
  GtkLabel *person_name;
  GtkLabel *person_role;
  AdwStatusPage *status_page;
  GtkSpinner *status_spinner;
  GtkWidget *status_retry;
  GtkWidget *status_other;
  GtkRevealer *bar_revealer;
  GtkBox *bar;
  GtkImage *bar_icon;
  GtkLabel *bar_label;
};

void       hx_window_fill_pages        (HxWindow   *self);
void       hx_window_remove_pages      (HxWindow   *self);
void       hx_window_show_sign_in      (HxWindow   *self,
                                        gboolean    needed);
void       hx_window_show_counts       (HxWindow   *self);
GtkWidget *hx_window_show_page         (HxWindow   *self,
                                        const char *name);
const char*hx_window_page_at           (HxWindow   *self,
                                        int         index);
void       hx_window_page_chosen       (HxWindow   *self,
                                        GtkListBoxRow *row);

void       hx_window_show_connection   (HxWindow   *self);
void       hx_window_show_person       (HxWindow   *self);

void       hx_window_class_add_actions (GtkWidgetClass *klass);
void       hx_window_add_actions       (HxWindow   *self);
void       hx_window_allow_actions     (HxWindow   *self);

G_END_DECLS
