/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void hx_wrapup_front_put_first (GtkWindow *window);
gboolean hx_wrapup_front_may_take_keyboard (GtkWindow *window);
void hx_wrapup_front_show (GtkWindow *window, gboolean with_keyboard);
gboolean hx_wrapup_front_can_stay_above (GtkWindow *window);
void hx_wrapup_front_stay_above (GtkWindow *window, gboolean above);
