/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_RAIL (hx_rail_get_type ())
G_DECLARE_FINAL_TYPE (HxRail, hx_rail, HX, RAIL, GtkWidget)

GtkWidget *hx_rail_new (void);
