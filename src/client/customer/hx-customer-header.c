/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hx-customer-header.h"
#include "hx-customer-words.h"
#include "hx-json.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-pips.h"
#include "widgets/hx-when.h"

/**
 * HxCustomerHeader:
 *
 * Who the customer is: masked name and identities, tags, whether frozen, and
 * how often the company has reached out in the last 24 hours.
 */
struct _HxCustomerHeader
{
  GtkBox parent_instance;

  GtkLabel *initial_label;
  GtkLabel *name_label;
  GtkLabel *code_label;
  HxPill *frozen_pill;
  GtkBox *tags_box;
  GtkFlowBox *identities_box;
  GtkBox *meter;
  GtkWidget *meter_icon;
  GtkLabel *touches_label;
  HxPips *touch_pips;
  GtkLabel *next_label;
};

G_DEFINE_TYPE (HxCustomerHeader, hx_customer_header, GTK_TYPE_BOX)

static void
show_tags (HxCustomerHeader *self,
           HxRecord         *customer)
{
  const char *document = hx_record_get_text (customer, HX_CUSTOMER_TAGS);
  const char *region = hx_record_get_text (customer, HX_CUSTOMER_REGION);
  g_autoptr (HxJson) tags = document != NULL ? hx_json_parse (document, strlen (document), NULL) : NULL;
  guint n = tags != NULL && hx_json_get_type (tags) == HX_JSON_ARRAY ? hx_json_get_length (tags) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tags_box))) != NULL)
    gtk_box_remove (self->tags_box, child);
  for (guint i = 0; i <= n; i++)
    {
      const char *word = i == 0 ? region : hx_json_get_string (hx_json_get_element (tags, i - 1));

      if (word == NULL)
        continue;
      child = gtk_label_new (word);
      gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (child, "hx-tag");
      gtk_box_append (self->tags_box, child);
    }
}

static GtkWidget *
make_identity (HxRecord *identity)
{
  int kind = hx_record_get_enum (identity, HX_IDENTITY_KIND);
  const char *word = _ (hx_identity_kind_enum.values[kind].label);
  const char *value = hx_record_get_text (identity, HX_IDENTITY_VALUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (hx_identity_kind_enum.values[kind].icon);
  GtkWidget *label = gtk_label_new (value);
  /* Translators: for a screen reader: kind of an identity and its masked value */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), word, value);

  gtk_widget_add_css_class (image, "hx-secondary");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_tooltip_text (box, word);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return box;
}

static void
show_identities (HxCustomerHeader *self,
                 HxRecord         *customer)
{
  GPtrArray *identities = hx_record_get_list (customer, HX_CUSTOMER_IDENTITIES);
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->identities_box, 0)) != NULL)
    gtk_flow_box_remove (self->identities_box, GTK_WIDGET (child));
  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      gtk_flow_box_append (self->identities_box, make_identity (g_ptr_array_index (identities, i)));
      child = gtk_flow_box_get_child_at_index (self->identities_box, (int) i);
      gtk_widget_set_focusable (GTK_WIDGET (child), FALSE);
    }
}

static void
show_meter (HxCustomerHeader *self,
            HxWorkspace      *workspace,
            HxRecord         *customer)
{
  int limit = (int) hx_policy_view_get (hx_workspace_get_policy (workspace), HX_KEY_TOUCH_LIMIT);
  int touches = (int) hx_record_get_int (customer, HX_CUSTOMER_TOUCHES_TODAY);
  gint64 again = hx_record_get_int (customer, HX_CUSTOMER_TOUCH_AGAIN_AT), now = hx_workspace_now (workspace);
  gboolean reached = touches >= limit;
  /* Translators: how often the company reached out to a customer in 24 hours, and how often it may */
  g_autofree char *words = g_strdup_printf (_ ("%d of %d touches today"), touches, limit);
  g_autofree char *moment = again > 0 ? hx_customer_moment (again, now) : NULL;
  /* Translators: %s is a moment such as "tomorrow at 08:15" */
  g_autofree char *next = moment != NULL ? g_strdup_printf (_ ("Again from %s"), moment) : NULL;

  gtk_label_set_label (self->touches_label, words);
  g_object_set (self->touch_pips, "value", touches, "limit", MAX (limit, 1), NULL);
  gtk_widget_set_visible (self->meter_icon, reached);
  gtk_label_set_label (self->next_label, next != NULL && again > now ? next : _ ("May be contacted"));
  if (reached)
    gtk_widget_add_css_class (GTK_WIDGET (self->meter), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->meter), "warning");
}

static void
hx_customer_header_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_CUSTOMER_HEADER);
  G_OBJECT_CLASS (hx_customer_header_parent_class)->dispose (object);
}

static void
hx_customer_header_class_init (HxCustomerHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_PIPS);
  G_OBJECT_CLASS (klass)->dispose = hx_customer_header_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-customer-header.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, initial_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, name_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, code_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, frozen_pill);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, tags_box);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, identities_box);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, meter);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, meter_icon);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, touches_label);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, touch_pips);
  gtk_widget_class_bind_template_child (widget_class, HxCustomerHeader, next_label);
}

static void
hx_customer_header_init (HxCustomerHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_customer_header_show:
 * @self: a header
 * @workspace: where policy and clock are
 * @customer: whom it shows
 */
void
hx_customer_header_show (HxCustomerHeader *self,
                         HxWorkspace      *workspace,
                         HxRecord         *customer)
{
  g_autofree char *name = hx_workspace_display_name (workspace, customer);
  g_autofree char *initial = hx_customer_initial (customer);

  g_return_if_fail (HX_IS_CUSTOMER_HEADER (self));

  gtk_label_set_label (self->initial_label, initial);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->code_label, hx_record_get_text (customer, HX_CUSTOMER_CODE));
  hx_pill_set (self->frozen_pill, "over", "hx-frozen-symbolic",
               hx_record_get_int (customer, HX_CUSTOMER_FROZEN) ? _ ("Frozen") : NULL);
  show_tags (self, customer);
  show_identities (self, customer);
  show_meter (self, workspace, customer);
}
