/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_POOL_VIEW (hx_pool_view_get_type ())
G_DECLARE_FINAL_TYPE (HxPoolView, hx_pool_view, HX, POOL_VIEW, AdwBin)

GtkWidget *hx_pool_view_new (HxWorkspace *workspace);

G_END_DECLS
