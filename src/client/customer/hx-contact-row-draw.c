/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-contact-row-private.h"
#include "hx-contact-words.h"
#include "widgets/hx-css-color.h"
#include "widgets/hx-draw.h"

/* px: sizes of the icons, of the gap between line and badge, of the line, and from the right edge to what stands there. */
#define ICON 16
#define RING 3
#define LINE 2
#define FROM_EDGE 12

static void
draw_icon (GtkWidget     *widget,
           GtkSnapshot   *snapshot,
           const char    *name,
           double         x,
           double         y,
           const GdkRGBA *color)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon
      = gtk_icon_theme_lookup_icon (theme, name, NULL, ICON, gtk_widget_get_scale_factor (widget),
                                    gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - ICON / 2.0), (float) (y - ICON / 2.0)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON, ICON, color, 1);
  gtk_snapshot_restore (snapshot);
}

/* The vertical line of the day and the badge that sits on it. */
static void
draw_rail (HxContactRow  *self,
           GtkSnapshot   *snapshot,
           const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int day = hx_contact_row_day_height (self);
  double x = hx_contact_row_body_left (self) - FROM_EDGE - HX_CONTACT_ROW_BADGE / 2.0, y = day + HX_CONTACT_ROW_MIDDLE;
  double gap = HX_CONTACT_ROW_BADGE / 2.0 + RING;
  GdkRGBA badge, outline, line = hx_draw_fade (color, 0.15);

  if (!self->first_of_day)
    hx_draw_rect (snapshot, x - LINE / 2.0, day, LINE, y - gap - day, &line);
  if (!self->last_of_day)
    hx_draw_rect (snapshot, x - LINE / 2.0, y + gap, LINE, gtk_widget_get_height (widget) - y - gap, &line);
  hx_css_color (widget, "hx_badge", &badge);
  hx_css_color (widget, "hx_badge_outline", &outline);
  hx_draw_disc (snapshot, x, y, HX_CONTACT_ROW_BADGE / 2.0, &badge);
  if (outline.alpha > 0)
    hx_draw_ring (snapshot, x, y, HX_CONTACT_ROW_BADGE / 2.0, 1, &outline);
  draw_icon (widget, snapshot, hx_contact_icon (self->contact), x, y, color);
}

static void
draw_text (HxContactRow       *self,
           GtkSnapshot        *snapshot,
           HxContactRowText    text,
           const GdkRGBA      *color)
{
  const GdkRectangle *place = &self->places[text];
  int height;

  if (!hx_contact_row_says (self, text) || place->width <= 0)
    return;
  /* A line with Chinese characters may be taller than one without: both stand in the middle. */
  pango_layout_get_pixel_size (self->texts[text], NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) place->x, (float) (place->y + (place->height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->texts[text], color);
  gtk_snapshot_restore (snapshot);
}

void
hx_contact_row_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  HxContactRow *self = HX_CONTACT_ROW (widget);
  GdkRGBA plain, quiet;

  if (self->contact == NULL)
    return;
  hx_css_color (widget, NULL, &plain);
  hx_css_color (widget, "hx_secondary", &quiet);
  if (self->body != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->body), snapshot);
  draw_rail (self, snapshot, &plain);
  draw_text (self, snapshot, HX_ROW_DAY, &plain);
  draw_text (self, snapshot, HX_ROW_AT, &quiet);
  draw_text (self, snapshot, HX_ROW_TITLE, &plain);
  draw_text (self, snapshot, HX_ROW_SUMMARY, &quiet);
  draw_text (self, snapshot, HX_ROW_WHO, &quiet);
  /* Keeps its place in rows that cannot unfold, so that the names stand in one column. */
  if (hx_contact_can_unfold (self->contact))
    draw_icon (widget, snapshot, self->player != NULL ? "pan-down-symbolic" : "pan-end-symbolic",
               gtk_widget_get_width (widget) - FROM_EDGE - ICON / 2.0,
               hx_contact_row_day_height (self) + hx_contact_row_head_height (self) / 2.0, &quiet);
  if (self->feedback != NULL && gtk_widget_get_visible (GTK_WIDGET (self->feedback)))
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->feedback), snapshot);
}
