/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_CALL_ROW (hx_call_row_get_type ())
G_DECLARE_FINAL_TYPE (HxCallRow, hx_call_row, HX, CALL_ROW, GtkListBoxRow)

GtkWidget *hx_call_row_new      (HxWorkspace *workspace,
                                 HxRecord    *call);
HxRecord  *hx_call_row_get_call (HxCallRow   *self);
void       hx_call_row_tick     (HxCallRow   *self);

G_END_DECLS
