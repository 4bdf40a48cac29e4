/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-heat-map-private.h"

/* Rows of the grid above the first channel: groups and issue types. */
#define HEAD_ROWS 2

/* With up to so many in one cell the steps are absolute, so that a calm day looks calm; above it they are shares of
   the fullest cell. */
#define FULL 14

GtkWidget *
hx_heat_map_cell (HxHeatMap *self, int row, int column)
{
  if (row < -1 || column < -1 || row >= self->rows || column >= self->columns || (row < 0 && column < 0))
    return NULL;
  return g_ptr_array_index (self->cells, (row + 1) * (self->columns + 1) + column + 1);
}

const char *
hx_heat_map_row_name (HxHeatMap *self, int row)
{
  return g_ptr_array_index (self->names, row);
}

const char *
hx_heat_map_column_name (HxHeatMap *self, int column)
{
  return g_ptr_array_index (self->names, self->rows + column);
}

static guint
fullest (HxHeatMap *self)
{
  guint most = 0;

  for (int i = 0; i < self->rows * self->columns; i++)
    most = MAX (most, self->counts[i]);
  return most;
}

static int
step_of (guint n, guint most)
{
  static const guint from[] = { 2, 4, 7, 10 };
  guint scale = MAX (most, FULL);
  int step = 1;

  if (n == 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (from); i++)
    if ((guint64) n * FULL >= (guint64) from[i] * scale)
      step++;
  return step;
}

static void
set_step (GtkWidget *cell, int step)
{
  static const char *const classes[] = { NULL, "h1", "h2", "h3", "h4", "h5" };

  for (gsize i = 1; i < G_N_ELEMENTS (classes); i++)
    if ((int) i == step)
      gtk_widget_add_css_class (cell, classes[i]);
    else
      gtk_widget_remove_css_class (cell, classes[i]);
}

/* Shows one cell's number; when it changes what "full" means, the others' shades follow. */
void
hx_heat_map_show_count (HxHeatMap *self, int row, int column)
{
  guint n = self->counts[row * self->columns + column], most = fullest (self);
  GtkWidget *cell = hx_heat_map_cell (self, row, column);
  g_autofree char *number = n > 0 ? g_strdup_printf ("%u", n) : g_strdup ("·");
  /* Translators: a cell for a screen reader and on hover: channel, issue type, how many wait */
  g_autofree char *words = g_strdup_printf (_ ("%s, %s: %u"), hx_heat_map_row_name (self, row),
                                            hx_heat_map_column_name (self, column), n);

  gtk_button_set_label (GTK_BUTTON (cell), number);
  gtk_widget_set_tooltip_text (cell, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  /* The tooltip became the description too; a screen reader would say everything twice. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  set_step (cell, step_of (n, most));
  if (most == self->fullest)
    return;
  self->fullest = most;
  for (int i = 0; i < self->rows * self->columns; i++)
    set_step (hx_heat_map_cell (self, i / self->columns, i % self->columns), step_of (self->counts[i], most));
}

static void
show_sum (HxHeatMap *self, int which, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  gtk_label_set_label (g_ptr_array_index (self->sums, which), number);
}

void
hx_heat_map_show_sums (HxHeatMap *self)
{
  guint all = 0;

  for (int row = 0; row < self->rows; row++)
    {
      guint sum = 0;

      for (int column = 0; column < self->columns; column++)
        sum += self->counts[row * self->columns + column];
      show_sum (self, row, sum);
      all += sum;
    }
  for (int column = 0; column < self->columns; column++)
    {
      guint sum = 0;

      for (int row = 0; row < self->rows; row++)
        sum += self->counts[row * self->columns + column];
      show_sum (self, self->rows + column, sum);
    }
  show_sum (self, self->rows + self->columns, all);
}

/* The clock lies over its cell; as a child of the grid it needs no second widget in each of the others. */
void
hx_heat_map_show_oldest (HxHeatMap *self, int row, int column)
{
  guint most = fullest (self);

  if (self->oldest != NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->oldest_cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      gtk_grid_remove (self->grid, self->oldest);
    }
  self->oldest = NULL;
  if (row < 0 || column < 0 || row >= self->rows || column >= self->columns)
    return;

  self->oldest_cell = hx_heat_map_cell (self, row, column);
  self->oldest = gtk_image_new_from_icon_name ("hx-clock-symbolic");
  gtk_widget_add_css_class (self->oldest, "oldest");
  if (step_of (self->counts[row * self->columns + column], most) == 5)
    gtk_widget_add_css_class (self->oldest, "on-h5");
  gtk_widget_set_halign (self->oldest, GTK_ALIGN_END);
  gtk_widget_set_valign (self->oldest, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->oldest, 3);
  gtk_widget_set_margin_end (self->oldest, 3);
  gtk_widget_set_can_target (self->oldest, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->oldest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The oldest waits here"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->oldest_cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("The oldest waits here"), -1);
  gtk_grid_attach (self->grid, self->oldest, column + 1, row + HEAD_ROWS, 1, 1);
}

static GtkWidget *
add_label (HxHeatMap *self, const char *text, const char *css_class, float xalign, int column, int row, int width)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, width, 1);
  return label;
}

static GtkWidget *
new_cell (HxHeatMap *self, const char *css_class, int row, int column, GCallback on_toggled)
{
  GtkWidget *cell = gtk_toggle_button_new ();

  gtk_widget_add_css_class (cell, css_class);
  gtk_widget_add_css_class (cell, "flat");
  gtk_widget_set_focusable (cell, FALSE);
  gtk_widget_set_sensitive (cell, !self->fixed);
  g_object_set_data (G_OBJECT (cell), "hx-row", GINT_TO_POINTER (row));
  g_object_set_data (G_OBJECT (cell), "hx-column", GINT_TO_POINTER (column));
  g_signal_connect_swapped (cell, "toggled", on_toggled, self);
  gtk_grid_attach (self->grid, cell, column + 1, row + HEAD_ROWS, 1, 1);
  g_ptr_array_index (self->cells, (row + 1) * (self->columns + 1) + column + 1) = cell;
  return cell;
}

static void
name_heading (GtkWidget *cell, const char *name, float xalign)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_button_set_child (GTK_BUTTON (cell), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Han can break anywhere, so a long name without spaces is broken in its middle: never one lonely sign below four. */
static char *
in_two_lines (const char *name)
{
  glong length = g_utf8_strlen (name, -1);
  const char *middle = g_utf8_offset_to_pointer (name, length / 2);

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_iswide (g_utf8_get_char (c)))
      return g_strdup (name);
  return length < 4 ? g_strdup (name) : g_strdup_printf ("%.*s\n%s", (int) (middle - name), name, middle);
}

/* Issue types stand in two short lines. */
static void
name_column (HxHeatMap *self, GtkWidget *cell, const char *name)
{
  g_autofree char *lines = in_two_lines (name);
  GtkLabel *label;

  name_heading (cell, lines, 0.5f);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (cell)));
  gtk_label_set_wrap (label, TRUE);
  /* Latin names break at words, and a word that is too long within: the map must leave room for the list. */
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (label, 7);
  /* Room for a Latin word of seven letters; two or three Han need less. */
  if (g_unichar_isalpha (g_utf8_get_char (name)) && !g_unichar_iswide (g_utf8_get_char (name)))
    gtk_label_set_width_chars (label, 7);
  gtk_size_group_add_widget (self->column_widths, cell);
}

static void
build_headings (HxHeatMap *self, const HxHeatMapGroup *groups, guint n_groups, GCallback on_toggled)
{
  int column = 0;

  for (guint i = 0; i < n_groups; i++)
    {
      int width = (int) g_strv_length ((char **) groups[i].types);
      GtkWidget *label = add_label (self, groups[i].label, "group", 0.5f, column + 1, 0, width);

      gtk_widget_set_margin_start (label, 2);
      gtk_widget_set_margin_end (label, 2);
      column += width;
    }
  for (column = 0; column < self->columns; column++)
    name_column (self, new_cell (self, "col", -1, column, on_toggled), hx_heat_map_column_name (self, column));
  for (int row = 0; row < self->rows; row++)
    name_heading (new_cell (self, "rowhead", row, -1, on_toggled), hx_heat_map_row_name (self, row), 0);
}

/* Makes the grid anew for the axes that were set. */
void
hx_heat_map_build (HxHeatMap *self, const HxHeatMapGroup *groups, guint n_groups, GCallback on_toggled)
{
  GtkWidget *old;
  int bottom = self->rows + HEAD_ROWS, end = self->columns + 1;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, old);
  self->oldest = NULL;
  self->fullest = 0;
  g_ptr_array_set_size (self->cells, 0);
  g_ptr_array_set_size (self->cells, (self->rows + 1) * (self->columns + 1));
  g_ptr_array_set_size (self->sums, 0);

  build_headings (self, groups, n_groups, on_toggled);
  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      {
        gtk_widget_set_hexpand (new_cell (self, "cell", row, column, on_toggled), TRUE);
        hx_heat_map_show_count (self, row, column);
      }
  add_label (self, _ ("Total"), "sum", 1, end, 1, 1);
  add_label (self, _ ("Total"), "sum", 0, 0, bottom, 1);
  for (int row = 0; row < self->rows; row++)
    g_ptr_array_add (self->sums, add_label (self, "0", "sum", 1, end, row + HEAD_ROWS, 1));
  for (int column = 0; column < self->columns; column++)
    g_ptr_array_add (self->sums, add_label (self, "0", "sum", 0.5f, column + 1, bottom, 1));
  g_ptr_array_add (self->sums, add_label (self, "0", "sum", 1, end, bottom, 1));
  gtk_widget_add_css_class (g_ptr_array_index (self->sums, self->sums->len - 1), "total");
}
