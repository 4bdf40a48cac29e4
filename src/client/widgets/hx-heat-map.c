/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-heat-map-private.h"

/**
 * HxHeatMap:
 *
 * Channel × issue type with a number in each cell, one hue in five steps. A cell, a row heading or a column heading can
 * be chosen, one at a time. Every cell is a toggle button; only one of them is in the Tab order, arrows go from there.
 */
enum
{
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxHeatMap, hx_heat_map, ADW_TYPE_BIN)

static void
set_active (HxHeatMap *self, int row, int column, gboolean active)
{
  GtkWidget *cell = hx_heat_map_cell (self, row, column);

  if (cell == NULL)
    return;
  self->changing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (cell), active);
  self->changing = FALSE;
}

static void
set_focus_cell (HxHeatMap *self, int row, int column)
{
  GtkWidget *old = hx_heat_map_cell (self, self->focus_row, self->focus_column);
  GtkWidget *cell = hx_heat_map_cell (self, row, column);

  if (cell == NULL)
    return;
  gtk_widget_set_focusable (cell, TRUE);
  self->focus_row = row;
  self->focus_column = column;
  if (old == NULL || old == cell)
    return;
  /* In this order: a widget that stops being focusable while it has the focus would throw it out of the map. */
  if (gtk_widget_has_focus (old))
    gtk_widget_grab_focus (cell);
  gtk_widget_set_focusable (old, FALSE);
}

static void
choose (HxHeatMap *self, int row, int column)
{
  if (row == self->selected_row && column == self->selected_column)
    return;
  set_active (self, self->selected_row, self->selected_column, FALSE);
  self->selected_row = row;
  self->selected_column = column;
  set_active (self, row, column, TRUE);
  if (row >= 0 || column >= 0)
    set_focus_cell (self, row, column);
}

static void
on_toggled (HxHeatMap *self, GtkToggleButton *cell)
{
  int row = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "hx-row"));
  int column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "hx-column"));

  if (self->changing)
    return;
  if (gtk_toggle_button_get_active (cell))
    choose (self, row, column);
  else
    choose (self, -1, -1);
  /* A cell that is out of the Tab order did not take the focus when it was pressed; the arrows go on from here. */
  set_focus_cell (self, row, column);
  gtk_widget_grab_focus (GTK_WIDGET (cell));
  g_signal_emit (self, signals[SELECTED], 0, self->selected_row, self->selected_column);
}

static gboolean
on_key (HxHeatMap *self, guint keyval, guint keycode, GdkModifierType state)
{
  int row = self->focus_row, column = self->focus_column;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left: column--; break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right: column++; break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up: row--; break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down: row++; break;
    case GDK_KEY_Home: column = row < 0 ? 0 : -1; break;
    case GDK_KEY_End: column = self->columns - 1; break;
    default: return GDK_EVENT_PROPAGATE;
    }
  if (hx_heat_map_cell (self, row, column) != NULL)
    {
      set_focus_cell (self, row, column);
      gtk_widget_grab_focus (hx_heat_map_cell (self, row, column));
    }
  return GDK_EVENT_STOP;
}

static void
hx_heat_map_dispose (GObject *object)
{
  HxHeatMap *self = HX_HEAT_MAP (object);

  g_ptr_array_set_size (self->cells, 0);
  g_ptr_array_set_size (self->sums, 0);
  self->oldest = NULL;
  self->rows = self->columns = 0;
  /* The grid is bound and is the bin's own child: the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_HEAT_MAP);
  G_OBJECT_CLASS (hx_heat_map_parent_class)->dispose (object);
}

static void
hx_heat_map_finalize (GObject *object)
{
  HxHeatMap *self = HX_HEAT_MAP (object);

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->sums);
  g_free (self->counts);
  g_object_unref (self->column_widths);
  G_OBJECT_CLASS (hx_heat_map_parent_class)->finalize (object);
}

static void
hx_heat_map_class_init (HxHeatMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hx_heat_map_dispose;
  object_class->finalize = hx_heat_map_finalize;

  /**
   * HxHeatMap::selected:
   * @self: the heat map
   * @row: the chosen channel, -1 = all
   * @column: the chosen issue type, -1 = all
   *
   * The user chose a cell, a whole row, a whole column, or (-1, -1) nothing.
   */
  signals[SELECTED] = g_signal_new ("selected", HX_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    G_TYPE_INT, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-heat-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HxHeatMap, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hx_heat_map_init (HxHeatMap *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new ();
  self->sums = g_ptr_array_new ();
  self->column_widths = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->selected_row = self->selected_column = -1;
  self->focus_row = self->focus_column = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_heat_map_new:
 *
 * Returns: (transfer floating): a heat map without axes
 */
GtkWidget *
hx_heat_map_new (void)
{
  return g_object_new (HX_TYPE_HEAT_MAP, NULL);
}

/**
 * hx_heat_map_set_axes:
 * @self: a heat map
 * @channels: (array zero-terminated=1): names of the rows, translated
 * @groups: (array length=n_groups): the columns, in groups
 * @n_groups: how many groups
 *
 * Sets rows and columns; all counts are 0 then and nothing is selected.
 */
void
hx_heat_map_set_axes (HxHeatMap *self, const char *const *channels, const HxHeatMapGroup *groups, guint n_groups)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));
  g_return_if_fail (channels != NULL);
  g_return_if_fail (groups != NULL || n_groups == 0);

  g_ptr_array_set_size (self->names, 0);
  for (gsize i = 0; channels[i] != NULL; i++)
    g_ptr_array_add (self->names, g_strdup (channels[i]));
  self->rows = (int) self->names->len;
  for (guint i = 0; i < n_groups; i++)
    for (gsize k = 0; groups[i].types[k] != NULL; k++)
      g_ptr_array_add (self->names, g_strdup (groups[i].types[k]));
  self->columns = (int) self->names->len - self->rows;

  g_free (self->counts);
  self->counts = g_new0 (guint, MAX (self->rows * self->columns, 1));
  self->selected_row = self->selected_column = -1;
  self->focus_row = self->focus_column = -1;
  hx_heat_map_build (self, groups, n_groups, G_CALLBACK (on_toggled));
  set_focus_cell (self, 0, 0);
}

/**
 * hx_heat_map_set_choosable:
 * @self: a heat map
 * @choosable: whether cells and headings can be chosen; they can at first
 *
 * What cannot be chosen is still shown and read out.
 */
void
hx_heat_map_set_choosable (HxHeatMap *self, gboolean choosable)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));

  self->fixed = !choosable;
  /* No cell stands where the headings meet. */
  for (guint i = 1; i < self->cells->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->cells, i), choosable);
}

/**
 * hx_heat_map_set_count:
 * @self: a heat map
 * @row: a channel, from 0
 * @column: an issue type, from 0
 * @n: how many wait there
 */
void
hx_heat_map_set_count (HxHeatMap *self, int row, int column, guint n)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));
  g_return_if_fail (row >= 0 && row < self->rows);
  g_return_if_fail (column >= 0 && column < self->columns);

  if (self->counts[row * self->columns + column] == n)
    return;
  self->counts[row * self->columns + column] = n;
  hx_heat_map_show_count (self, row, column);
  hx_heat_map_show_sums (self);
}

/**
 * hx_heat_map_get_count:
 * @self: a heat map
 * @row: a channel, from 0
 * @column: an issue type, from 0
 *
 * Returns: how many wait there
 */
guint
hx_heat_map_get_count (HxHeatMap *self, int row, int column)
{
  g_return_val_if_fail (HX_IS_HEAT_MAP (self), 0);
  g_return_val_if_fail (row >= 0 && row < self->rows && column >= 0 && column < self->columns, 0);
  return self->counts[row * self->columns + column];
}

/**
 * hx_heat_map_clear:
 * @self: a heat map
 *
 * Sets all counts to 0; axes and selection stay.
 */
void
hx_heat_map_clear (HxHeatMap *self)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));

  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      hx_heat_map_set_count (self, row, column, 0);
  hx_heat_map_set_oldest (self, -1, -1);
}

/**
 * hx_heat_map_set_oldest:
 * @self: a heat map
 * @row: the channel whose feedback waits longest, or -1
 * @column: its issue type, or -1
 *
 * Puts a clock into one cell; call it after the counts.
 */
void
hx_heat_map_set_oldest (HxHeatMap *self, int row, int column)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));
  hx_heat_map_show_oldest (self, row, column);
}

/**
 * hx_heat_map_select:
 * @self: a heat map
 * @row: a channel, or -1
 * @column: an issue type, or -1
 *
 * Selects without emitting #HxHeatMap::selected; (-1, -1) selects nothing.
 */
void
hx_heat_map_select (HxHeatMap *self, int row, int column)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));
  g_return_if_fail (row < self->rows && column < self->columns);
  choose (self, MAX (row, -1), MAX (column, -1));
}

/**
 * hx_heat_map_get_selected:
 * @self: a heat map
 * @row: (out) (optional): the chosen channel, or -1
 * @column: (out) (optional): the chosen issue type, or -1
 */
void
hx_heat_map_get_selected (HxHeatMap *self, int *row, int *column)
{
  g_return_if_fail (HX_IS_HEAT_MAP (self));

  if (row != NULL)
    *row = self->selected_row;
  if (column != NULL)
    *column = self->selected_column;
}
