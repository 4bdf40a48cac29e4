/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "board/hx-board-view.h"
#include "customer/hx-customer-view.h"
#include "desk/hx-desk-view.h"
#include "pool/hx-pool-view.h"
#include "signin/hx-signin-page.h"

#include "hx-window-private.h"

typedef struct
{
  const char *name;
  const char *icon_name;
  const char *word;
  HxPermission permission;
  GtkWidget *(*create) (HxWorkspace *workspace);
} Page;

/* In the order of the sidebar; a page exists once it is built. */
static const Page pages[] = {
  { "desk", "hx-desk-symbolic", N_ ("Desk"), HX_MAY_WRAP_UP, hx_desk_view_new },
  { "customers", "hx-customer-symbolic", N_ ("Customers"), HX_MAY_SEE_CUSTOMERS, hx_customer_view_new },
  { "pool", "hx-pool-symbolic", N_ ("Pool"), HX_MAY_SEE_POOL, hx_pool_view_new },
  { "board", "hx-board-symbolic", N_ ("Board"), HX_MAY_SEE_BOARD, hx_board_view_new },
};

static const Page *
find_page (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return &pages[i];
  return NULL;
}

static HxSidebarRow *
find_row (HxWindow   *self,
          const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->pages, i)) != NULL; i++)
    if (g_strcmp0 (hx_sidebar_row_get_page (HX_SIDEBAR_ROW (row)), name) == 0)
      return HX_SIDEBAR_ROW (row);
  return NULL;
}

/* The name of the n-th page that the person may see, or NULL. */
const char *
hx_window_page_at (HxWindow *self,
                   int       index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->pages, index);

  return row != NULL ? hx_sidebar_row_get_page (HX_SIDEBAR_ROW (row)) : NULL;
}

/* What the person before had open is not for the next one. */
void
hx_window_remove_pages (HxWindow *self)
{
  gboolean filling = self->filling;
  GtkListBoxRow *row;

  self->filling = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "status");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *child = gtk_stack_get_child_by_name (self->stack, pages[i].name);

      if (child != NULL)
        gtk_stack_remove (self->stack, child);
    }
  while ((row = gtk_list_box_get_row_at_index (self->pages, 0)) != NULL)
    gtk_list_box_remove (self->pages, GTK_WIDGET (row));
  self->filling = filling;
}

/* Without anybody signed in there is nothing else to do, so there is nothing beside it. It is
 * made when it is needed, and goes with what was typed into it. */
void
hx_window_show_sign_in (HxWindow *self,
                        gboolean  needed)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "sign-in");

  if (needed && page == NULL)
    gtk_stack_add_named (self->stack,
                         hx_signin_page_new (self->workspace, gtk_menu_button_get_menu_model (self->menu_button)),
                         "sign-in");
  gtk_widget_set_visible (self->sidebar, !needed);
  if (needed)
    gtk_stack_set_visible_child_name (self->stack, "sign-in");
  else if (page != NULL && self->person_id != NULL)
    gtk_stack_remove (self->stack, page);
}

/* What had the keyboard went with the pages of the person before; without any, no key would work. */
static gboolean
on_focus_lost (gpointer data)
{
  HxWindow *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->pages);

  self->focus_source = 0;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  return G_SOURCE_REMOVE;
}

/* Another person sees other pages, and none of what the one before had open. */
void
hx_window_fill_pages (HxWindow *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "page");
  const Page *page = find_page (last);
  const char *name;

  self->filling = TRUE;
  hx_window_remove_pages (self);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (hx_workspace_may (self->workspace, pages[i].permission))
      gtk_list_box_append (self->pages, hx_sidebar_row_new (pages[i].name, pages[i].icon_name, _ (pages[i].word)));
  self->filling = FALSE;
  hx_window_show_counts (self);

  name = page != NULL && find_row (self, page->name) != NULL ? page->name : hx_window_page_at (self, 0);
  if (name == NULL)
    return;
  hx_window_show_page (self, name);
  if (self->focus_source == 0)
    self->focus_source = g_idle_add (on_focus_lost, self);
}

static void
show_count (HxWindow   *self,
            const char *page,
            gint64      n,
            const char *words,
            const char *urgency)
{
  HxSidebarRow *row = find_row (self, page);

  if (row != NULL)
    hx_sidebar_row_set_count (row, n > 0 ? words : NULL, n > 0 ? urgency : NULL);
}

/* What waits on each page: only what waits for this person is coloured. */
void
hx_window_show_counts (HxWindow *self)
{
  g_autoptr (HxRecord) board = NULL;
  g_autofree char *late_words = NULL, *pool_words = NULL, *overdue_words = NULL;
  gint64 pool = 0, overdue = 0;
  guint late = 0;

  g_object_get (self->workspace, "late-count", &late, "pool-total", &pool, "board", &board, NULL);
  if (board != NULL)
    overdue = hx_record_get_int (board, HX_BOARD_OVERDUE);
  late_words = g_strdup_printf ("%u", late);
  pool_words = g_strdup_printf ("%" G_GINT64_FORMAT, pool);
  /* Translators: beside "Board" in the sidebar: how many rectifications are overdue */
  overdue_words = g_strdup_printf (ngettext ("%d overdue", "%d overdue", (gulong) overdue), (int) overdue);
  show_count (self, "desk", late, late_words, "warning");
  show_count (self, "pool", pool, pool_words, NULL);
  show_count (self, "board", overdue, overdue_words, "attention");
}

/* Makes the page when it is shown for the first time: start-up pays for one page only. */
GtkWidget *
hx_window_show_page (HxWindow   *self,
                     const char *name)
{
  const Page *page = find_page (name);
  HxSidebarRow *row = find_row (self, name);
  GtkWidget *child;

  if (page == NULL || row == NULL)
    return NULL;
  child = gtk_stack_get_child_by_name (self->stack, name);
  if (child == NULL)
    {
      child = page->create (self->workspace);
      gtk_stack_add_named (self->stack, child, name);
    }
  gtk_stack_set_visible_child (self->stack, child);
  gtk_list_box_select_row (self->pages, GTK_LIST_BOX_ROW (row));
  g_simple_action_set_state (self->page, g_variant_new_string (name));
  g_settings_set_string (self->settings, "page", name);
  return child;
}

void
hx_window_page_chosen (HxWindow      *self,
                       GtkListBoxRow *row)
{
  if (row != NULL && !self->filling)
    hx_window_show_page (self, hx_sidebar_row_get_page (HX_SIDEBAR_ROW (row)));
}
