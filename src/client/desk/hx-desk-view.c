/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-desk-calls.h"
#include "hx-desk-echo.h"
#include "hx-desk-figures.h"
#include "hx-desk-late.h"
#include "hx-desk-layout.h"
#include "hx-desk-view.h"

#define FIND_EM 21.8

/**
 * HxDeskView:
 *
 * An agent's home.
 */
struct _HxDeskView
{
  AdwBin parent_instance;

  AdwClamp *find_clamp;
  GtkBox *left;
  GtkBox *right;
};

G_DEFINE_TYPE (HxDeskView, hx_desk_view, ADW_TYPE_BIN)

/* As wide as its words, in any size of letters, and narrower where there is no room. */
static void
hx_desk_view_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hx_desk_view_parent_class)->css_changed (widget, change);
  adw_clamp_set_maximum_size (HX_DESK_VIEW (widget)->find_clamp, (int) (FIND_EM * hx_desk_layout_get_em (widget)));
}

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
  G_OBJECT_CLASS (klass)->dispose = hx_desk_view_dispose;
  widget_class->css_changed = hx_desk_view_css_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskView, find_clamp);
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
