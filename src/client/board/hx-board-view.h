/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_BOARD_VIEW (hx_board_view_get_type ())
G_DECLARE_FINAL_TYPE (HxBoardView, hx_board_view, HX, BOARD_VIEW, AdwBin)

GtkWidget *hx_board_view_new (HxWorkspace *workspace);

G_END_DECLS
