/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define HX_TYPE_WRAPUP_COACH (hx_wrapup_coach_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupCoach, hx_wrapup_coach, HX, WRAPUP_COACH, AdwBin)

void hx_wrapup_coach_say (HxWrapupCoach *self, const char *words, const char *proposal);
gboolean hx_wrapup_coach_proposes (HxWrapupCoach *self);
