/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "hx-person-list.h"
#include "widgets/hx-list-follow.h"

/**
 * HxPersonList:
 *
 * The people one can be on this computer, by role, so that a newcomer sees what
 * an agent, a lead and a compliance officer see.
 */
struct _HxPersonList
{
  GtkPopover parent_instance;

  HxWorkspace *workspace;
  GtkListBox *rows;
  char *chosen; /* (nullable): id of who is to work here next */
};

G_DEFINE_TYPE (HxPersonList, hx_person_list, GTK_TYPE_POPOVER)

static HxRecord *
row_user (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "hx-user");
}

static void
on_row_activated (HxPersonList  *self,
                  GtkListBoxRow *row)
{
  g_free (self->chosen);
  self->chosen = g_strdup (hx_record_get_id (row_user (row)));
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* Only when the popover has given the keyboard back: the change takes away what it would give it back to. */
static gboolean
switch_person (gpointer data)
{
  g_autoptr (HxPersonList) self = data;
  g_autofree char *chosen = g_steal_pointer (&self->chosen);

  if (chosen != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.switch-person", "s", chosen);
  return G_SOURCE_REMOVE;
}

static void
on_closed (HxPersonList *self)
{
  if (self->chosen != NULL)
    g_idle_add (switch_person, g_object_ref (self));
}

static void
add_heading (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       data)
{
  int role = hx_record_get_enum (row_user (row), HX_USER_ROLE);
  GtkWidget *label;

  if (before != NULL && hx_record_get_enum (row_user (before), HX_USER_ROLE) == role)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (_ (hx_role_enum.values[role].label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "hx-person-heading");
  gtk_widget_add_css_class (label, "hx-note");
  gtk_list_box_row_set_header (row, label);
}

static int
by_role_and_name (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  HxRecord *one = (HxRecord *) a, *other = (HxRecord *) b;
  int roles = hx_record_get_enum (one, HX_USER_ROLE) - hx_record_get_enum (other, HX_USER_ROLE);

  return roles != 0 ? roles
                    : g_utf8_collate (hx_record_get_text (one, HX_USER_NAME), hx_record_get_text (other, HX_USER_NAME));
}

static gboolean
is_person (gpointer item,
           gpointer data)
{
  return hx_record_get_enum (item, HX_USER_ROLE) != HX_ROLE_INTEGRATOR;
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  HxPersonList *self = data;
  HxRecord *user = item, *me = hx_workspace_get_user (self->workspace);
  const char *name = hx_record_get_text (user, HX_USER_NAME), *team = hx_record_get_text (user, HX_USER_TEAM_NAME);
  gboolean is_me = me != NULL && g_strcmp0 (hx_record_get_id (me), hx_record_get_id (user)) == 0;
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (name), *place = gtk_label_new (team);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (place, "hx-note");
  gtk_box_append (GTK_BOX (box), adw_avatar_new (24, name, TRUE));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), place);
  if (is_me)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "hx-user", g_object_ref (user), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/* The popover opened before anybody was in it: the keyboard goes to the person one is. */
static void
on_people (HxPersonList *self,
           GParamSpec   *pspec,
           HxList       *people)
{
  HxRecord *me = hx_workspace_get_user (self->workspace);
  GtkListBoxRow *row;

  if (hx_list_get_phase (people) != HX_LIST_READY || self->rows == NULL)
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (me != NULL && g_strcmp0 (hx_record_get_id (row_user (row)), hx_record_get_id (me)) == 0)
      gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
hx_person_list_dispose (GObject *object)
{
  HxPersonList *self = HX_PERSON_LIST (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  self->rows = NULL;
  g_clear_pointer (&self->chosen, g_free);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_person_list_parent_class)->dispose (object);
}

static void
hx_person_list_class_init (HxPersonListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hx_person_list_dispose;
}

static void
hx_person_list_init (HxPersonList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_list_box_set_header_func (self->rows, add_heading, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "hx-people");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("People"), -1);
  g_signal_connect_swapped (self->rows, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 520);
  gtk_widget_set_size_request (scroller, 260, 200);
  gtk_popover_set_child (GTK_POPOVER (self), hx_list_state_new (scroller));
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);
}

/**
 * hx_person_list_new:
 * @workspace: whose people
 *
 * Returns: (transfer floating): a popover; choosing a person activates `app.switch-person`
 */
GtkWidget *
hx_person_list_new (HxWorkspace *workspace)
{
  HxPersonList *self = g_object_new (HX_TYPE_PERSON_LIST, NULL);
  g_autoptr (HxRecord) query = hx_record_new (&hx_page_query_schema);
  g_autoptr (HxList) people = NULL;
  GtkFilterListModel *filtered;
  g_autoptr (GtkSortListModel) sorted = NULL;

  self->workspace = g_object_ref (workspace);
  hx_record_set_int (query, HX_PAGE_LIMIT, 200);
  people = hx_workspace_list (workspace, HX_OPERATION_USERS_LIST, NULL, query);
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (people)),
                                        GTK_FILTER (gtk_custom_filter_new (is_person, NULL, NULL)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                    GTK_SORTER (gtk_custom_sorter_new (by_role_and_name, NULL, NULL)));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (sorted), create_row, self, NULL);
  hx_list_state_follow (HX_LIST_STATE (gtk_popover_get_child (GTK_POPOVER (self))), people);
  /* After the list state, which brings the rows in. */
  g_signal_connect_object (people, "notify::phase", G_CALLBACK (on_people), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  hx_list_load_more (people);
  return GTK_WIDGET (self);
}
