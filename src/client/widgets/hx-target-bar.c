/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>

#include "hx-target-bar.h"
#include "hx-css-color.h"
#include "hx-draw.h"

/**
 * HxTargetBar:
 *
 * The way from a metric's baseline (left end) to its target. The tick is the target and stands at the same place on every
 * card, so a column of cards is read at a glance; what is beyond it has met the target. The words beside it say the same.
 */
struct _HxTargetBar
{
  GtkWidget parent_instance;

  double baseline;
  double value;
  double target;
};

enum
{
  PROP_0,
  PROP_BASELINE,
  PROP_VALUE,
  PROP_TARGET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxTargetBar, hx_target_bar, GTK_TYPE_WIDGET)

#define THICK     5
#define TICK      11
#define TARGET_AT 0.8

/* How much of the way is done: 0 at the baseline, 1 at the target; a target below the baseline needs no special case. */
static double
way (HxTargetBar *self)
{
  double whole = self->target - self->baseline;

  if (fabs (whole) < DBL_EPSILON)
    return fabs (self->value - self->target) < DBL_EPSILON ? 1 : 0;
  return MAX ((self->value - self->baseline) / whole, 0);
}

static void
tell_assistive (HxTargetBar *self)
{
  double done = way (self);
  g_autofree char *part = g_strdup_printf (_ ("%d%% of the way to the target"), (int) MIN (done * 100, 100));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, MIN (done, 1.0),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, done >= 1 ? _ ("Target met") : part, -1);
}

/* One side of the tick; the ground shows through the gap, whatever the card's colour is. */
static void
draw_side (HxTargetBar *self, GtkSnapshot *snapshot, double from, double to, const GdkRGBA *track, const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double top = (height - THICK) / 2, filled = MAX (THICK, width * MIN (way (self) * TARGET_AT, 1));

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) from, 0, (float) MAX (to - from, 0), (float) height));
  hx_draw_round (snapshot, 0, top, width, THICK, THICK / 2.0, track);
  hx_draw_round (snapshot, 0, top, filled, THICK, THICK / 2.0, color);
  gtk_snapshot_pop (snapshot);
}

static void
hx_target_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HxTargetBar *self = HX_TARGET_BAR (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double tick = floor (width * TARGET_AT);
  GdkRGBA text, color, track;

  hx_css_color (widget, NULL, &text);
  hx_css_color (widget, "accent_color", &color);
  track = hx_draw_fade (&text, 0.14);
  text = hx_draw_fade (&text, 0.85);

  draw_side (self, snapshot, 0, tick - 2, &track, &color);
  draw_side (self, snapshot, tick + 2, width, &track, &color);
  hx_draw_rect (snapshot, tick - 1, (height - TICK) / 2, 2, TICK, &text);
}

static void
hx_target_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 48 : TICK;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : TICK;
}

static void
hx_target_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxTargetBar *self = HX_TARGET_BAR (object);

  switch (id)
    {
    case PROP_BASELINE: g_value_set_double (value, self->baseline); break;
    case PROP_VALUE: g_value_set_double (value, self->value); break;
    case PROP_TARGET: g_value_set_double (value, self->target); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_target_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxTargetBar *self = HX_TARGET_BAR (object);

  switch (id)
    {
    case PROP_BASELINE: self->baseline = g_value_get_double (value); break;
    case PROP_VALUE: self->value = g_value_get_double (value); break;
    case PROP_TARGET: self->target = g_value_get_double (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  tell_assistive (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hx_target_bar_class_init (HxTargetBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_target_bar_get_property;
  object_class->set_property = hx_target_bar_set_property;
  widget_class->snapshot = hx_target_bar_snapshot;
  widget_class->measure = hx_target_bar_measure;

  properties[PROP_BASELINE]
    = g_param_spec_double ("baseline", NULL, "The metric before the fix", -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_VALUE]
    = g_param_spec_double ("value", NULL, "The metric now", -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_TARGET]
    = g_param_spec_double ("target", NULL, "What it must reach; may be below the baseline", -G_MAXDOUBLE, G_MAXDOUBLE, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "targetbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
hx_target_bar_init (HxTargetBar *self)
{
  self->target = 1;
  tell_assistive (self);
}

/**
 * hx_target_bar_new:
 *
 * Returns: (transfer floating): the widget; set its properties
 */
GtkWidget *
hx_target_bar_new (void)
{
  return g_object_new (HX_TYPE_TARGET_BAR, NULL);
}
