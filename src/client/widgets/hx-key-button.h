/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_KEY_BUTTON (hx_key_button_get_type ())
G_DECLARE_FINAL_TYPE (HxKeyButton, hx_key_button, HX, KEY_BUTTON, GtkButton)

GtkWidget *hx_key_button_new (const char *key, const char *text);
