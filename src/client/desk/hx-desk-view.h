/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_DESK_VIEW (hx_desk_view_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskView, hx_desk_view, HX, DESK_VIEW, AdwBin)

GtkWidget *hx_desk_view_new (HxWorkspace *workspace);

G_END_DECLS
