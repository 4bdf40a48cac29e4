/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_KEY_TOGGLE (hx_key_toggle_get_type ())
G_DECLARE_FINAL_TYPE (HxKeyToggle, hx_key_toggle, HX, KEY_TOGGLE, GtkToggleButton)

GtkWidget *hx_key_toggle_new (const char *key, const char *word);
