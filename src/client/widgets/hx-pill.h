/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_PILL (hx_pill_get_type ())
G_DECLARE_FINAL_TYPE (HxPill, hx_pill, HX, PILL, GtkBox)

GtkWidget *hx_pill_new (const char *kind, const char *label);
void hx_pill_set (HxPill *self, const char *kind, const char *icon_name, const char *label);
