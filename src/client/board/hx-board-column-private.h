/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-board-column.h"
#include "widgets/hx-list-state.h"

G_BEGIN_DECLS

/* What the files of the column share; nobody else includes it. */
struct _HxBoardColumn
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxBoardColumnId which;
  HxList *all;               /* as the server sorts them */
  GtkFilterListModel *shown;
  HxBoardFilter filter;
  GHashTable *bound;         /* set of GtkListItem that show something */
  GHashTable *moved;         /* id → HxRecord: what changes place once nobody points here */
  HxRecord *open;            /* (nullable) */
  gint64 count;              /* -1: not known yet */
  guint overdue;

  GtkLabel *title;
  GtkLabel *count_label;
  GtkLabel *note;
  HxListState *state;
  GtkScrolledWindow *scroller;
  GtkListView *cards;
};

void hx_board_column_make_cards (HxBoardColumn *self);
void hx_board_column_show       (HxBoardColumn *self);
void hx_board_column_settle     (HxBoardColumn *self);

G_END_DECLS
