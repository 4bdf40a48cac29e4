/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_POOL_FIGURES (hx_pool_figures_get_type ())
G_DECLARE_FINAL_TYPE (HxPoolFigures, hx_pool_figures, HX, POOL_FIGURES, GtkBox)

void hx_pool_figures_align      (HxPoolFigures *self,
                                 GtkWidget     *column);
void hx_pool_figures_show_total (HxPoolFigures *self,
                                 gint64         total,
                                 int            channels,
                                 int            types);
void hx_pool_figures_show_pool  (HxPoolFigures *self,
                                 HxRecord      *pool);
void hx_pool_figures_tick       (HxPoolFigures *self,
                                 HxPolicyView  *policy,
                                 gint64         now);

G_END_DECLS
