/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_DESK_FIGURES (hx_desk_figures_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskFigures, hx_desk_figures, HX, DESK_FIGURES, GtkBox)

GtkWidget *hx_desk_figures_new (HxWorkspace *workspace);

G_END_DECLS
