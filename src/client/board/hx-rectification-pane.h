/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_RECTIFICATION_PANE (hx_rectification_pane_get_type ())
G_DECLARE_FINAL_TYPE (HxRectificationPane, hx_rectification_pane, HX, RECTIFICATION_PANE, AdwBin)

void hx_rectification_pane_show (HxRectificationPane *self,
                                 HxWorkspace         *workspace,
                                 HxRecord            *rectification);
void hx_rectification_pane_tick (HxRectificationPane *self);

G_END_DECLS
