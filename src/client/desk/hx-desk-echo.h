/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_DESK_ECHO (hx_desk_echo_get_type ())
G_DECLARE_FINAL_TYPE (HxDeskEcho, hx_desk_echo, HX, DESK_ECHO, GtkBox)

GtkWidget *hx_desk_echo_new (HxWorkspace *workspace);

G_END_DECLS
