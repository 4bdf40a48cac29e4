/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_CHANNEL_MENU (hx_wrapup_channel_menu_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupChannelMenu, hx_wrapup_channel_menu, HX, WRAPUP_CHANNEL_MENU, AdwBin)

void hx_wrapup_channel_menu_set_session (HxWrapupChannelMenu *self, HxWrapupSession *session);
gboolean hx_wrapup_channel_menu_is_open (HxWrapupChannelMenu *self);
