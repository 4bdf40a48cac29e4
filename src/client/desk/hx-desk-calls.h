/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_DESK_CALLS (hx_desk_calls_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskCalls, hx_desk_calls, HX, DESK_CALLS, GtkBox)

GtkWidget *hx_desk_calls_new (HxWorkspace *workspace);

G_END_DECLS
