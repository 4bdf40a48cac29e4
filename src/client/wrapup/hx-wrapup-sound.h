/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_SOUND (hx_wrapup_sound_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupSound, hx_wrapup_sound, HX, WRAPUP_SOUND, AdwBin)

void hx_wrapup_sound_set_session (HxWrapupSound *self, HxWorkspace *workspace, HxWrapupSession *session);
void hx_wrapup_sound_pause (HxWrapupSound *self);
