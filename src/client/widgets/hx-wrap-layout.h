/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_WRAP_LAYOUT (hx_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapLayout, hx_wrap_layout, HX, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *hx_wrap_layout_new (int spacing);
