/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_POOL_DETAIL (hx_pool_detail_get_type ())
G_DECLARE_FINAL_TYPE (HxPoolDetail, hx_pool_detail, HX, POOL_DETAIL, GtkBox)

void hx_pool_detail_set_workspace (HxPoolDetail *self,
                                   HxWorkspace  *workspace);
void hx_pool_detail_show          (HxPoolDetail *self,
                                   HxRecord     *feedback);
void hx_pool_detail_toggle_clip   (HxPoolDetail *self);

G_END_DECLS
