/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-figure-row.h"
#include "widgets/hx-pips.h"

/**
 * HxFigureRow:
 *
 * One figure that a person is judged by, what it is made of and how near the goal it is.
 */
struct _HxFigureRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name_label;
  GtkLabel *meaning_label;
  GtkWidget *pips;
  GtkLabel *value_label;
};

G_DEFINE_TYPE (HxFigureRow, hx_figure_row, GTK_TYPE_LIST_BOX_ROW)

static void
hx_figure_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_FIGURE_ROW);
  G_OBJECT_CLASS (hx_figure_row_parent_class)->dispose (object);
}

static void
hx_figure_row_class_init (HxFigureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_PIPS);
  G_OBJECT_CLASS (klass)->dispose = hx_figure_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-figure-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxFigureRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HxFigureRow, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, HxFigureRow, pips);
  gtk_widget_class_bind_template_child (widget_class, HxFigureRow, value_label);
}

static void
hx_figure_row_init (HxFigureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_figure_row_new:
 * @name: what it measures, translated
 *
 * Returns: (transfer floating): a figure without a value
 */
GtkWidget *
hx_figure_row_new (const char *name)
{
  HxFigureRow *self = g_object_new (HX_TYPE_FIGURE_ROW, NULL);

  gtk_label_set_label (self->name_label, name);
  return GTK_WIDGET (self);
}

/**
 * hx_figure_row_set:
 * @self: a figure
 * @value: its value, in markup
 * @meaning: what it is made of
 */
void
hx_figure_row_set (HxFigureRow *self,
                   const char  *value,
                   const char  *meaning)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (HX_IS_FIGURE_ROW (self));

  gtk_label_set_markup (self->value_label, value);
  gtk_label_set_label (self->meaning_label, meaning);
  spoken = g_strjoin (", ", gtk_label_get_text (self->name_label), gtk_label_get_text (self->value_label), meaning, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * hx_figure_row_set_goal:
 * @self: a figure
 * @reached: how many there are
 * @goal: how many there are to be
 */
void
hx_figure_row_set_goal (HxFigureRow *self,
                        int          reached,
                        int          goal)
{
  g_return_if_fail (HX_IS_FIGURE_ROW (self));

  gtk_widget_set_visible (self->pips, goal > 0);
  g_object_set (self->pips, "limit", MAX (goal, 1), "value", CLAMP (reached, 0, MAX (goal, 1)), NULL);
}
