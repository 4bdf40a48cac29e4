/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hx-countdown-ring.h"
#include "hx-css-color.h"
#include "hx-draw.h"

/* Below this size there is no room for the number, and ticks would run together. */
#define SMALL 30

/**
 * HxCountdownRing:
 *
 * Seconds that are left. Calm: one arc that shrinks. Urgent: one tick for each second left, so that the change is
 * seen in shape and not only in colour. The owner sets the seconds; the widget keeps no clock of its own.
 */
struct _HxCountdownRing
{
  GtkWidget parent_instance;

  int remaining;
  int total;
  int urgent_at;
  int diameter;
};

enum
{
  PROP_0,
  PROP_REMAINING_SECONDS,
  PROP_TOTAL_SECONDS,
  PROP_URGENT_AT,
  PROP_DIAMETER,
  PROP_URGENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxCountdownRing, hx_countdown_ring, GTK_TYPE_WIDGET)

static void
tell_assistive (HxCountdownRing *self)
{
  g_autofree char *words = g_strdup_printf (
    ngettext ("%d second left", "%d seconds left", (gulong) self->remaining), self->remaining);

  /* The name always tells the truth to whoever asks; it is not spoken by itself. Only the two moments that matter
     are announced, else a screen reader would count aloud over the agent's typing. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (self->remaining != self->urgent_at && self->remaining != 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
#endif
}

static void
draw_arc (cairo_t *cr, double x, double y, double radius, double from, double length, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, from, from + length);
  cairo_stroke (cr);
}

static void
draw_ticks (HxCountdownRing *self, cairo_t *cr, double x, double y, double radius, const GdkRGBA *on,
            const GdkRGBA *off)
{
  double step = 2 * G_PI / self->urgent_at;
  double gap = MIN (0.18, step / 3);

  for (int i = 0; i < self->urgent_at; i++)
    draw_arc (cr, x, y, radius, -G_PI / 2 + i * step + gap / 2, step - gap, i < self->remaining ? on : off);
}

/* In pixels. Whoever has text made larger means the number in it too. */
static double
get_size (HxCountdownRing *self)
{
  double resolution = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (GTK_WIDGET (self)));

  return self->diameter * MAX (resolution / 96, 1.0);
}

static void
hx_countdown_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HxCountdownRing *self = HX_COUNTDOWN_RING (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double x = width / 2.0, y = height / 2.0;
  gboolean urgent = hx_countdown_ring_get_urgent (self), small = self->diameter < SMALL;
  double line = small ? 2.5 : urgent ? 4 : 3;
  double size = MIN (MIN (width, height), get_size (self)), radius = size / 2 - line / 2 - 0.5;
  GdkRGBA text, color, track;
  cairo_t *cr;

  hx_css_color (widget, NULL, &text);
  hx_css_color (widget, urgent ? "hx_urgent" : "accent_color", &color);
  track = hx_draw_fade (&text, urgent && !small ? 0.18 : 0.14);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_set_line_width (cr, line);
  if (urgent && !small)
    draw_ticks (self, cr, x, y, radius, &color, &track);
  else
    {
      draw_arc (cr, x, y, radius, 0, 2 * G_PI, &track);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      if (self->remaining > 0)
        draw_arc (cr, x, y, radius, -G_PI / 2, 2 * G_PI * MIN (1.0, (double) self->remaining / self->total), &color);
    }
  cairo_destroy (cr);

  if (!small)
    {
      g_autofree char *number = g_strdup_printf ("%d", self->remaining);
      g_autoptr (PangoLayout) layout = hx_draw_layout (widget, number, 1, PANGO_WEIGHT_BOLD);
      PangoRectangle ink, line_box;

      /* The number belongs to the ring: it follows the diameter, not the font, or it would not fit. */
      pango_attr_list_insert (pango_layout_get_attributes (layout),
                              pango_attr_size_new_absolute ((int) (size * 0.39 * PANGO_SCALE)));
      pango_layout_context_changed (layout);
      /* Digits have no descender: centred by their ink they sit in the middle, by the line's box too low. */
      pango_layout_get_pixel_extents (layout, &ink, &line_box);
      hx_draw_text (snapshot, layout, x, y + line_box.height / 2.0 - (ink.y + ink.height / 2.0), 0.5,
                    urgent ? &color : &text);
    }
}

static void
hx_countdown_ring_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = (int) ceil (get_size (HX_COUNTDOWN_RING (widget)));
}

static void
hx_countdown_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxCountdownRing *self = HX_COUNTDOWN_RING (object);

  switch (id)
    {
    case PROP_REMAINING_SECONDS: g_value_set_int (value, self->remaining); break;
    case PROP_TOTAL_SECONDS: g_value_set_int (value, self->total); break;
    case PROP_URGENT_AT: g_value_set_int (value, self->urgent_at); break;
    case PROP_DIAMETER: g_value_set_int (value, self->diameter); break;
    case PROP_URGENT: g_value_set_boolean (value, hx_countdown_ring_get_urgent (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_number (HxCountdownRing *self, int *field, const GValue *value, GParamSpec *pspec)
{
  gboolean urgent = hx_countdown_ring_get_urgent (self);
  int number = g_value_get_int (value);

  if (*field == number)
    return;
  *field = number;
  tell_assistive (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
  if (urgent != hx_countdown_ring_get_urgent (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URGENT]);
}

static void
hx_countdown_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxCountdownRing *self = HX_COUNTDOWN_RING (object);

  switch (id)
    {
    case PROP_REMAINING_SECONDS: set_number (self, &self->remaining, value, pspec); break;
    case PROP_TOTAL_SECONDS: set_number (self, &self->total, value, pspec); break;
    case PROP_URGENT_AT: set_number (self, &self->urgent_at, value, pspec); break;
    case PROP_DIAMETER:
      set_number (self, &self->diameter, value, pspec);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_countdown_ring_class_init (HxCountdownRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_countdown_ring_get_property;
  object_class->set_property = hx_countdown_ring_set_property;
  widget_class->snapshot = hx_countdown_ring_snapshot;
  widget_class->measure = hx_countdown_ring_measure;

  properties[PROP_REMAINING_SECONDS]
    = g_param_spec_int ("remaining-seconds", NULL, "Whole seconds left", 0, G_MAXINT, 30, flags);
  properties[PROP_TOTAL_SECONDS]
    = g_param_spec_int ("total-seconds", NULL, "Seconds of a full ring", 1, G_MAXINT, 30, flags);
  properties[PROP_URGENT_AT]
    = g_param_spec_int ("urgent-at", NULL, "From so many seconds on it is urgent; 0 = never", 0, 60, 10, flags);
  properties[PROP_DIAMETER] = g_param_spec_int ("diameter", NULL, "In pixels at the usual size of text; small rings bear no number", 8, 512, 44, flags);
  properties[PROP_URGENT] = g_param_spec_boolean ("urgent", NULL, "Whether the last seconds run", FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "countdown");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TIMER);
}

static void
hx_countdown_ring_init (HxCountdownRing *self)
{
  self->remaining = self->total = 30;
  self->urgent_at = 10;
  self->diameter = 44;
  tell_assistive (self);
}

/**
 * hx_countdown_ring_new:
 *
 * Returns: (transfer floating): a full ring of 30 seconds
 */
GtkWidget *
hx_countdown_ring_new (void)
{
  return g_object_new (HX_TYPE_COUNTDOWN_RING, NULL);
}

/**
 * hx_countdown_ring_get_remaining_seconds:
 * @self: a ring
 *
 * Returns: whole seconds left
 */
int
hx_countdown_ring_get_remaining_seconds (HxCountdownRing *self)
{
  g_return_val_if_fail (HX_IS_COUNTDOWN_RING (self), 0);
  return self->remaining;
}

/**
 * hx_countdown_ring_set_remaining_seconds:
 * @self: a ring
 * @seconds: whole seconds left, not negative
 */
void
hx_countdown_ring_set_remaining_seconds (HxCountdownRing *self, int seconds)
{
  g_return_if_fail (HX_IS_COUNTDOWN_RING (self));
  g_object_set (self, "remaining-seconds", MAX (seconds, 0), NULL);
}

/**
 * hx_countdown_ring_get_urgent:
 * @self: a ring
 *
 * Returns: whether the last seconds run; the words beside the ring follow "notify::urgent"
 */
gboolean
hx_countdown_ring_get_urgent (HxCountdownRing *self)
{
  g_return_val_if_fail (HX_IS_COUNTDOWN_RING (self), FALSE);
  return self->urgent_at > 0 && self->remaining <= self->urgent_at;
}
