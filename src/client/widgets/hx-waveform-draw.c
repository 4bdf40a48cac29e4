/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-css-color.h"
#include "hx-draw.h"
#include "hx-waveform-private.h"

#define PITCH         4 /* from bar to bar */
#define BAR           2
#define RULER_SCALE   0.78 /* of the text */
#define LABEL_GAP     24 /* at least so much room between two of the ruler's times */

gboolean
hx_waveform_has_clip (HxWaveform *self)
{
  return self->clip_to > self->clip_from && self->duration > 0;
}

double
hx_waveform_ms_to_x (HxWaveform *self, gint64 ms)
{
  if (self->duration <= 0)
    return 0;
  return (double) CLAMP (ms, 0, self->duration) / (double) self->duration * gtk_widget_get_width (GTK_WIDGET (self));
}

gint64
hx_waveform_x_to_ms (HxWaveform *self, double x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width <= 0)
    return 0;
  return (gint64) (CLAMP (x / width, 0, 1) * (double) self->duration);
}

int
hx_waveform_body_height (HxWaveform *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - HX_WAVEFORM_TOP - (self->ruler ? HX_WAVEFORM_RULER : 0);
}

static void
read_colors (HxWaveform *self, HxWaveColors *colors)
{
  GtkWidget *widget = GTK_WIDGET (self);

  hx_css_color (widget, NULL, &colors->text);
  hx_css_color (widget, "accent_color", &colors->accent);
  hx_css_color (widget, "hx_mark", &colors->mark);
  hx_css_color (widget, "hx_customer", &colors->lanes[0]);
  hx_css_color (widget, "hx_agent", &colors->lanes[1]);
}

static gboolean
same_colors (const HxWaveColors *a, const HxWaveColors *b)
{
  return gdk_rgba_equal (&a->text, &b->text) && gdk_rgba_equal (&a->accent, &b->accent)
         && gdk_rgba_equal (&a->mark, &b->mark) && gdk_rgba_equal (&a->lanes[0], &b->lanes[0])
         && gdk_rgba_equal (&a->lanes[1], &b->lanes[1]);
}

void
hx_waveform_forget_drawing (HxWaveform *self)
{
  for (int i = 0; i < HX_WAVE_N_LOOKS; i++)
    g_clear_pointer (&self->looks[i], gsk_render_node_unref);
  g_clear_pointer (&self->ruler_node, gsk_render_node_unref);
  self->drawn_width = self->drawn_height = 0;
}

static GdkRGBA
look_color (HxWaveform *self, const HxWaveColors *colors, int lane, HxWaveLook look)
{
  static const double two_lanes[HX_WAVE_N_LOOKS] = { 1, 0.5, 0.72 };

  if (self->lanes == 2)
    return hx_draw_fade (&colors->lanes[lane], two_lanes[look]);
  if (look == HX_WAVE_AHEAD)
    return hx_draw_fade (&colors->text, 0.38);
  return hx_draw_fade (&colors->accent, look == HX_WAVE_PLAYED ? 1 : 0.85);
}

/* The loudest moment within a bar: an average would flatten speech into a ribbon. */
static double
loudest (const guint8 *peaks, gsize n_peaks, int bar, int n_bars)
{
  gsize from = (gsize) bar * n_peaks / (gsize) n_bars;
  gsize to = MAX ((gsize) (bar + 1) * n_peaks / (gsize) n_bars, from + 1);
  guint8 most = 0;

  for (gsize i = from; i < to && i < n_peaks; i++)
    most = MAX (most, peaks[i]);
  return most / 255.0;
}

static void
add_bar (cairo_t *cr, double x, double middle, double amplitude)
{
  double r = BAR / 2.0;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + r, middle - amplitude + r, r, G_PI, 2 * G_PI);
  cairo_arc (cr, x + r, middle + amplitude - r, r, 0, G_PI);
  cairo_close_path (cr);
}

static void
fill_lane (HxWaveform *self, cairo_t *cr, int lane, double width, double lane_height)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (self->peaks, &size);
  gsize n_peaks = size / self->peak_lanes;
  int n_bars = MAX ((int) (width / PITCH), 1);
  double middle = HX_WAVEFORM_TOP + lane_height * (lane + 0.5);
  guint source = MIN ((guint) lane, self->peak_lanes - 1);

  for (int i = 0; i < n_bars; i++)
    {
      double level = loudest (data + source * n_peaks, n_peaks, i, n_bars);

      add_bar (cr, i * PITCH + 1, middle, MAX (1, level * (lane_height / 2 - 3)));
    }
  cairo_fill (cr);
}

static GskRenderNode *
draw_bars (HxWaveform *self, const HxWaveColors *colors, HxWaveLook look, int width, int height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double lane_height = (double) hx_waveform_body_height (self) / self->lanes;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  for (int lane = 0; lane < self->lanes; lane++)
    {
      GdkRGBA color = look_color (self, colors, lane, look);

      gdk_cairo_set_source_rgba (cr, &color);
      fill_lane (self, cr, lane, width, lane_height);
    }
  cairo_destroy (cr);
  return gtk_snapshot_free_to_node (snapshot);
}

static gint64
ruler_step (HxWaveform *self)
{
  static const gint64 steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600 };
  g_autofree char *longest = hx_draw_time (self->duration);
  g_autoptr (PangoLayout) layout = hx_draw_layout (GTK_WIDGET (self), longest, RULER_SCALE, PANGO_WEIGHT_NORMAL);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (hx_waveform_ms_to_x (self, steps[i] * 1000) >= width + LABEL_GAP)
      return steps[i] * 1000;
  return MAX (self->duration, 1);
}

static GskRenderNode *
draw_ruler (HxWaveform *self, const HxWaveColors *colors, int width, int height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GdkRGBA tick = hx_draw_fade (&colors->text, 0.3), words = hx_draw_fade (&colors->text, 0.75);
  gint64 step = ruler_step (self);

  for (gint64 ms = 0; ms < self->duration; ms += step)
    {
      double x = hx_waveform_ms_to_x (self, ms);
      g_autofree char *time = hx_draw_time (ms);
      g_autoptr (PangoLayout) layout = hx_draw_layout (GTK_WIDGET (self), time, RULER_SCALE, PANGO_WEIGHT_NORMAL);
      int text_width;

      pango_layout_get_pixel_size (layout, &text_width, NULL);
      hx_draw_rect (snapshot, (int) x, height - HX_WAVEFORM_RULER + 2, 1, 4, &tick);
      if (x + text_width / 2.0 <= width)
        hx_draw_text (snapshot, layout, MAX (x, text_width / 2.0), height - 6, 0.5, &words);
    }
  return gtk_snapshot_free_to_node (snapshot);
}

static void
ensure_drawing (HxWaveform *self, const HxWaveColors *colors, int width, int height)
{
  if (width == self->drawn_width && height == self->drawn_height && same_colors (colors, &self->drawn_colors))
    return;

  hx_waveform_forget_drawing (self);
  for (HxWaveLook look = 0; self->peaks != NULL && look < HX_WAVE_N_LOOKS; look++)
    self->looks[look] = draw_bars (self, colors, look, width, height);
  if (self->ruler && self->duration > 0)
    self->ruler_node = draw_ruler (self, colors, width, height);
  self->drawn_colors = *colors;
  self->drawn_width = width;
  self->drawn_height = height;
}

static void
show_look (HxWaveform *self, GtkSnapshot *snapshot, HxWaveLook look, double from, double to)
{
  if (to <= from || self->looks[look] == NULL)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) from, 0, (float) (to - from),
                                                         (float) gtk_widget_get_height (GTK_WIDGET (self))));
  gtk_snapshot_append_node (snapshot, self->looks[look]);
  gtk_snapshot_pop (snapshot);
}

static void
show_bars (HxWaveform *self, GtkSnapshot *snapshot, double width)
{
  double played = hx_waveform_ms_to_x (self, self->position);
  double from = width, to = width;

  if (hx_waveform_has_clip (self))
    {
      from = MAX (hx_waveform_ms_to_x (self, self->clip_from), played);
      to = MAX (hx_waveform_ms_to_x (self, self->clip_to), played);
    }
  show_look (self, snapshot, HX_WAVE_PLAYED, 0, played);
  show_look (self, snapshot, HX_WAVE_AHEAD, played, from);
  show_look (self, snapshot, HX_WAVE_IN_CLIP, from, to);
  show_look (self, snapshot, HX_WAVE_AHEAD, to, width);
}

/* No peaks yet (or never): a thin line says "nothing to see", not "silence", which would be dots. */
static void
show_flat (HxWaveform *self, GtkSnapshot *snapshot, const HxWaveColors *colors, double width)
{
  double lane_height = (double) hx_waveform_body_height (self) / self->lanes;
  GdkRGBA line = hx_draw_fade (&colors->text, 0.18);

  for (int lane = 0; lane < self->lanes; lane++)
    hx_draw_round (snapshot, 0, HX_WAVEFORM_TOP + lane_height * (lane + 0.5) - 1, width, 2, 1, &line);
}

static void
show_bookmark (HxWaveform *self, GtkSnapshot *snapshot, double x, const GdkRGBA *color)
{
  GdkRGBA line = hx_draw_fade (color, 0.8);
  int bottom = HX_WAVEFORM_TOP + hx_waveform_body_height (self);

  for (int y = HX_WAVEFORM_TOP - 2; y < bottom; y += 4)
    hx_draw_rect (snapshot, (int) x, y, 1, 2, &line);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (int) x + 0.5f, 5.5f));
  gtk_snapshot_rotate (snapshot, 45);
  hx_draw_rect (snapshot, -3.9, -3.9, 7.8, 7.8, color);
  gtk_snapshot_restore (snapshot);
}

static void
show_clip_edges (HxWaveform *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int body = hx_waveform_body_height (self);

  hx_draw_round (snapshot, hx_waveform_ms_to_x (self, self->clip_from) - 1.5, HX_WAVEFORM_TOP, 3, body, 1.5, color);
  hx_draw_round (snapshot, hx_waveform_ms_to_x (self, self->clip_to) - 1.5, HX_WAVEFORM_TOP, 3, body, 1.5, color);
}

static void
show_playhead (HxWaveform *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  double x = hx_waveform_ms_to_x (self, self->position);

  hx_draw_rect (snapshot, x - 0.75, 6, 1.5, HX_WAVEFORM_TOP - 6 + hx_waveform_body_height (self), color);
  hx_draw_disc (snapshot, x, 6, 4, color);
}

static void
show_pointer_time (HxWaveform *self, GtkSnapshot *snapshot, const HxWaveColors *colors, double width)
{
  g_autofree char *time = hx_draw_time (hx_waveform_x_to_ms (self, self->pointer));
  g_autoptr (PangoLayout) layout = hx_draw_layout (GTK_WIDGET (self), time, RULER_SCALE, PANGO_WEIGHT_SEMIBOLD);
  GdkRGBA line = hx_draw_fade (&colors->text, 0.35), ground, solid = colors->text;
  int text_width, text_height;
  double left;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  left = CLAMP (self->pointer - text_width / 2.0 - 5, 0, MAX (width - text_width - 10, 0));
  hx_css_color (GTK_WIDGET (self), "view_bg_color", &ground);
  /* The theme's text colour is translucent; on it, what lies below would shine through the little label. */
  solid.alpha = 1;
  hx_draw_rect (snapshot, self->pointer, HX_WAVEFORM_TOP, 1, hx_waveform_body_height (self), &line);
  hx_draw_round (snapshot, left, -2, text_width + 10, text_height, 5, &solid);
  hx_draw_text (snapshot, layout, left + 5, text_height / 2.0 - 2, 0, &ground);
}

void
hx_waveform_draw (HxWaveform *self, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  HxWaveColors colors;

  self->drawn_position = hx_waveform_ms_to_x (self, self->position);
  read_colors (self, &colors);
  ensure_drawing (self, &colors, width, height);

  if (hx_waveform_has_clip (self))
    {
      double from = hx_waveform_ms_to_x (self, self->clip_from), to = hx_waveform_ms_to_x (self, self->clip_to);
      GdkRGBA tint = hx_draw_fade (&colors.accent, 0.14);

      hx_draw_round (snapshot, from, HX_WAVEFORM_TOP, to - from, hx_waveform_body_height (self), 4, &tint);
    }
  if (self->lanes == 2)
    {
      GdkRGBA line = hx_draw_fade (&colors.text, 0.1);

      hx_draw_rect (snapshot, 0, HX_WAVEFORM_TOP + hx_waveform_body_height (self) / 2, width, 1, &line);
    }
  if (self->peaks != NULL)
    show_bars (self, snapshot, width);
  else
    show_flat (self, snapshot, &colors, width);
  if (self->ruler_node != NULL)
    gtk_snapshot_append_node (snapshot, self->ruler_node);
  for (guint i = 0; i < self->bookmarks->len; i++)
    show_bookmark (self, snapshot, hx_waveform_ms_to_x (self, g_array_index (self->bookmarks, gint64, i)), &colors.mark);
  if (hx_waveform_has_clip (self))
    show_clip_edges (self, snapshot, &colors.accent);
  if (self->position > 0 && self->duration > 0)
    show_playhead (self, snapshot, &colors.text);
  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    gtk_widget_snapshot_child (GTK_WIDGET (self), self->handles[i], snapshot);
  if (self->pointer >= 0 && self->duration > 0)
    show_pointer_time (self, snapshot, &colors, width);
}
