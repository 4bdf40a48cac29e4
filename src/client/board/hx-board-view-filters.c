/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-board-view-private.h"

/* The filters of the board are properties, and each property is an action of its menu. */

enum
{
  PROP_0,
  PROP_DEPARTMENT,
  PROP_SIZE,
  PROP_OVERDUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
apply (HxBoardView *self)
{
  for (int i = 0; i < HX_N_COLUMNS; i++)
    if (self->column[i] != NULL)
      hx_board_column_set_filter (self->column[i], &self->filter);
  hx_board_view_show_filters (self);
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  HxBoardView *self = HX_BOARD_VIEW (object);

  switch (id)
    {
    case PROP_DEPARTMENT:
      g_value_set_string (value, self->filter.department_id != NULL ? self->filter.department_id : "");
      break;
    case PROP_SIZE:
      g_value_set_string (value, self->filter.size >= 0 ? hx_enum_name (&hx_rectification_size_enum, self->filter.size) : "");
      break;
    case PROP_OVERDUE: g_value_set_boolean (value, self->filter.overdue); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  HxBoardView *self = HX_BOARD_VIEW (object);
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  switch (id)
    {
    case PROP_DEPARTMENT:
      g_free (self->filter.department_id);
      self->filter.department_id = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
      break;
    case PROP_SIZE:
      self->filter.size = text != NULL && *text != '\0' ? hx_enum_find (&hx_rectification_size_enum, text) : -1;
      break;
    case PROP_OVERDUE: self->filter.overdue = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec); return;
    }
  apply (self);
}

void
hx_board_view_add_filters (GtkWidgetClass *widget_class,
                           GObjectClass   *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  properties[PROP_DEPARTMENT]
      = g_param_spec_string ("department", NULL, "Id of the responsible department, empty for all", "", flags);
  properties[PROP_SIZE] = g_param_spec_string ("size", NULL, "Small, big, or empty for both", "", flags);
  properties[PROP_OVERDUE] = g_param_spec_boolean ("overdue", NULL, "Only what is overdue", FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "board.department", "department");
  gtk_widget_class_install_property_action (widget_class, "board.size", "size");
  gtk_widget_class_install_property_action (widget_class, "board.overdue", "overdue");
}

static GHashTable *
collect_departments (HxBoardView *self)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int i = 0; i < HX_N_COLUMNS; i++)
    {
      GListModel *all = hx_board_column_get_all (self->column[i]);
      guint n = g_list_model_get_n_items (all);

      for (guint k = 0; k < n; k++)
        {
          g_autoptr (HxRecord) record = g_list_model_get_item (all, k);
          const char *id = hx_record_get_text (record, HX_RECTIFICATION_DEPARTMENT_ID);
          const char *name = hx_record_get_text (record, HX_RECTIFICATION_DEPARTMENT_NAME);

          if (id != NULL && name != NULL && !g_hash_table_contains (names, id))
            g_hash_table_insert (names, g_strdup (id), g_strdup (name));
        }
    }
  return names;
}

static void
append_choice (GMenu      *menu,
               const char *words,
               const char *action,
               const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      names)
{
  return g_utf8_collate (g_hash_table_lookup (names, *(const char *const *) a),
                         g_hash_table_lookup (names, *(const char *const *) b));
}

static void
offer_departments (HxBoardView *self)
{
  g_autoptr (GHashTable) names = collect_departments (self);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree const char **ids = NULL;
  guint n;

  if (g_hash_table_size (names) == self->departments && self->departments > 0)
    return;
  self->departments = g_hash_table_size (names);
  ids = (const char **) g_hash_table_get_keys_as_array (names, &n);
  g_qsort_with_data (ids, (int) n, sizeof *ids, compare_names, names);
  append_choice (menu, _ ("All departments"), "board.department", "");
  for (guint i = 0; i < n; i++)
    append_choice (menu, g_hash_table_lookup (names, ids[i]), "board.department", ids[i]);
  gtk_menu_button_set_menu_model (self->department_button, G_MENU_MODEL (menu));
}

static void
offer_sizes (HxBoardView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  append_choice (menu, _ ("All sizes"), "board.size", "");
  for (guint i = 0; i < hx_rectification_size_enum.n_values; i++)
    append_choice (menu, _ (hx_rectification_size_enum.values[i].label), "board.size",
                   hx_rectification_size_enum.values[i].name);
  gtk_menu_button_set_menu_model (self->size_button, G_MENU_MODEL (menu));
}

/* Departments are known as far as cards are. */
void
hx_board_view_offer_filters (HxBoardView *self)
{
  if (gtk_menu_button_get_menu_model (self->size_button) == NULL)
    offer_sizes (self);
  offer_departments (self);
}

static void
show_choice (GtkMenuButton *button,
             const char    *what,
             const char    *chosen)
{
  g_autofree char *words = NULL;

  if (chosen != NULL)
    /* Translators: a filter for a screen reader: what it is of, and what is chosen */
    words = g_strdup_printf (_ ("%s: %s"), what, chosen);
  gtk_menu_button_set_label (button, chosen != NULL ? chosen : what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words != NULL ? words : what, -1);
  if (chosen != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (button), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (button), "chosen");
}

/* A button says what it is set to. */
void
hx_board_view_show_filters (HxBoardView *self)
{
  g_autoptr (GHashTable) names = self->workspace != NULL ? collect_departments (self) : NULL;
  const char *department = NULL, *size = NULL;

  if (names != NULL && self->filter.department_id != NULL)
    department = g_hash_table_lookup (names, self->filter.department_id);
  if (self->filter.size >= 0)
    size = _ (hx_rectification_size_enum.values[self->filter.size].label);
  show_choice (self->department_button, _ ("Department"), department);
  show_choice (self->size_button, _ ("Size"), size);
}
