/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-axes.h"
#include "hx-pool-matrix.h"

/**
 * HxPoolMatrix:
 *
 * What waits in the pool, channel by issue type. A cell, a row or a column that
 * is chosen is the filter of the list beside it.
 *
 * Signal `filter-changed`: the person chose another part.
 */
struct _HxPoolMatrix
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxPoolAxes *axes;
  HxRecord *pool; /* (nullable) */
  int rows;
  int columns;

  HxHeatMap *heat;
};

G_DEFINE_TYPE (HxPoolMatrix, hx_pool_matrix, ADW_TYPE_BIN)

static guint filter_changed;

static void
on_selected (HxPoolMatrix *self)
{
  g_signal_emit (self, filter_changed, 0);
}

static gboolean
is_known (HxPoolMatrix *self,
          HxRecord     *cell)
{
  return hx_pool_axes_find_column (self->axes, hx_record_get_text (cell, HX_POOL_CELL_CATEGORY),
                                   hx_record_get_text (cell, HX_POOL_CELL_ISSUE_TYPE))
         >= 0;
}

static gboolean
add_columns (HxPoolMatrix *self)
{
  GPtrArray *cells = hx_record_get_list (self->pool, HX_POOL_CELLS);
  const char *locale = hx_workspace_get_locale (self->workspace);
  HxTemplateView *own = hx_workspace_get_template (self->workspace, NULL);
  gboolean more = own != NULL && hx_pool_axes_add_template (self->axes, own, locale);

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      HxRecord *cell = g_ptr_array_index (cells, i);

      /* Another team's issue types have words too. */
      if (hx_record_get_int (cell, HX_POOL_CELL_COUNT) > 0 && !is_known (self, cell))
        more |= hx_pool_axes_add_cell (self->axes, cell, hx_workspace_get_templates (self->workspace), locale);
    }
  return more;
}

static const HxPoolColumn *
chosen_column (HxPoolMatrix *self)
{
  int column;

  hx_heat_map_get_selected (self->heat, NULL, &column);
  return hx_pool_axes_column (self->axes, column);
}

/* What was chosen stays chosen, wherever it stands now. */
static void
show_axes (HxPoolMatrix       *self,
           const HxPoolColumn *chosen)
{
  int row, column;

  hx_heat_map_get_selected (self->heat, &row, NULL);
  hx_pool_axes_show (self->axes, self->heat);
  hx_pool_axes_get_size (self->axes, &self->rows, &self->columns);
  column = chosen != NULL ? hx_pool_axes_find_column (self->axes, chosen->category, chosen->issue_type) : -1;
  hx_heat_map_select (self->heat, row, column);
}

static void
count_cell (HxPoolMatrix *self,
            HxRecord     *cell)
{
  int row = hx_pool_axes_find_row (self->axes, hx_record_get_enum (cell, HX_POOL_CELL_CHANNEL));
  int column = hx_pool_axes_find_column (self->axes, hx_record_get_text (cell, HX_POOL_CELL_CATEGORY),
                                         hx_record_get_text (cell, HX_POOL_CELL_ISSUE_TYPE));

  if (row >= 0 && row < self->rows && column >= 0 && column < self->columns)
    hx_heat_map_set_count (self->heat, row, column, (guint) MAX (hx_record_get_int (cell, HX_POOL_CELL_COUNT), 0));
}

static HxRecord *
find_cell (HxRecord *pool,
           int       row_channel,
           const HxPoolColumn *column)
{
  GPtrArray *cells = hx_record_get_list (pool, HX_POOL_CELLS);

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      HxRecord *cell = g_ptr_array_index (cells, i);

      if (hx_record_get_enum (cell, HX_POOL_CELL_CHANNEL) == row_channel
          && g_str_equal (hx_record_get_text (cell, HX_POOL_CELL_CATEGORY), column->category)
          && g_str_equal (hx_record_get_text (cell, HX_POOL_CELL_ISSUE_TYPE), column->issue_type))
        return cell;
    }
  return NULL;
}

/* Cell by cell, so that one that did not change is not touched. */
static void
show_counts (HxPoolMatrix *self)
{
  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      {
        HxRecord *cell = find_cell (self->pool, hx_pool_axes_channel (self->axes, row),
                                    hx_pool_axes_column (self->axes, column));
        gint64 n = cell != NULL ? hx_record_get_int (cell, HX_POOL_CELL_COUNT) : 0;

        hx_heat_map_set_count (self->heat, row, column, (guint) MAX (n, 0));
      }
  hx_heat_map_set_oldest (
      self->heat, hx_pool_axes_find_row (self->axes, hx_record_get_enum (self->pool, HX_POOL_OLDEST_CHANNEL)),
      hx_pool_axes_find_column (self->axes, NULL, hx_record_get_text (self->pool, HX_POOL_OLDEST_ISSUE_TYPE)));
}

static void
hx_pool_matrix_dispose (GObject *object)
{
  HxPoolMatrix *self = HX_POOL_MATRIX (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->pool);
  G_OBJECT_CLASS (hx_pool_matrix_parent_class)->dispose (object);
}

static void
hx_pool_matrix_finalize (GObject *object)
{
  HxPoolMatrix *self = HX_POOL_MATRIX (object);

  hx_pool_axes_free (self->axes);
  G_OBJECT_CLASS (hx_pool_matrix_parent_class)->finalize (object);
}

static void
hx_pool_matrix_class_init (HxPoolMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hx_pool_matrix_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_pool_matrix_finalize;
  filter_changed = g_signal_new ("filter-changed", HX_TYPE_POOL_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
hx_pool_matrix_init (HxPoolMatrix *self)
{
  self->axes = hx_pool_axes_new ();
  self->heat = HX_HEAT_MAP (hx_heat_map_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->heat), GTK_ALIGN_START);
  g_signal_connect_object (self->heat, "selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->heat));
}

/**
 * hx_pool_matrix_set_workspace:
 * @self: a matrix
 * @workspace: where templates are
 */
void
hx_pool_matrix_set_workspace (HxPoolMatrix *self,
                              HxWorkspace  *workspace)
{
  g_set_object (&self->workspace, workspace);
}

/**
 * hx_pool_matrix_set_choosable:
 * @self: a matrix
 * @choosable: whether there is a list that a part of it may filter
 */
void
hx_pool_matrix_set_choosable (HxPoolMatrix *self,
                              gboolean      choosable)
{
  g_return_if_fail (HX_IS_POOL_MATRIX (self));
  hx_heat_map_set_choosable (self->heat, choosable);
}

/**
 * hx_pool_matrix_set_pool:
 * @self: a matrix
 * @pool: what waits
 */
void
hx_pool_matrix_set_pool (HxPoolMatrix *self,
                         HxRecord     *pool)
{
  const HxPoolColumn *chosen;
  gboolean more;

  g_return_if_fail (HX_IS_POOL_MATRIX (self));
  chosen = chosen_column (self);
  g_set_object (&self->pool, pool);
  more = add_columns (self);
  more |= hx_pool_axes_add_channels (self->axes, pool);
  if (more)
    show_axes (self, chosen);
  show_counts (self);
}

/**
 * hx_pool_matrix_set_cell:
 * @self: a matrix
 * @cell: one cell's new count; one that has no place yet waits for the next whole pool
 */
void
hx_pool_matrix_set_cell (HxPoolMatrix *self,
                         HxRecord     *cell)
{
  g_return_if_fail (HX_IS_POOL_MATRIX (self));
  count_cell (self, cell);
}

/**
 * hx_pool_matrix_get_channel:
 * @self: a matrix
 *
 * Returns: (HxChannel): the chosen channel, -1 for all
 */
int
hx_pool_matrix_get_channel (HxPoolMatrix *self)
{
  int row;

  hx_heat_map_get_selected (self->heat, &row, NULL);
  return hx_pool_axes_channel (self->axes, row);
}

/**
 * hx_pool_matrix_get_category:
 * @self: a matrix
 *
 * Returns: (nullable): category of the chosen issue type
 */
const char *
hx_pool_matrix_get_category (HxPoolMatrix *self)
{
  const HxPoolColumn *column = chosen_column (self);

  return column != NULL ? column->category : NULL;
}

/**
 * hx_pool_matrix_get_issue_type:
 * @self: a matrix
 *
 * Returns: (nullable): the chosen issue type
 */
const char *
hx_pool_matrix_get_issue_type (HxPoolMatrix *self)
{
  const HxPoolColumn *column = chosen_column (self);

  return column != NULL ? column->issue_type : NULL;
}

/**
 * hx_pool_matrix_get_waiting:
 * @self: a matrix
 *
 * Returns: how many wait in the chosen part
 */
guint
hx_pool_matrix_get_waiting (HxPoolMatrix *self)
{
  int row, column;
  guint n = 0;

  hx_heat_map_get_selected (self->heat, &row, &column);
  for (int r = 0; r < self->rows; r++)
    for (int c = 0; c < self->columns; c++)
      if ((row < 0 || r == row) && (column < 0 || c == column))
        n += hx_heat_map_get_count (self->heat, r, c);
  return n;
}

/**
 * hx_pool_matrix_dup_filter:
 * @self: a matrix
 *
 * Returns: (transfer full) (nullable): the chosen part in words, "Douyin × No tag"
 */
char *
hx_pool_matrix_dup_filter (HxPoolMatrix *self)
{
  int channel = hx_pool_matrix_get_channel (self);
  const HxPoolColumn *column = chosen_column (self);
  const char *name = channel >= 0 ? _ (hx_channel_enum.values[channel].label) : NULL;

  if (name != NULL && column != NULL)
    /* Translators: a cell of the matrix: channel × issue type */
    return g_strdup_printf (_ ("%s × %s"), name, column->label);
  if (column != NULL)
    return g_strdup_printf ("%s · %s", column->group, column->label);
  return g_strdup (name);
}

/**
 * hx_pool_matrix_clear_filter:
 * @self: a matrix
 *
 * Chooses all; emits no signal.
 */
void
hx_pool_matrix_clear_filter (HxPoolMatrix *self)
{
  hx_heat_map_select (self->heat, -1, -1);
}

/**
 * hx_pool_matrix_get_extent:
 * @self: a matrix
 * @channels: (out): on how many channels something waits
 * @types: (out): how many issue types something waits for
 */
void
hx_pool_matrix_get_extent (HxPoolMatrix *self,
                           int          *channels,
                           int          *types)
{
  *channels = 0;
  *types = 0;
  for (int row = 0; row < self->rows; row++)
    {
      gboolean any = FALSE;

      for (int column = 0; column < self->columns; column++)
        any |= hx_heat_map_get_count (self->heat, row, column) > 0;
      *channels += any;
    }
  for (int column = 0; column < self->columns; column++)
    {
      gboolean any = FALSE;

      for (int row = 0; row < self->rows; row++)
        any |= hx_heat_map_get_count (self->heat, row, column) > 0;
      *types += any;
    }
}
