/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-rail.h"
#include "hx-css-color.h"
#include "hx-draw.h"

/**
 * HxRail:
 *
 * The vertical line that a timeline's channel badges sit on. One per row, so a recycled row carries its own.
 */
struct _HxRail
{
  GtkWidget parent_instance;

  gboolean first;
  gboolean last;
};

enum
{
  PROP_0,
  PROP_FIRST,
  PROP_LAST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxRail, hx_rail, GTK_TYPE_WIDGET)

/* The middle of the badge that hides the line's end. */
#define BADGE_MIDDLE 26

static void
hx_rail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HxRail *self = HX_RAIL (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double from = self->first ? MIN (BADGE_MIDDLE, height) : 0;
  double to = self->last ? MIN (BADGE_MIDDLE, height) : height;
  GdkRGBA color;

  hx_css_color (widget, NULL, &color);
  color = hx_draw_fade (&color, 0.15);
  hx_draw_rect (snapshot, width / 2 - 1, from, 2, to - from, &color);
}

static void
hx_rail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 32 : 1;
}

static void
hx_rail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxRail *self = HX_RAIL (object);

  switch (id)
    {
    case PROP_FIRST: g_value_set_boolean (value, self->first); break;
    case PROP_LAST: g_value_set_boolean (value, self->last); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Recycled rows are told their place anew and again; most often nothing changes. */
static void
set_end (HxRail *self, gboolean *end, gboolean is_end)
{
  if (*end == is_end)
    return;
  *end = is_end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hx_rail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxRail *self = HX_RAIL (object);

  switch (id)
    {
    case PROP_FIRST: set_end (self, &self->first, g_value_get_boolean (value)); break;
    case PROP_LAST: set_end (self, &self->last, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_rail_class_init (HxRailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_rail_get_property;
  object_class->set_property = hx_rail_set_property;
  widget_class->snapshot = hx_rail_snapshot;
  widget_class->measure = hx_rail_measure;

  properties[PROP_FIRST]
    = g_param_spec_boolean ("first", NULL, "Whether nothing stands above in this day", FALSE, flags);
  properties[PROP_LAST]
    = g_param_spec_boolean ("last", NULL, "Whether nothing stands below in this day", FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "rail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hx_rail_init (HxRail *self)
{
}

/**
 * hx_rail_new:
 *
 * Returns: (transfer floating): the widget; set its properties
 */
GtkWidget *
hx_rail_new (void)
{
  return g_object_new (HX_TYPE_RAIL, NULL);
}
