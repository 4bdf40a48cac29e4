/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_WINDOW (hx_window_get_type ())
G_DECLARE_FINAL_TYPE (HxWindow, hx_window, HX, WINDOW, AdwApplicationWindow)

HxWindow *hx_window_new   (GtkApplication *application,
                           HxWorkspace    *workspace);
void      hx_window_toast (HxWindow       *self,
                           const char     *words);

G_END_DECLS
