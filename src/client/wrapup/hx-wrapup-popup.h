/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/hx-workspace.h"

#define HX_TYPE_WRAPUP_POPUP (hx_wrapup_popup_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupPopup, hx_wrapup_popup, HX, WRAPUP_POPUP, GObject)

HxWrapupPopup *hx_wrapup_popup_new (HxWorkspace *workspace, GtkApplication *application);
void hx_wrapup_popup_open (HxWrapupPopup *self, HxRecord *wrapup);
void hx_wrapup_popup_open_id (HxWrapupPopup *self, const char *wrapup_id);
gboolean hx_wrapup_popup_present (HxWrapupPopup *self);
