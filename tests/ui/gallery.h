/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The gallery's bigger pieces, and what its two files share. */
GtkWidget *gallery_column (int spacing);
GtkWidget *gallery_words (const char *text, const char *css_class);
GtkWidget *gallery_heat_map (void);
GtkWidget *gallery_list_states (void);
GtkWidget *gallery_icons (GtkWidget *window);
