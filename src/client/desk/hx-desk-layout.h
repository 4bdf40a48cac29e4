/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_DESK_LAYOUT (hx_desk_layout_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskLayout, hx_desk_layout, HX, DESK_LAYOUT, GtkLayoutManager)
