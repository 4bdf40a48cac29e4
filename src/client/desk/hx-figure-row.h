/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_FIGURE_ROW (hx_figure_row_get_type ())
G_DECLARE_FINAL_TYPE (HxFigureRow, hx_figure_row, HX, FIGURE_ROW, GtkListBoxRow)

GtkWidget *hx_figure_row_new      (const char  *name);
void       hx_figure_row_set      (HxFigureRow *self,
                                   const char  *value,
                                   const char  *meaning);
void       hx_figure_row_set_goal (HxFigureRow *self,
                                   int          reached,
                                   int          goal);

G_END_DECLS
