/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-customer-completion.h"
#include "hx-error.h"

/**
 * HxCustomerCompletion:
 *
 * A customer who was made from an unknown caller's number is completed here. It
 * shows itself only for such a customer and only to who may edit.
 */
struct _HxCustomerCompletion
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxRecord *customer;
  GCancellable *cancellable;

  GtkEntry *family_entry;
  GtkEntry *given_entry;
  GtkDropDown *salutation_down;
  GtkEntry *region_entry;
  GtkWidget *save_button;
  GtkLabel *error_label;
};

G_DEFINE_TYPE (HxCustomerCompletion, hx_customer_completion, ADW_TYPE_BIN)

static void
on_changed (HxCustomerCompletion *self)
{
  gtk_widget_set_sensitive (self->save_button, *gtk_editable_get_text (GTK_EDITABLE (self->family_entry)) != '\0');
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxCustomerCompletion) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) customer = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  on_changed (self);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  if (error != NULL)
    {
      g_autofree char *words = hx_error_to_sentence (error);

      gtk_label_set_label (self->error_label, words);
    }
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Customer completed"));
}

/* What is shown is masked: only what was changed is sent. */
static void
set_entry (HxRecord   *input,
           guint       field,
           GtkEntry   *entry,
           const char *shown)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (*text != '\0' && g_strcmp0 (text, shown) != 0)
    hx_record_set_text (input, field, text);
}

static void
on_save (HxCustomerCompletion *self)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_customer_input_schema);
  g_autofree char *revision = NULL;

  if (self->customer == NULL || *gtk_editable_get_text (GTK_EDITABLE (self->family_entry)) == '\0')
    return;
  set_entry (input, HX_CUSTOMER_INPUT_FAMILY_NAME, self->family_entry,
             hx_record_get_text (self->customer, HX_CUSTOMER_FAMILY_NAME));
  set_entry (input, HX_CUSTOMER_INPUT_GIVEN_NAME, self->given_entry, NULL);
  set_entry (input, HX_CUSTOMER_INPUT_REGION, self->region_entry, hx_record_get_text (self->customer, HX_CUSTOMER_REGION));
  hx_record_set_enum (input, HX_CUSTOMER_INPUT_SALUTATION, (int) gtk_drop_down_get_selected (self->salutation_down));
  revision = g_strdup_printf ("%" G_GINT64_FORMAT, hx_record_get_int (self->customer, HX_RECORD_REV));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  hx_workspace_call_async (self->workspace, HX_OPERATION_CUSTOMERS_UPDATE, hx_record_get_id (self->customer), NULL, input,
                           revision, self->cancellable, on_saved, g_object_ref (self));
}

static void
hx_customer_completion_dispose (GObject *object)
{
  HxCustomerCompletion *self = HX_CUSTOMER_COMPLETION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->customer);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CUSTOMER_COMPLETION);
  G_OBJECT_CLASS (hx_customer_completion_parent_class)->dispose (object);
}

static void
hx_customer_completion_class_init (HxCustomerCompletionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_customer_completion_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/huixiang/Huixiang/ui/customer/hx-customer-completion.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, family_entry);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, given_entry);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, salutation_down);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, region_entry);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, save_button);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerCompletion, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
hx_customer_completion_init (HxCustomerCompletion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

static void
show_text (GtkEntry   *entry,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

/**
 * hx_customer_completion_show:
 * @self: a form
 * @workspace: where it is saved
 * @customer: who is to be completed
 *
 * What is being typed about the same customer is kept.
 */
void
hx_customer_completion_show (HxCustomerCompletion *self,
                             HxWorkspace          *workspace,
                             HxRecord             *customer)
{
  gboolean wanted = hx_record_get_enum (customer, HX_CUSTOMER_STATE) == HX_CUSTOMER_TO_COMPLETE
                    && hx_workspace_may (workspace, HX_MAY_EDIT_CUSTOMERS);

  g_return_if_fail (HX_IS_CUSTOMER_COMPLETION (self));

  gtk_widget_set_visible (GTK_WIDGET (self), wanted);
  g_set_object (&self->workspace, workspace);
  if (self->customer != NULL && g_strcmp0 (hx_record_get_id (self->customer), hx_record_get_id (customer)) == 0)
    return;
  g_set_object (&self->customer, customer);
  show_text (self->family_entry, hx_record_get_text (customer, HX_CUSTOMER_FAMILY_NAME));
  show_text (self->given_entry, NULL);
  show_text (self->region_entry, hx_record_get_text (customer, HX_CUSTOMER_REGION));
  gtk_drop_down_set_selected (self->salutation_down, (guint) hx_record_get_enum (customer, HX_CUSTOMER_SALUTATION));
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
}
