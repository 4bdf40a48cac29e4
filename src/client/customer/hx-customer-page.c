/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-contact-timeline.h"
#include "hx-customer-completion.h"
#include "hx-customer-header.h"
#include "hx-customer-page.h"
#include "hx-history-filter.h"
#include "widgets/hx-list-state.h"

/**
 * HxCustomerPage:
 *
 * One customer, as the server knows them at this moment: identities, filter and history.
 */
struct _HxCustomerPage
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  char *customer_id;
  HxRecord *customer; /* (nullable): while it is being asked for */
  GCancellable *cancellable;
  GtkWidget *timeline;

  HxListState *state;
  GtkBox *content;
  HxCustomerHeader *header;
  HxCustomerCompletion *completion;
  HxHistoryFilter *filter;
};

G_DEFINE_TYPE (HxCustomerPage, hx_customer_page, ADW_TYPE_BIN)

static void
show_customer (HxCustomerPage *self)
{
  hx_customer_header_show (self->header, self->workspace, self->customer);
  hx_customer_completion_show (self->completion, self->workspace, self->customer);
  hx_history_filter_set_counts (self->filter, hx_record_get_text (self->customer, HX_CUSTOMER_CONTACT_COUNTS));
}

static void
take_customer (HxCustomerPage *self,
               HxRecord       *customer)
{
  if (self->customer != NULL)
    g_signal_handlers_disconnect_by_data (self->customer, self);
  g_set_object (&self->customer, customer);
  if (customer == NULL)
    return;
  g_signal_connect_object (customer, "notify", G_CALLBACK (show_customer), self, G_CONNECT_SWAPPED);
  show_customer (self);
}

static void
on_customer (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (HxCustomerPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) customer = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (customer != NULL)
    {
      take_customer (self, customer);
      hx_list_state_set_state (self->state, HX_LIST_STATE_READY);
    }
  else if (self->customer == NULL)
    {
      g_autofree char *words = hx_error_to_sentence (error);

      hx_list_state_fail (self->state, _ ("The customer could not be loaded"), words, NULL);
    }
}

static void
load (HxCustomerPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->customer_id == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  if (self->customer == NULL)
    hx_list_state_set_state (self->state, HX_LIST_STATE_LOADING);
  hx_workspace_call_async (self->workspace, HX_OPERATION_CUSTOMERS_GET, self->customer_id, NULL, NULL, NULL,
                           self->cancellable, on_customer, g_object_ref (self));
}

static void
on_retry (HxCustomerPage *self)
{
  load (self);
}

static void
on_filter_changed (HxCustomerPage *self)
{
  hx_contact_timeline_set_filter (HX_CONTACT_TIMELINE (self->timeline), hx_history_filter_get_channel (self->filter),
                                  hx_history_filter_get_text (self->filter), hx_history_filter_get_before (self->filter));
}

/* How many touches there may be is the policy's. */
static void
on_policy (HxCustomerPage *self)
{
  if (self->customer != NULL)
    show_customer (self);
}

/* A new touch changes the meter and the counts, which only the server knows. */
static void
on_contact (HxCustomerPage *self,
            const char     *thing,
            const char     *action,
            HxRecord       *contact)
{
  if (contact != NULL && self->customer_id != NULL
      && g_strcmp0 (hx_record_get_text (contact, HX_CONTACT_CUSTOMER_ID), self->customer_id) == 0)
    load (self);
}

/* One customer is told of for as long as the page is theirs, also behind another page: that is little, and it is never old. */
static void
set_customer_id (HxCustomerPage *self,
                 const char     *customer_id)
{
  if (self->customer_id != NULL)
    hx_workspace_hide (self->workspace, HX_SHOWN_CUSTOMER, self->customer_id);
  g_free (self->customer_id);
  self->customer_id = g_strdup (customer_id);
  if (customer_id != NULL)
    hx_workspace_show (self->workspace, HX_SHOWN_CUSTOMER, customer_id);
}

static void
hx_customer_page_dispose (GObject *object)
{
  HxCustomerPage *self = HX_CUSTOMER_PAGE (object);

  set_customer_id (self, NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->customer != NULL)
    g_signal_handlers_disconnect_by_data (self->customer, self);
  g_clear_object (&self->customer);
  g_clear_object (&self->workspace);
  /* A template child too; GTK would let go of it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CUSTOMER_PAGE);
  G_OBJECT_CLASS (hx_customer_page_parent_class)->dispose (object);
}

static void
hx_customer_page_class_init (HxCustomerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_LIST_STATE);
  g_type_ensure (HX_TYPE_CUSTOMER_HEADER);
  g_type_ensure (HX_TYPE_CUSTOMER_COMPLETION);
  g_type_ensure (HX_TYPE_HISTORY_FILTER);
  G_OBJECT_CLASS (klass)->dispose = hx_customer_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-customer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerPage, state);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerPage, content);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerPage, header);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerPage, completion);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerPage, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
hx_customer_page_init (HxCustomerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_customer_page_new:
 * @workspace: where customers are
 *
 * Returns: (transfer floating): a page of nobody
 */
GtkWidget *
hx_customer_page_new (HxWorkspace *workspace)
{
  HxCustomerPage *self = g_object_new (HX_TYPE_CUSTOMER_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  self->timeline = hx_contact_timeline_new (workspace);
  gtk_widget_set_vexpand (self->timeline, TRUE);
  gtk_box_append (self->content, self->timeline);
  g_signal_connect_object (workspace, "event::contact", G_CALLBACK (on_contact), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::policy", G_CALLBACK (on_policy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * hx_customer_page_open:
 * @self: a page
 * @customer_id: whom to show
 */
void
hx_customer_page_open (HxCustomerPage *self,
                       const char     *customer_id)
{
  g_return_if_fail (HX_IS_CUSTOMER_PAGE (self));

  if (g_strcmp0 (self->customer_id, customer_id) != 0)
    {
      set_customer_id (self, customer_id);
      take_customer (self, NULL);
      hx_history_filter_reset (self->filter);
      hx_contact_timeline_set_customer (HX_CONTACT_TIMELINE (self->timeline), customer_id);
    }
  load (self);
}

/**
 * hx_customer_page_search:
 * @self: a page
 *
 * Gives the keyboard to the search in the history.
 */
void
hx_customer_page_search (HxCustomerPage *self)
{
  g_return_if_fail (HX_IS_CUSTOMER_PAGE (self));
  hx_history_filter_search (self->filter);
}
