/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

gboolean hx_css_color (GtkWidget *widget, const char *name, GdkRGBA *rgba);
