/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-text.h"
#include "hx-find.h"

/* As many customers as can be looked over at once. */
#define MOST_CUSTOMERS 20

typedef struct
{
  const char *icon_name;
  const char *word;
  const char *action;
  const char *target; /* (nullable) */
} Command;

static const Command page_commands[] = {
  { "hx-desk-symbolic", N_ ("Desk"), "win.page", "desk" },
  { "hx-customer-symbolic", N_ ("Customers"), "win.page", "customers" },
  { "hx-pool-symbolic", N_ ("Pool"), "win.page", "pool" },
  { "hx-board-symbolic", N_ ("Board"), "win.page", "board" },
};

static const Command commands[] = {
  { "hx-diamond-symbolic", N_ ("Mark this moment of the call"), "win.bookmark", NULL },
  { "hx-phone-in-symbolic", N_ ("Simulate a call from a known customer"), "app.simulate-call", "known" },
  { "hx-phone-in-symbolic", N_ ("Simulate a call from an unknown number"), "app.simulate-call", "unknown" },
  { "hx-phone-missed-symbolic", N_ ("Simulate a missed call"), "app.simulate-call", "missed" },
  { "preferences-desktop-keyboard-shortcuts-symbolic", N_ ("Keyboard shortcuts"), "win.shortcuts", NULL },
};

/**
 * HxFind:
 *
 * Finds a customer or a command by what is typed; Enter takes the first.
 */
struct _HxFind
{
  AdwWindow parent_instance;

  HxWorkspace *workspace;
  GPtrArray *known; /* of Command: what may be done here */
  HxList *customers;

  GtkSearchEntry *entry;
  GtkListBox *rows;
  GtkLabel *note;
};

G_DEFINE_TYPE (HxFind, hx_find, ADW_TYPE_WINDOW)

static void
add_row (HxFind     *self,
         const char *icon_name,
         const char *word,
         const char *note,
         const char *action,
         const char *target)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (word), *aside = gtk_label_new (note);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (aside, "hx-note");
  gtk_widget_add_css_class (aside, "numeric");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), aside);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "hx-action", g_strdup (action), g_free);
  g_object_set_data_full (G_OBJECT (row), "hx-target", g_strdup (target), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_list_box_append (self->rows, row);
}

/* Whether the action is there and may be used: not everybody may do everything, and not on every server. */
static gboolean
is_possible (HxFind     *self,
             const char *action)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  gboolean of_window = g_str_has_prefix (action, "win.");
  GActionGroup *group = of_window ? G_ACTION_GROUP (window) : G_ACTION_GROUP (gtk_window_get_application (window));

  return g_action_group_get_action_enabled (group, action + 4);
}

static void
add_commands (HxFind     *self,
              const char *typed)
{
  g_autofree char *wanted = hx_text_fold (typed);

  for (guint i = 0; i < self->known->len; i++)
    {
      const Command *command = g_ptr_array_index (self->known, i);
      g_autofree char *word = hx_text_fold (_ (command->word));

      if (strstr (word, wanted) != NULL && is_possible (self, command->action))
        add_row (self, command->icon_name, _ (command->word), NULL, command->action, command->target);
    }
}

static void
add_customers (HxFind *self)
{
  guint n = self->customers != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->customers)) : 0;

  for (guint i = 0; i < MIN (n, MOST_CUSTOMERS); i++)
    {
      g_autoptr (HxRecord) customer = g_list_model_get_item (G_LIST_MODEL (self->customers), i);
      g_autofree char *name = hx_workspace_display_name (self->workspace, customer);
      const char *phone = hx_record_get_text (customer, HX_CUSTOMER_PHONE);
      g_autofree char *note = g_strdup_printf ("%s  %s", hx_record_get_text (customer, HX_CUSTOMER_CODE), phone ? phone : "");

      add_row (self, "hx-customer-symbolic", name, note, "win.open-customer", hx_record_get_id (customer));
    }
}

static void
show_results (HxFind *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  HxListPhase phase = self->customers != NULL ? hx_list_get_phase (self->customers) : HX_LIST_READY;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  add_customers (self);
  add_commands (self, typed);
  row = gtk_list_box_get_row_at_index (self->rows, 0);
  if (row != NULL)
    gtk_list_box_select_row (self->rows, row);
  if (phase == HX_LIST_FAILED)
    gtk_label_set_label (self->note, hx_list_get_error_message (self->customers));
  else
    gtk_label_set_label (self->note, _ ("No results"));
  gtk_widget_set_visible (GTK_WIDGET (self->note), phase == HX_LIST_FAILED || (row == NULL && phase == HX_LIST_READY));
}

static void
on_search_changed (HxFind *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (HxRecord) query = NULL;

  if (self->customers != NULL)
    g_signal_handlers_disconnect_by_data (self->customers, self);
  g_clear_object (&self->customers);
  if (*typed != '\0' && hx_workspace_may (self->workspace, HX_MAY_SEE_CUSTOMERS))
    {
      query = hx_record_new (&hx_customers_search_schema);
      hx_record_set_text (query, HX_CUSTOMERS_SEARCH_Q, typed);
      hx_record_set_int (query, HX_PAGE_LIMIT, MOST_CUSTOMERS);
      self->customers = hx_workspace_list (self->workspace, HX_OPERATION_CUSTOMERS_SEARCH, NULL, query);
      g_signal_connect_object (self->customers, "notify::phase", G_CALLBACK (show_results), self, G_CONNECT_SWAPPED);
      hx_list_load_more (self->customers);
    }
  show_results (self);
}

static void
on_row_activated (HxFind        *self,
                  GtkListBoxRow *row)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *action = g_strdup (g_object_get_data (G_OBJECT (row), "hx-action"));
  g_autofree char *target = g_strdup (g_object_get_data (G_OBJECT (row), "hx-target"));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), action, target != NULL ? "s" : NULL, target);
}

static void
on_entry_activated (HxFind *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows);

  if (row != NULL)
    on_row_activated (self, row);
}

/* Up and Down choose while the keyboard stays in the entry. */
static gboolean
on_key (HxFind         *self,
        guint           keyval,
        guint           keycode,
        GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows);
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;

  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->rows, gtk_list_box_row_get_index (row) + step);
  if (row != NULL)
    gtk_list_box_select_row (self->rows, row);
  return GDK_EVENT_STOP;
}

static void
hx_find_dispose (GObject *object)
{
  HxFind *self = HX_FIND (object);

  g_clear_object (&self->customers);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_FIND);
  G_OBJECT_CLASS (hx_find_parent_class)->dispose (object);
}

static void
hx_find_class_init (HxFindClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_find_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/window/hx-find.ui");
  gtk_widget_class_bind_template_child (widget_class, HxFind, entry);
  gtk_widget_class_bind_template_child (widget_class, HxFind, rows);
  gtk_widget_class_bind_template_child (widget_class, HxFind, note);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, (GdkModifierType) 0, "window.close", NULL);
}

static void
hx_find_init (HxFind *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->known = g_ptr_array_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * hx_find_new:
 * @parent: the window whose actions it activates
 * @workspace: where to find
 *
 * Returns: (transfer none): a window, not yet presented
 */
GtkWidget *
hx_find_new (GtkWindow   *parent,
             HxWorkspace *workspace)
{
  HxFind *self = g_object_new (HX_TYPE_FIND, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_ptr_array_add (self->known, (gpointer) &commands[i]);
  show_results (self);
  return GTK_WIDGET (self);
}

/**
 * hx_find_add_page:
 * @self: the finder
 * @page: name of a page that the person may see
 *
 * Lets the page be found as a command, before the other commands.
 */
void
hx_find_add_page (HxFind     *self,
                  const char *page)
{
  guint pages = self->known->len - G_N_ELEMENTS (commands);

  g_return_if_fail (HX_IS_FIND (self));

  for (guint i = 0; i < G_N_ELEMENTS (page_commands); i++)
    if (g_strcmp0 (page_commands[i].target, page) == 0)
      g_ptr_array_insert (self->known, (int) pages, (gpointer) &page_commands[i]);
  show_results (self);
}
