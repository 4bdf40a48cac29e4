/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_NOTIFIER (hx_wrapup_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupNotifier, hx_wrapup_notifier, HX, WRAPUP_NOTIFIER, GObject)

HxWrapupNotifier *hx_wrapup_notifier_new (const char *app_name);
void hx_wrapup_notifier_tell (HxWrapupNotifier *self, HxWorkspace *workspace, HxWrapupSession *session);
void hx_wrapup_notifier_withdraw (HxWrapupNotifier *self, const char *id);
