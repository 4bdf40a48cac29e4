/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_FIND (hx_find_get_type ())
G_DECLARE_FINAL_TYPE (HxFind, hx_find, HX, FIND, AdwWindow)

GtkWidget *hx_find_new      (GtkWindow   *parent,
                             HxWorkspace *workspace);
void       hx_find_add_page (HxFind      *self,
                             const char  *page);

G_END_DECLS
