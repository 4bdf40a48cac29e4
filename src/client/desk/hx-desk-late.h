/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_DESK_LATE (hx_desk_late_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskLate, hx_desk_late, HX, DESK_LATE, GtkBox)

GtkWidget *hx_desk_late_new (HxWorkspace *workspace);

G_END_DECLS
