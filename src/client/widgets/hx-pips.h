/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_PIPS (hx_pips_get_type ())
G_DECLARE_FINAL_TYPE (HxPips, hx_pips, HX, PIPS, GtkWidget)

GtkWidget *hx_pips_new (void);
