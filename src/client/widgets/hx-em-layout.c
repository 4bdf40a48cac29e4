/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-em-layout.h"

/**
 * HxEmLayout:
 *
 * One child that would like to be so many em wide, and gives way where there is less room. CSS can only demand a width.
 */
struct _HxEmLayout
{
  GtkLayoutManager parent_instance;

  double width;
};

enum
{
  PROP_0,
  PROP_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxEmLayout, hx_em_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
hx_em_layout_get_request_mode (GtkLayoutManager *manager,
                               GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
hx_em_layout_measure (GtkLayoutManager *manager,
                      GtkWidget        *widget,
                      GtkOrientation    orientation,
                      int               for_size,
                      int              *minimum,
                      int              *natural,
                      int              *minimum_baseline,
                      int              *natural_baseline)
{
  int wanted = (int) (HX_EM_LAYOUT (manager)->width * hx_em_layout_get_em (widget));

  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*natural, wanted);
}

static void
hx_em_layout_allocate (GtkLayoutManager *manager,
                       GtkWidget        *widget,
                       int               width,
                       int               height,
                       int               baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
hx_em_layout_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_WIDTH)
    g_value_set_double (value, HX_EM_LAYOUT (object)->width);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hx_em_layout_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (id == PROP_WIDTH)
    HX_EM_LAYOUT (object)->width = g_value_get_double (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hx_em_layout_class_init (HxEmLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = hx_em_layout_get_property;
  object_class->set_property = hx_em_layout_set_property;
  layout_class->get_request_mode = hx_em_layout_get_request_mode;
  layout_class->measure = hx_em_layout_measure;
  layout_class->allocate = hx_em_layout_allocate;

  properties[PROP_WIDTH] = g_param_spec_double ("width", NULL, "What the child would like, em", 0, G_MAXINT16, 0,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hx_em_layout_init (HxEmLayout *self)
{
}

/**
 * hx_em_layout_get_em:
 * @widget: a widget
 *
 * Returns: the size of its letters, pixels: an em of its style sheet
 */
double
hx_em_layout_get_em (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  return pango_font_description_get_size (pango_context_get_font_description (context)) / (double) PANGO_SCALE;
}
