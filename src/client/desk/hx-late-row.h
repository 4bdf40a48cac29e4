/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_LATE_ROW (hx_late_row_get_type ())
G_DECLARE_FINAL_TYPE (HxLateRow, hx_late_row, HX, LATE_ROW, GtkListBoxRow)

GtkWidget *hx_late_row_new  (HxWorkspace *workspace,
                             HxRecord    *wrapup);
void       hx_late_row_tick (HxLateRow   *self);

G_END_DECLS
