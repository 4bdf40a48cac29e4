/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_TARGET_BAR (hx_target_bar_get_type ())
G_DECLARE_FINAL_TYPE (HxTargetBar, hx_target_bar, HX, TARGET_BAR, GtkWidget)

GtkWidget *hx_target_bar_new (void);
