/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_PREFERENCES (hx_preferences_get_type ())
G_DECLARE_FINAL_TYPE (HxPreferences, hx_preferences, HX, PREFERENCES, AdwPreferencesWindow)

void hx_preferences_present (GtkWindow   *parent,
                             HxWorkspace *workspace,
                             GSettings   *settings);

G_END_DECLS
