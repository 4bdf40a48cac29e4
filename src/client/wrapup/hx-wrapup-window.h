/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_WINDOW (hx_wrapup_window_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupWindow, hx_wrapup_window, HX, WRAPUP_WINDOW, AdwWindow)

HxWrapupWindow *hx_wrapup_window_new (HxWorkspace *workspace, GListModel *waiting);
HxWrapupSession *hx_wrapup_window_get_session (HxWrapupWindow *self);
void hx_wrapup_window_set_session (HxWrapupWindow *self, HxWrapupSession *session, gboolean late_too);
gboolean hx_wrapup_window_is_opened_late (HxWrapupWindow *self);
void hx_wrapup_window_focus_form (HxWrapupWindow *self);
void hx_wrapup_window_submit (HxWrapupWindow *self, HxOutcome outcome);
GtkToggleButton *hx_wrapup_window_get_pin (HxWrapupWindow *self);
