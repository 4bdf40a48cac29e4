/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-customer-list.h"
#include "hx-customer-row.h"
#include "widgets/hx-list-follow.h"
#include "widgets/hx-long-list.h"

#define PAGE 50

/**
 * HxCustomerList:
 *
 * All customers, last touched first, or those that match what is typed.
 * Choosing one activates `win.open-customer`.
 */
struct _HxCustomerList
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxList *list;
  gboolean was_hidden;

  GtkSearchEntry *entry;
  HxListState *state;
  GtkScrolledWindow *scroller;
  GtkListView *view;
};

G_DEFINE_TYPE (HxCustomerList, hx_customer_list, ADW_TYPE_BIN)

static void
on_setup (HxCustomerList *self,
          GtkListItem    *item)
{
  gtk_list_item_set_child (item, hx_customer_row_new ());
}

static void
on_bind (HxCustomerList *self,
         GtkListItem    *item)
{
  hx_customer_row_bind (HX_CUSTOMER_ROW (gtk_list_item_get_child (item)), self->workspace,
                        gtk_list_item_get_item (item));
}

static void
on_unbind (HxCustomerList *self,
           GtkListItem    *item)
{
  hx_customer_row_unbind (HX_CUSTOMER_ROW (gtk_list_item_get_child (item)));
}

static void
open_at (HxCustomerList *self,
         guint           position)
{
  g_autoptr (HxRecord) customer = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (customer != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-customer", "s", hx_record_get_id (customer));
}

static void
on_activate (HxCustomerList *self,
             guint           position)
{
  open_at (self, position);
}

static void
on_entry_activated (HxCustomerList *self)
{
  open_at (self, 0);
}

static void
on_search_changed (HxCustomerList *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (HxRecord) query = hx_record_new (&hx_customers_search_schema);
  g_autoptr (GtkNoSelection) selection = NULL;

  hx_record_set_int (query, HX_PAGE_LIMIT, PAGE);
  if (*typed != '\0')
    hx_record_set_text (query, HX_CUSTOMERS_SEARCH_Q, typed);
  g_clear_object (&self->list);
  self->list = hx_workspace_list (self->workspace, HX_OPERATION_CUSTOMERS_SEARCH, NULL, query);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_set (self->state, "empty-title", *typed != '\0' ? _ ("No such customer") : _ ("No customers yet"),
                "empty-description",
                *typed != '\0' ? _ ("The beginning of a code finds a customer, or a whole name, number, account or address, or a number’s last four digits.") : NULL,
                NULL);
  hx_list_state_follow (self->state, self->list);
  hx_long_list_follow (self->scroller, self->list);
  hx_list_load_more (self->list);
}

static void
on_reset (HxCustomerList *self)
{
  hx_list_reload (self->list);
}

/* Somebody new called, or somebody was completed. */
static void
on_customer (HxCustomerList *self,
             const char     *thing,
             const char     *action,
             HxRecord       *customer)
{
  gboolean all = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';

  if (customer != NULL && all && g_strcmp0 (action, "created") == 0)
    hx_list_insert (self->list, customer, 0);
}

static void
hx_customer_list_map (GtkWidget *widget)
{
  HxCustomerList *self = HX_CUSTOMER_LIST (widget);

  GTK_WIDGET_CLASS (hx_customer_list_parent_class)->map (widget);
  hx_workspace_show (self->workspace, HX_SHOWN_CUSTOMERS, NULL);
  if (self->was_hidden)
    hx_list_reload (self->list);
}

/* Nobody tells of customers while the list is not shown. */
static void
hx_customer_list_unmap (GtkWidget *widget)
{
  HxCustomerList *self = HX_CUSTOMER_LIST (widget);

  hx_workspace_hide (self->workspace, HX_SHOWN_CUSTOMERS, NULL);
  self->was_hidden = TRUE;
  GTK_WIDGET_CLASS (hx_customer_list_parent_class)->unmap (widget);
}

static void
hx_customer_list_dispose (GObject *object)
{
  HxCustomerList *self = HX_CUSTOMER_LIST (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CUSTOMER_LIST);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_customer_list_parent_class)->dispose (object);
}

static void
hx_customer_list_class_init (HxCustomerListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_LIST_STATE);
  G_OBJECT_CLASS (klass)->dispose = hx_customer_list_dispose;
  widget_class->map = hx_customer_list_map;
  widget_class->unmap = hx_customer_list_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-customer-list.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerList, entry);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerList, state);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerList, scroller);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerList, view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
hx_customer_list_init (HxCustomerList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->view, factory);
}

/**
 * hx_customer_list_new:
 * @workspace: where customers are
 *
 * Returns: (transfer floating): a list of all customers
 */
GtkWidget *
hx_customer_list_new (HxWorkspace *workspace)
{
  HxCustomerList *self = g_object_new (HX_TYPE_CUSTOMER_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::customer", G_CALLBACK (on_customer), self, G_CONNECT_SWAPPED);
  on_search_changed (self);
  return GTK_WIDGET (self);
}

/**
 * hx_customer_list_search:
 * @self: a list
 *
 * Gives the keyboard to the search.
 */
void
hx_customer_list_search (HxCustomerList *self)
{
  g_return_if_fail (HX_IS_CUSTOMER_LIST (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
