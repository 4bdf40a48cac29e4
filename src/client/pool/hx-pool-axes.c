/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-json.h"
#include "hx-pool-axes.h"

struct _HxPoolAxes
{
  GArray *channels;   /* of int (HxChannel), row by row */
  GPtrArray *columns; /* of HxPoolColumn; those of one category stand together */
};

static void
column_free (gpointer data)
{
  HxPoolColumn *column = data;

  g_free (column->category);
  g_free (column->issue_type);
  g_free (column->group);
  g_free (column->label);
  g_free (column);
}

/**
 * hx_pool_axes_new:
 *
 * Returns: (transfer full): axes without rows and columns
 */
HxPoolAxes *
hx_pool_axes_new (void)
{
  HxPoolAxes *self = g_new0 (HxPoolAxes, 1);

  self->channels = g_array_new (FALSE, FALSE, sizeof (int));
  self->columns = g_ptr_array_new_with_free_func (column_free);
  return self;
}

/**
 * hx_pool_axes_free:
 * @self: (transfer full) (nullable): axes
 */
void
hx_pool_axes_free (HxPoolAxes *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->channels);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/* "Other…" asks for more in the form; above a column it is a name. */
static char *
heading (const char *label)
{
  return g_str_has_suffix (label, "…") ? g_strndup (label, strlen (label) - strlen ("…")) : g_strdup (label);
}

/* -1: behind all others */
static int
end_of_group (HxPoolAxes *self,
              const char *group)
{
  int end = -1;

  for (guint i = 0; i < self->columns->len; i++)
    if (g_strcmp0 (hx_pool_axes_column (self, (int) i)->group, group) == 0)
      end = (int) i + 1;
  return end;
}

static gboolean
add_column (HxPoolAxes *self,
            const char *category,
            const char *issue_type,
            const char *group,
            const char *label)
{
  HxPoolColumn *column;

  if (hx_pool_axes_find_column (self, category, issue_type) >= 0)
    return FALSE;
  column = g_new0 (HxPoolColumn, 1);
  column->category = g_strdup (category);
  column->issue_type = g_strdup (issue_type);
  column->group = g_strdup (group != NULL ? group : category);
  column->label = heading (label != NULL ? label : issue_type);
  g_ptr_array_insert (self->columns, end_of_group (self, group), column);
  return TRUE;
}

/**
 * hx_pool_axes_add_template:
 * @self: axes
 * @template: a template all of whose issue types get a column
 * @locale: whose words
 *
 * Returns: whether there is a column more
 */
gboolean
hx_pool_axes_add_template (HxPoolAxes     *self,
                           HxTemplateView *template,
                           const char     *locale)
{
  gboolean more = FALSE;

  for (guint i = 0; i < hx_template_view_n_categories (template); i++)
    {
      const HxCategory *category = hx_template_view_category (template, i);
      const char *group = hx_json_localized (category->labels, locale);

      for (guint k = 0; k < category->types->len; k++)
        {
          const HxIssueType *type = &g_array_index (category->types, HxIssueType, k);

          more |= add_column (self, category->id, type->id, group, hx_json_localized (type->labels, locale));
        }
    }
  return more;
}

/**
 * hx_pool_axes_add_cell:
 * @self: axes
 * @cell: a pool_cell
 * @templates: (element-type HxTemplateView): where its words are looked for
 * @locale: whose words
 *
 * Gives the cell's issue type a column; one that no template knows any more
 * stands under "Other" by its own name.
 *
 * Returns: whether there is a column more
 */
gboolean
hx_pool_axes_add_cell (HxPoolAxes *self,
                       HxRecord   *cell,
                       GPtrArray  *templates,
                       const char *locale)
{
  const char *category = hx_record_get_text (cell, HX_POOL_CELL_CATEGORY);
  const char *type = hx_record_get_text (cell, HX_POOL_CELL_ISSUE_TYPE);

  if (hx_pool_axes_find_column (self, category, type) >= 0)
    return FALSE;
  for (guint i = 0; i < templates->len; i++)
    {
      HxTemplateView *template = g_ptr_array_index (templates, i);

      if (hx_template_view_find_type (template, category, type) != NULL)
        return add_column (self, category, type, hx_template_view_category_label (template, category, locale),
                           hx_template_view_type_label (template, category, type, locale));
    }
  return add_column (self, category, type, _ ("Other"), type);
}

/**
 * hx_pool_axes_add_channels:
 * @self: axes
 * @pool: what waits
 *
 * Gives every channel on which something waits a row, after those that are there;
 * an empty pool shows them all, so that there is something to fill.
 *
 * Returns: whether there is a row more
 */
gboolean
hx_pool_axes_add_channels (HxPoolAxes *self,
                           HxRecord   *pool)
{
  GPtrArray *cells = hx_record_get_list (pool, HX_POOL_CELLS);
  guint before = self->channels->len;
  gboolean used[HX_N_CHANNELS] = { FALSE };
  gboolean empty = before == 0 && hx_record_get_int (pool, HX_POOL_TOTAL) == 0;

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      HxRecord *cell = g_ptr_array_index (cells, i);
      int channel = hx_record_get_enum (cell, HX_POOL_CELL_CHANNEL);

      if (channel >= 0 && hx_record_get_int (cell, HX_POOL_CELL_COUNT) > 0)
        used[channel] = TRUE;
    }
  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    if ((used[channel] || empty) && hx_pool_axes_find_row (self, channel) < 0)
      g_array_append_val (self->channels, channel);
  return self->channels->len > before;
}

/**
 * hx_pool_axes_find_row:
 * @self: axes
 * @channel: (HxChannel): a channel
 *
 * Returns: its row, or -1
 */
int
hx_pool_axes_find_row (HxPoolAxes *self,
                       int         channel)
{
  for (guint i = 0; i < self->channels->len; i++)
    if (g_array_index (self->channels, int, i) == channel)
      return (int) i;
  return -1;
}

/**
 * hx_pool_axes_find_column:
 * @self: axes
 * @category: (nullable): a category; %NULL finds the first with that issue type
 * @issue_type: (nullable): an issue type
 *
 * Returns: its column, or -1
 */
int
hx_pool_axes_find_column (HxPoolAxes *self,
                          const char *category,
                          const char *issue_type)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const HxPoolColumn *column = g_ptr_array_index (self->columns, i);

      if ((category == NULL || g_str_equal (column->category, category))
          && g_strcmp0 (column->issue_type, issue_type) == 0)
        return (int) i;
    }
  return -1;
}

/**
 * hx_pool_axes_channel:
 * @self: axes
 * @row: a row, or -1
 *
 * Returns: its channel, or -1
 */
int
hx_pool_axes_channel (HxPoolAxes *self,
                      int         row)
{
  return row >= 0 && row < (int) self->channels->len ? g_array_index (self->channels, int, row) : -1;
}

/**
 * hx_pool_axes_column:
 * @self: axes
 * @column: a column, or -1
 *
 * Returns: (nullable): what stands there
 */
const HxPoolColumn *
hx_pool_axes_column (HxPoolAxes *self,
                     int         column)
{
  return column >= 0 && column < (int) self->columns->len ? g_ptr_array_index (self->columns, column) : NULL;
}

/**
 * hx_pool_axes_get_size:
 * @self: axes
 * @rows: (out): how many channels
 * @columns: (out): how many issue types
 */
void
hx_pool_axes_get_size (HxPoolAxes *self,
                       int        *rows,
                       int        *columns)
{
  *rows = (int) self->channels->len;
  *columns = (int) self->columns->len;
}

static void
free_group (gpointer data)
{
  HxHeatMapGroup *group = data;

  g_free ((gpointer) group->types);
}

static GArray *
make_groups (HxPoolAxes *self)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (HxHeatMapGroup));

  g_array_set_clear_func (groups, free_group);
  for (guint i = 0; i < self->columns->len;)
    {
      const char *group = hx_pool_axes_column (self, (int) i)->group;
      GPtrArray *types = g_ptr_array_new ();
      HxHeatMapGroup one;

      while (i < self->columns->len && g_strcmp0 (hx_pool_axes_column (self, (int) i)->group, group) == 0)
        g_ptr_array_add (types, hx_pool_axes_column (self, (int) i++)->label);
      g_ptr_array_add (types, NULL);
      one.label = group;
      one.types = (const char *const *) g_ptr_array_free (types, FALSE);
      g_array_append_val (groups, one);
    }
  return groups;
}

/**
 * hx_pool_axes_show:
 * @self: axes
 * @heat: the heat map that gets them; its counts are 0 then
 */
void
hx_pool_axes_show (HxPoolAxes *self,
                   HxHeatMap  *heat)
{
  g_autoptr (GArray) groups = make_groups (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->channels->len; i++)
    g_ptr_array_add (names, (gpointer) _ (hx_channel_enum.values[g_array_index (self->channels, int, i)].label));
  g_ptr_array_add (names, NULL);
  hx_heat_map_set_axes (heat, (const char *const *) names->pdata, (const HxHeatMapGroup *) (void *) groups->data, groups->len);
}
