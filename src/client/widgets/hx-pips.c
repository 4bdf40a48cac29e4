/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pips.h"
#include "hx-css-color.h"
#include "hx-draw.h"

/**
 * HxPips:
 *
 * A count against a limit as separate pips: "2 of 2 today", "17 of 20 this month". The colour is the text's, so a
 * warning around it colours the pips too.
 */
struct _HxPips
{
  GtkWidget parent_instance;

  int value;
  int limit;
};

enum
{
  PROP_0,
  PROP_VALUE,
  PROP_LIMIT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxPips, hx_pips, GTK_TYPE_WIDGET)

/* Few pips are broad and round, many are narrow; beyond MOST nobody counts pips. */
#define FEW   6
#define MOST  60
#define THICK 5

static void
tell_assistive (HxPips *self)
{
  g_autofree char *words = g_strdup_printf (_ ("%d of %d"), self->value, self->limit);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->limit,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) MIN (self->value, self->limit),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

static void
hx_pips_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HxPips *self = HX_PIPS (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean few = self->limit < FEW;
  double gap = few ? 3 : 2, pip = (width - gap * (self->limit - 1)) / self->limit;
  GdkRGBA on, off;

  hx_css_color (widget, NULL, &on);
  off = hx_draw_fade (&on, 0.18);
  for (int i = 0; i < self->limit; i++)
    hx_draw_round (snapshot, i * (pip + gap), (height - THICK) / 2, pip, THICK, few ? THICK / 2.0 : 1,
                   i < self->value ? &on : &off);
}

static void
hx_pips_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  HxPips *self = HX_PIPS (widget);

  *minimum = *natural = THICK;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (self->limit, MOST) * 6;
      *natural = self->limit < FEW ? self->limit * 20 : MAX (*minimum, 160);
    }
}

static void
hx_pips_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxPips *self = HX_PIPS (object);

  switch (id)
    {
    case PROP_VALUE: g_value_set_int (value, self->value); break;
    case PROP_LIMIT: g_value_set_int (value, self->limit); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_pips_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxPips *self = HX_PIPS (object);

  switch (id)
    {
    case PROP_VALUE: self->value = g_value_get_int (value); break;
    case PROP_LIMIT: self->limit = g_value_get_int (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  tell_assistive (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
hx_pips_class_init (HxPipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_pips_get_property;
  object_class->set_property = hx_pips_set_property;
  widget_class->snapshot = hx_pips_snapshot;
  widget_class->measure = hx_pips_measure;

  properties[PROP_VALUE]
    = g_param_spec_int ("value", NULL, "How many there are", 0, G_MAXINT, 0, flags);
  properties[PROP_LIMIT]
    = g_param_spec_int ("limit", NULL, "How many there may be", 1, MOST, 2, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "pips");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
hx_pips_init (HxPips *self)
{
  self->limit = 2;
  tell_assistive (self);
}

/**
 * hx_pips_new:
 *
 * Returns: (transfer floating): the widget; set its properties
 */
GtkWidget *
hx_pips_new (void)
{
  return g_object_new (HX_TYPE_PIPS, NULL);
}
