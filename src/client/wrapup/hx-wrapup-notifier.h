/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#define HX_TYPE_WRAPUP_NOTIFIER (hx_wrapup_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupNotifier, hx_wrapup_notifier, HX, WRAPUP_NOTIFIER, GObject)

HxWrapupNotifier *hx_wrapup_notifier_new (const char *app_name);
void hx_wrapup_notifier_show (HxWrapupNotifier *self, const char *id, const char *title, const char *body);
void hx_wrapup_notifier_withdraw (HxWrapupNotifier *self, const char *id);
