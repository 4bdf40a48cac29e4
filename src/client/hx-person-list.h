/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_PERSON_LIST (hx_person_list_get_type ())
G_DECLARE_FINAL_TYPE (HxPersonList, hx_person_list, HX, PERSON_LIST, GtkPopover)

GtkWidget *hx_person_list_new (HxWorkspace *workspace);

G_END_DECLS
