/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-player.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_PLAYER_VIEW (hx_player_view_get_type ())
G_DECLARE_FINAL_TYPE (HxPlayerView, hx_player_view, HX, PLAYER_VIEW, AdwBin)

GtkWidget *hx_player_view_new           (HxWorkspace  *workspace);
void       hx_player_view_set_recording (HxPlayerView *self,
                                         const char   *recording_id);

G_END_DECLS
