/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-heat-map.h"

/* What the type and its cells share; nobody else includes it.
 *
 * Cells are named by row and column; -1 is the heading, so (2, -1) is the heading of row 2 and (-1, -1) is nothing. */
struct _HxHeatMap
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GtkSizeGroup *column_widths;

  int rows;
  int columns;
  GPtrArray *names;  /* of the rows, then of the columns */
  GPtrArray *cells;  /* GtkToggleButton, headings included; borrowed from the grid */
  guint *counts;     /* rows × columns */
  guint fullest;     /* the most in one cell, which the shades refer to */
  GPtrArray *sums;   /* GtkLabel: of the rows, of the columns, of all */
  GtkWidget *oldest; /* nullable: the clock in the cell whose feedback waits longest */
  GtkWidget *oldest_cell; /* that cell, while there is a clock */

  int selected_row;
  int selected_column;
  int focus_row;
  int focus_column;
  gboolean changing; /* while we ourselves set toggles */
  gboolean fixed;    /* nothing can be chosen */
};

GtkWidget *hx_heat_map_cell (HxHeatMap *self, int row, int column);
const char *hx_heat_map_row_name (HxHeatMap *self, int row);
const char *hx_heat_map_column_name (HxHeatMap *self, int column);
void hx_heat_map_build (HxHeatMap *self, const HxHeatMapGroup *groups, guint n_groups, GCallback on_toggled);
void hx_heat_map_show_count (HxHeatMap *self, int row, int column);
void hx_heat_map_show_sums (HxHeatMap *self);
void hx_heat_map_show_oldest (HxHeatMap *self, int row, int column);
