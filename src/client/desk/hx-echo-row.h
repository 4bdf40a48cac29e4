/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_ECHO_ROW (hx_echo_row_get_type ())
G_DECLARE_FINAL_TYPE (HxEchoRow, hx_echo_row, HX, ECHO_ROW, GtkListBoxRow)

GtkWidget *hx_echo_row_new  (HxWorkspace *workspace,
                             HxRecord    *feedback);
void       hx_echo_row_tick (HxEchoRow   *self);

G_END_DECLS
