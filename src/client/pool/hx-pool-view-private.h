/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-pool-detail.h"
#include "hx-pool-figures.h"
#include "hx-pool-matrix.h"
#include "hx-pool-view.h"
#include "widgets/hx-list-state.h"

G_BEGIN_DECLS

/* What the files of the view share; nobody else includes it. */
struct _HxPoolView
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  GCancellable *cancellable;
  gboolean asking;  /* the counts are asked for */
  gboolean again;   /* and something happened since */

  HxList *feedback; /* (nullable): what the list shows; without, there is no list */
  GtkSingleSelection *selection;
  GHashTable *rows; /* set of GtkListItem that show something */
  GPtrArray *gone;  /* ids that left the pool while somebody pointed at the list */
  gboolean to_top;  /* when the answer to another filter comes */
  guint news;       /* how many came in below what is seen */

  HxPoolFigures *figures;
  GtkWidget *left;
  GtkWidget *right; /* the list */
  HxListState *matrix_state;
  GtkScrolledWindow *matrix_scroller;
  HxPoolMatrix *matrix;
  GtkLabel *list_title;
  GtkWidget *filter;
  GtkLabel *filter_label;
  HxListState *list_state;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkButton *news_button;
  HxPoolDetail *detail;
};

/* hx-pool-view.c */
gboolean hx_pool_view_is_counted (HxPoolView *self);

/* hx-pool-view-list.c */
void hx_pool_view_init_list   (HxPoolView *self);
void hx_pool_view_start_list  (HxPoolView *self);
void hx_pool_view_filter_list (HxPoolView *self);
void hx_pool_view_tick_list   (HxPoolView *self);
void hx_pool_view_take        (HxPoolView *self,
                               HxRecord   *feedback);
void hx_pool_view_show_news   (HxPoolView *self);
void hx_pool_view_close       (HxPoolView *self);

G_END_DECLS
