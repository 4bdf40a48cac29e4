/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-sidebar-row.h"

/**
 * HxSidebarRow:
 *
 * One page of the main window in its sidebar.
 */
struct _HxSidebarRow
{
  GtkListBoxRow parent_instance;

  char *page;
  char *urgency; /* (nullable): the style class that the count bears now */

  GtkImage *image;
  GtkLabel *word_label;
  GtkLabel *count_label;
};

G_DEFINE_TYPE (HxSidebarRow, hx_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

/* The arrows go through the list. Tab leaves it: on its way over the other rows it would open their pages. */
static gboolean
hx_sidebar_row_focus (GtkWidget       *widget,
                      GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && !gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (widget)))
    return FALSE;
  return GTK_WIDGET_CLASS (hx_sidebar_row_parent_class)->focus (widget, direction);
}

static void
hx_sidebar_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SIDEBAR_ROW);
  G_OBJECT_CLASS (hx_sidebar_row_parent_class)->dispose (object);
}

static void
hx_sidebar_row_finalize (GObject *object)
{
  HxSidebarRow *self = HX_SIDEBAR_ROW (object);

  g_free (self->page);
  g_free (self->urgency);
  G_OBJECT_CLASS (hx_sidebar_row_parent_class)->finalize (object);
}

static void
hx_sidebar_row_class_init (HxSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_sidebar_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_sidebar_row_finalize;
  widget_class->focus = hx_sidebar_row_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/window/hx-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSidebarRow, image);
  gtk_widget_class_bind_template_child (widget_class, HxSidebarRow, word_label);
  gtk_widget_class_bind_template_child (widget_class, HxSidebarRow, count_label);
}

static void
hx_sidebar_row_init (HxSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_sidebar_row_new:
 * @page: name of the page
 * @icon_name: its icon
 * @word: its name for people, translated
 *
 * Returns: (transfer floating): a row without a count
 */
GtkWidget *
hx_sidebar_row_new (const char *page,
                    const char *icon_name,
                    const char *word)
{
  HxSidebarRow *self = g_object_new (HX_TYPE_SIDEBAR_ROW, NULL);

  self->page = g_strdup (page);
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_label_set_label (self->word_label, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  return GTK_WIDGET (self);
}

/**
 * hx_sidebar_row_get_page:
 * @self: a row
 *
 * Returns: name of its page
 */
const char *
hx_sidebar_row_get_page (HxSidebarRow *self)
{
  g_return_val_if_fail (HX_IS_SIDEBAR_ROW (self), NULL);
  return self->page;
}

/**
 * hx_sidebar_row_set_count:
 * @self: a row
 * @count: (nullable): what waits on the page, in words; %NULL when nothing does
 * @urgency: (nullable): "warning" or "attention" when it waits for this person
 */
void
hx_sidebar_row_set_count (HxSidebarRow *self,
                          const char   *count,
                          const char   *urgency)
{
  const char *word;
  g_autofree char *name = NULL;

  g_return_if_fail (HX_IS_SIDEBAR_ROW (self));

  gtk_label_set_label (self->count_label, count != NULL ? count : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), count != NULL);
  if (self->urgency != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->count_label), self->urgency);
  g_free (self->urgency);
  self->urgency = g_strdup (urgency);
  if (urgency != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->count_label), urgency);

  word = gtk_label_get_label (self->word_label);
  /* Translators: name of a page for a screen reader: the page and what waits there */
  name = count != NULL ? g_strdup_printf (_ ("%s, %s"), word, count) : g_strdup (word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
