/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_OTHERS (hx_wrapup_others_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupOthers, hx_wrapup_others, HX, WRAPUP_OTHERS, AdwBin)

void hx_wrapup_others_set_session (HxWrapupOthers *self, HxWorkspace *workspace, HxWrapupSession *session);
gboolean hx_wrapup_others_join (HxWrapupOthers *self, guint index);
