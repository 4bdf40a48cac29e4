/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_TRAIL (hx_trail_get_type ())
G_DECLARE_FINAL_TYPE (HxTrail, hx_trail, HX, TRAIL, GtkWidget)

GtkWidget *hx_trail_new (void);
