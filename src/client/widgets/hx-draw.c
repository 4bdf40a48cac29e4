/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-draw.h"

/**
 * hx_draw_fade:
 * @color: a colour
 * @alpha: 0–1, multiplied with the colour's own
 *
 * Returns: the colour, more transparent
 */
GdkRGBA
hx_draw_fade (const GdkRGBA *color, double alpha)
{
  GdkRGBA faded = *color;

  faded.alpha *= (float) alpha;
  return faded;
}

/**
 * hx_draw_rect:
 * @snapshot: where to draw
 * @x: left, px
 * @y: top, px
 * @width: px; nothing is drawn when not positive
 * @height: px
 * @color: fill
 */
void
hx_draw_rect (GtkSnapshot *snapshot, double x, double y, double width, double height, const GdkRGBA *color)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);

  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, color, &rect);
}

/**
 * hx_draw_round:
 * @snapshot: where to draw
 * @x: left, px
 * @y: top, px
 * @width: px; nothing is drawn when not positive
 * @height: px
 * @radius: of the corners, at most half the shorter side
 * @color: fill
 */
void
hx_draw_round (GtkSnapshot *snapshot, double x, double y, double width, double height, double radius,
               const GdkRGBA *color)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  float half = (float) MIN (width, height) / 2;
  GskRoundedRect rounded;

  if (width <= 0 || height <= 0)
    return;
  /* A border that leaves nothing inside: a clip with round corners would cost a mask each time it is drawn. */
  gsk_rounded_rect_init_from_rect (&rounded, &rect, MIN ((float) radius, half));
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]){ half, half, half, half },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

/**
 * hx_draw_disc:
 * @snapshot: where to draw
 * @x: centre, px
 * @y: centre, px
 * @radius: px
 * @color: fill
 */
void
hx_draw_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *color)
{
  hx_draw_round (snapshot, x - radius, y - radius, 2 * radius, 2 * radius, radius, color);
}

/**
 * hx_draw_ring:
 * @snapshot: where to draw
 * @x: centre, px
 * @y: centre, px
 * @radius: to the middle of the line, px
 * @line: width of the line, px
 * @color: of the line
 */
void
hx_draw_ring (GtkSnapshot *snapshot, double x, double y, double radius, double line, const GdkRGBA *color)
{
  float outer = (float) (radius + line / 2);
  float width = (float) line;
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) x - outer, (float) y - outer, 2 * outer, 2 * outer);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &rect, outer);
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

/**
 * hx_draw_layout:
 * @widget: whose font is taken
 * @text: what is written
 * @scale: of the widget's font, 1 = as it is
 * @weight: of the letters
 *
 * Lays out one line with tabular digits, so that a changing number does not dance.
 *
 * Returns: (transfer full): the layout
 */
PangoLayout *
hx_draw_layout (GtkWidget *widget, const char *text, double scale, PangoWeight weight)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

/**
 * hx_draw_text:
 * @snapshot: where to draw
 * @layout: what is written
 * @x: the point that @align refers to, px
 * @y: the middle of the line, px
 * @align: 0 = starts at @x, 0.5 = centred, 1 = ends at @x
 * @color: of the letters
 */
void
hx_draw_text (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, double align, const GdkRGBA *color)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - width * align), (float) (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/**
 * hx_draw_time:
 * @ms: a moment in a recording, milliseconds
 *
 * Returns: (transfer full): "1:16", or "1:02:03" from an hour on
 */
char *
hx_draw_time (gint64 ms)
{
  gint64 s = MAX (ms, 0) / 1000;

  if (s >= 3600)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", s / 3600, (int) (s / 60 % 60), (int) (s % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", s / 60, (int) (s % 60));
}
