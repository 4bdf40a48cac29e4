/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-customer-list.h"
#include "hx-customer-page.h"
#include "hx-customer-view.h"

/**
 * HxCustomerView:
 *
 * The customers page: the list, and in its place the customer that was chosen.
 *
 * Actions: `customers.back` to the list, `customers.search`.
 */
struct _HxCustomerView
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  GtkWidget *list;
  GtkWidget *page; /* (nullable): made for the first customer */

  GtkWidget *back_button;
  GtkStack *stack;
};

G_DEFINE_TYPE (HxCustomerView, hx_customer_view, ADW_TYPE_BIN)

static gboolean
shows_page (HxCustomerView *self)
{
  return self->page != NULL && gtk_stack_get_visible_child (self->stack) == self->page;
}

static void
show_child (HxCustomerView *self,
            GtkWidget      *child)
{
  gtk_stack_set_visible_child (self->stack, child);
  gtk_widget_set_visible (self->back_button, shows_page (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customers.back", shows_page (self));
}

static void
on_back (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  HxCustomerView *self = HX_CUSTOMER_VIEW (widget);

  show_child (self, self->list);
  hx_customer_list_search (HX_CUSTOMER_LIST (self->list));
}

static void
on_search (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HxCustomerView *self = HX_CUSTOMER_VIEW (widget);

  if (shows_page (self))
    hx_customer_page_search (HX_CUSTOMER_PAGE (self->page));
  else
    hx_customer_list_search (HX_CUSTOMER_LIST (self->list));
}

static void
hx_customer_view_dispose (GObject *object)
{
  HxCustomerView *self = HX_CUSTOMER_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CUSTOMER_VIEW);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_customer_view_parent_class)->dispose (object);
}

static void
hx_customer_view_class_init (HxCustomerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_customer_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-customer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerView, back_button);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerView, stack);
  gtk_widget_class_install_action (widget_class, "customers.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "customers.search", NULL, on_search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "customers.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "customers.search", NULL);
}

static void
hx_customer_view_init (HxCustomerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_customer_view_new:
 * @workspace: where customers are
 *
 * Returns: (transfer floating): the page, with the list
 */
GtkWidget *
hx_customer_view_new (HxWorkspace *workspace)
{
  HxCustomerView *self = g_object_new (HX_TYPE_CUSTOMER_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  self->list = hx_customer_list_new (workspace);
  gtk_stack_add_named (self->stack, self->list, "list");
  show_child (self, self->list);
  return GTK_WIDGET (self);
}

/**
 * hx_customer_view_open:
 * @self: the page
 * @customer_id: whom to show
 */
void
hx_customer_view_open (HxCustomerView *self,
                       const char     *customer_id)
{
  g_return_if_fail (HX_IS_CUSTOMER_VIEW (self));

  if (self->page == NULL)
    {
      self->page = hx_customer_page_new (self->workspace);
      gtk_stack_add_named (self->stack, self->page, "customer");
    }
  hx_customer_page_open (HX_CUSTOMER_PAGE (self->page), customer_id);
  show_child (self, self->page);
  gtk_widget_child_focus (self->page, GTK_DIR_TAB_FORWARD);
}
