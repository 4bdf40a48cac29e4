/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_SUGGESTION_ROW (hx_suggestion_row_get_type ())
G_DECLARE_FINAL_TYPE (HxSuggestionRow, hx_suggestion_row, HX, SUGGESTION_ROW, GtkButton)

GtkWidget *hx_suggestion_row_new (int count, const char *subject, const char *state, const char *key);
