/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-board-filter.h"
#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_BOARD_COLUMN (hx_board_column_get_type ())
G_DECLARE_FINAL_TYPE (HxBoardColumn, hx_board_column, HX, BOARD_COLUMN, GtkBox)

GtkWidget *hx_board_column_new        (HxWorkspace         *workspace,
                                       HxBoardColumnId      which);
GListModel*hx_board_column_get_all    (HxBoardColumn       *self);
void       hx_board_column_set_count  (HxBoardColumn       *self,
                                       gint64               count);
void       hx_board_column_set_filter (HxBoardColumn       *self,
                                       const HxBoardFilter *filter);
void       hx_board_column_set_open   (HxBoardColumn       *self,
                                       HxRecord            *rectification);
void       hx_board_column_take       (HxBoardColumn       *self,
                                       HxRecord            *rectification);
GtkWidget *hx_board_column_get_focus  (HxBoardColumn       *self);
gboolean   hx_board_column_focus_near (HxBoardColumn       *self,
                                       GtkWidget           *row);
void       hx_board_column_tick       (HxBoardColumn       *self);

G_END_DECLS
