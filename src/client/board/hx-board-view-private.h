/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-board-column.h"
#include "hx-board-view.h"
#include "hx-rectification-pane.h"

G_BEGIN_DECLS

/* What the files of the view share; nobody else includes it. */
struct _HxBoardView
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxBoardFilter filter;
  HxRecord *open;    /* (nullable): what the pane shows */
  GtkWidget *origin; /* (nullable, weak): the card's row that it was opened from */
  guint departments; /* how many the menu offers */
  gboolean was_hidden;

  GtkMenuButton *department_button;
  GtkMenuButton *size_button;
  GtkLabel *summary;
  GtkBox *columns;
  HxRectificationPane *pane;
  HxBoardColumn *column[HX_N_COLUMNS];
};

/* hx-board-view-own.c */
void hx_board_view_on_feedback   (HxBoardView    *self,
                                  const char     *thing,
                                  const char     *action,
                                  HxRecord       *feedback);

/* hx-board-view-filters.c */
void hx_board_view_add_filters   (GtkWidgetClass *widget_class,
                                  GObjectClass   *object_class);
void hx_board_view_show_filters  (HxBoardView    *self);
void hx_board_view_offer_filters (HxBoardView    *self);

G_END_DECLS
