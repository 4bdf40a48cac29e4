/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-desk-calls.h"
#include "hx-desk-echo.h"
#include "hx-desk-figures.h"
#include "hx-desk-late.h"
#include "hx-desk-layout.h"
#include "hx-desk-view.h"
#include "widgets/hx-em-layout.h"

/**
 * HxDeskView:
 *
 * An agent's home.
 */
struct _HxDeskView
{
  AdwBin parent_instance;

  GtkBox *left;
  GtkBox *right;
};

G_DEFINE_TYPE (HxDeskView, hx_desk_view, ADW_TYPE_BIN)

static void
hx_desk_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_DESK_VIEW);
  G_OBJECT_CLASS (hx_desk_view_parent_class)->dispose (object);
}

static void
hx_desk_view_class_init (HxDeskViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_DESK_LAYOUT);
  g_type_ensure (HX_TYPE_EM_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = hx_desk_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskView, left);
  gtk_widget_class_bind_template_child (widget_class, HxDeskView, right);
}

static void
hx_desk_view_init (HxDeskView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_desk_view_new:
 * @workspace: whose desk it is
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hx_desk_view_new (HxWorkspace *workspace)
{
  HxDeskView *self = g_object_new (HX_TYPE_DESK_VIEW, NULL);

  gtk_box_append (self->left, hx_desk_late_new (workspace));
  gtk_box_append (self->left, hx_desk_calls_new (workspace));
  gtk_box_append (self->right, hx_desk_figures_new (workspace));
  gtk_box_append (self->right, hx_desk_echo_new (workspace));
  return GTK_WIDGET (self);
}
