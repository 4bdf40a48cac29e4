/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

GdkRGBA hx_draw_fade (const GdkRGBA *color, double alpha);
void hx_draw_rect (GtkSnapshot *snapshot, double x, double y, double width, double height, const GdkRGBA *color);
void hx_draw_round (GtkSnapshot *snapshot, double x, double y, double width, double height, double radius,
                    const GdkRGBA *color);
void hx_draw_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *color);
void hx_draw_ring (GtkSnapshot *snapshot, double x, double y, double radius, double line, const GdkRGBA *color);
PangoLayout *hx_draw_layout (GtkWidget *widget, const char *text, double scale, PangoWeight weight);
void hx_draw_text (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, double align, const GdkRGBA *color);
char *hx_draw_time (gint64 ms);
