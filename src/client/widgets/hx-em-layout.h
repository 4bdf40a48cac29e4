/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_EM_LAYOUT (hx_em_layout_get_type ())
G_DECLARE_FINAL_TYPE (HxEmLayout, hx_em_layout, HX, EM_LAYOUT, GtkLayoutManager)

double hx_em_layout_get_em (GtkWidget *widget);
