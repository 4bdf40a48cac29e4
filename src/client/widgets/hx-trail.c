/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-trail.h"
#include "hx-css-color.h"
#include "hx-draw.h"

/**
 * HxTrail:
 *
 * The journey of one feedback: stages as nodes on a line. Behind us = filled, here = ring with a dot, ahead = hollow;
 * finished bears a tick and stopped a cross, so the colour is never alone.
 */
struct _HxTrail
{
  GtkWidget parent_instance;

  int stages;
  int reached;
  gboolean finished;
  gboolean stopped;
  char *stage_name;
};

enum
{
  PROP_0,
  PROP_STAGES,
  PROP_REACHED,
  PROP_FINISHED,
  PROP_STOPPED,
  PROP_STAGE_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxTrail, hx_trail, GTK_TYPE_WIDGET)

#define RADIUS 4
#define INSET  6.5

static void
tell_assistive (HxTrail *self)
{
  int stage = self->finished ? self->stages : MIN (self->reached + 1, self->stages);
  g_autofree char *place = g_strdup_printf (_ ("stage %d of %d"), stage, self->stages);
  g_autofree char *words = self->stage_name ? g_strdup_printf ("%s, %s", place, self->stage_name) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words ? words : place, -1);
}

static void
draw_strokes (GtkSnapshot *snapshot, const double (*points)[2], int n, double x, double y, double line,
              const GdkRGBA *color)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 6, (float) y - 6, 12, 12));

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, line);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (int i = 0; i < n; i++)
    cairo_line_to (cr, x + points[i][0], y + points[i][1]);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_here (HxTrail *self, GtkSnapshot *snapshot, double x, double y, const GdkRGBA *color)
{
  static const double falling[][2] = { { -3, -3 }, { 3, 3 } }, rising[][2] = { { -3, 3 }, { 3, -3 } };

  if (self->stopped)
    {
      draw_strokes (snapshot, falling, G_N_ELEMENTS (falling), x, y, 2, color);
      draw_strokes (snapshot, rising, G_N_ELEMENTS (rising), x, y, 2, color);
      return;
    }
  hx_draw_ring (snapshot, x, y, RADIUS + 1, 2, color);
  hx_draw_disc (snapshot, x, y, 2, color);
}

static void
draw_node (HxTrail *self, GtkSnapshot *snapshot, int i, double x, double y, const GdkRGBA *color, const GdkRGBA *ahead)
{
  static const double tick[][2] = { { -2, 0.2 }, { -0.6, 1.7 }, { 2.1, -1.4 } };
  gboolean end = self->finished && i == self->stages - 1;
  GdkRGBA ground;

  if (i < self->reached || self->finished)
    hx_draw_disc (snapshot, x, y, end ? RADIUS + 1 : RADIUS, color);
  else if (i == self->reached)
    draw_here (self, snapshot, x, y, color);
  else
    hx_draw_ring (snapshot, x, y, RADIUS - 0.75, 1.5, ahead);

  if (!end)
    return;
  hx_css_color (GTK_WIDGET (self), "view_bg_color", &ground);
  draw_strokes (snapshot, tick, G_N_ELEMENTS (tick), x, y, 1.5, &ground);
}

static void
hx_trail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HxTrail *self = HX_TRAIL (widget);
  double width = gtk_widget_get_width (widget), y = gtk_widget_get_height (widget) / 2.0;
  double step = (width - 2 * INSET) / (self->stages - 1);
  GdkRGBA text, color, line, ahead;

  hx_css_color (widget, NULL, &text);
  hx_css_color (widget, self->finished ? "success_color" : self->stopped ? "hx_warning" : "accent_color", &color);
  line = hx_draw_fade (&text, 0.2);
  ahead = hx_draw_fade (&text, 0.42);

  for (int i = 0; i < self->stages; i++)
    {
      gboolean passed = i < self->reached || self->finished;

      if (i + 1 < self->stages)
        hx_draw_rect (snapshot, INSET + i * step + RADIUS + 2, y - 1, step - 2 * RADIUS - 4, 2, passed ? &color : &line);
      draw_node (self, snapshot, i, INSET + i * step, y, &color, &ahead);
    }
}

static void
hx_trail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  HxTrail *self = HX_TRAIL (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->stages * 18 - 4 : 16;
}

static void
hx_trail_finalize (GObject *object)
{
  HxTrail *self = HX_TRAIL (object);

  g_free (self->stage_name);
  G_OBJECT_CLASS (hx_trail_parent_class)->finalize (object);
}

static void
hx_trail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxTrail *self = HX_TRAIL (object);

  switch (id)
    {
    case PROP_STAGES: g_value_set_int (value, self->stages); break;
    case PROP_REACHED: g_value_set_int (value, self->reached); break;
    case PROP_FINISHED: g_value_set_boolean (value, self->finished); break;
    case PROP_STOPPED: g_value_set_boolean (value, self->stopped); break;
    case PROP_STAGE_NAME: g_value_set_string (value, self->stage_name); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_trail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxTrail *self = HX_TRAIL (object);

  switch (id)
    {
    case PROP_STAGES: self->stages = g_value_get_int (value); break;
    case PROP_REACHED: self->reached = g_value_get_int (value); break;
    case PROP_FINISHED: self->finished = g_value_get_boolean (value); break;
    case PROP_STOPPED: self->stopped = g_value_get_boolean (value); break;
    case PROP_STAGE_NAME:
      g_free (self->stage_name);
      self->stage_name = g_value_dup_string (value);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  tell_assistive (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hx_trail_class_init (HxTrailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_trail_get_property;
  object_class->set_property = hx_trail_set_property;
  object_class->finalize = hx_trail_finalize;
  widget_class->snapshot = hx_trail_snapshot;
  widget_class->measure = hx_trail_measure;

  properties[PROP_STAGES]
    = g_param_spec_int ("stages", NULL, "How many stages the way has", 2, 12, 6, flags);
  properties[PROP_REACHED]
    = g_param_spec_int ("reached", NULL, "The stage it stands at, from 0", 0, 12, 0, flags);
  properties[PROP_FINISHED]
    = g_param_spec_boolean ("finished", NULL, "Whether it came to its good end", FALSE, flags);
  properties[PROP_STOPPED]
    = g_param_spec_boolean ("stopped", NULL, "Whether it was stopped at the stage reached", FALSE, flags);
  properties[PROP_STAGE_NAME]
    = g_param_spec_string ("stage-name", NULL, "The stage in words, for screen readers", NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "trail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hx_trail_init (HxTrail *self)
{
  self->stages = 6;
  tell_assistive (self);
}

/**
 * hx_trail_new:
 *
 * Returns: (transfer floating): the widget; set its properties
 */
GtkWidget *
hx_trail_new (void)
{
  return g_object_new (HX_TYPE_TRAIL, NULL);
}
