/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-customer-row.h"
#include "hx-customer-words.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-when.h"

/**
 * HxCustomerRow:
 *
 * One customer in the list; recycled.
 */
struct _HxCustomerRow
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxRecord *customer;

  GtkLabel *initial_label;
  GtkLabel *name_label;
  HxPill *state_pill;
  GtkLabel *note_label;
  GtkLabel *at_label;
};

G_DEFINE_TYPE (HxCustomerRow, hx_customer_row, GTK_TYPE_BOX)

static void
show_state (HxCustomerRow *self)
{
  if (hx_record_get_int (self->customer, HX_CUSTOMER_FROZEN))
    hx_pill_set (self->state_pill, "over", "hx-frozen-symbolic", _ ("Frozen"));
  else if (hx_record_get_enum (self->customer, HX_CUSTOMER_STATE) == HX_CUSTOMER_TO_COMPLETE)
    hx_pill_set (self->state_pill, "soon", "hx-form-symbolic", _ ("To be completed"));
  else
    hx_pill_set (self->state_pill, NULL, NULL, NULL);
}

static void
show_customer (HxCustomerRow *self)
{
  HxRecord *customer = self->customer;
  const char *phone = hx_record_get_text (customer, HX_CUSTOMER_PHONE);
  const char *region = hx_record_get_text (customer, HX_CUSTOMER_REGION);
  const char *code = hx_record_get_text (customer, HX_CUSTOMER_CODE);
  gint64 at = hx_record_get_int (customer, HX_CUSTOMER_LAST_CONTACT_AT);
  g_autofree char *name = hx_workspace_display_name (self->workspace, customer);
  g_autofree char *initial = hx_customer_initial (customer);
  g_autofree char *note = g_strjoin (" · ", code, phone != NULL ? phone : region, phone != NULL ? region : NULL, NULL);
  g_autofree char *when = at > 0 ? hx_when_short (at, hx_workspace_now (self->workspace)) : NULL;
  g_autofree char *exactly = at > 0 ? hx_when_absolute (at) : NULL;

  gtk_label_set_text (self->initial_label, initial);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->note_label, note);
  gtk_label_set_text (self->at_label, when != NULL ? when : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->at_label), exactly);
  show_state (self);
}

static void
hx_customer_row_dispose (GObject *object)
{
  HxCustomerRow *self = HX_CUSTOMER_ROW (object);

  hx_customer_row_unbind (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CUSTOMER_ROW);
  G_OBJECT_CLASS (hx_customer_row_parent_class)->dispose (object);
}

static void
hx_customer_row_class_init (HxCustomerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_PILL);
  G_OBJECT_CLASS (klass)->dispose = hx_customer_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-customer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerRow, initial_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerRow, state_pill);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerRow, at_label);
}

static void
hx_customer_row_init (HxCustomerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_customer_row_new:
 *
 * Returns: (transfer floating): a row that is bound to nobody yet
 */
GtkWidget *
hx_customer_row_new (void)
{
  return g_object_new (HX_TYPE_CUSTOMER_ROW, NULL);
}

/**
 * hx_customer_row_bind:
 * @self: a row
 * @workspace: where names are made
 * @customer: whom it shows from now on, also when they change
 */
void
hx_customer_row_bind (HxCustomerRow *self,
                      HxWorkspace   *workspace,
                      HxRecord      *customer)
{
  g_return_if_fail (HX_IS_CUSTOMER_ROW (self));

  g_set_object (&self->workspace, workspace);
  self->customer = g_object_ref (customer);
  g_signal_connect_swapped (customer, "notify", G_CALLBACK (show_customer), self);
  show_customer (self);
}

/**
 * hx_customer_row_unbind:
 * @self: a row
 */
void
hx_customer_row_unbind (HxCustomerRow *self)
{
  g_return_if_fail (HX_IS_CUSTOMER_ROW (self));

  if (self->customer != NULL)
    g_signal_handlers_disconnect_by_data (self->customer, self);
  g_clear_object (&self->customer);
  g_clear_object (&self->workspace);
}
