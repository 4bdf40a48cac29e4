/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_CHIP (hx_chip_get_type ())
G_DECLARE_FINAL_TYPE (HxChip, hx_chip, HX, CHIP, GtkToggleButton)

GtkWidget *hx_chip_new (const char *icon_name, const char *word, int count);
void hx_chip_set_count (HxChip *self, int count);
