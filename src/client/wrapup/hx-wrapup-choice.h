/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "hx-wrapup-common.h"

#define HX_TYPE_WRAPUP_CHOICE (hx_wrapup_choice_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupChoice, hx_wrapup_choice, HX, WRAPUP_CHOICE, AdwBin)

void hx_wrapup_choice_prepare (HxWrapupChoice *self, HxTemplateView *template, const char *locale);
void hx_wrapup_choice_set_session (HxWrapupChoice *self, HxWrapupSession *session, const char *locale);
void hx_wrapup_choice_show_complaints (HxWrapupChoice *self, const HxWrapupComplaints *complaints);
gboolean hx_wrapup_choice_take_key (HxWrapupChoice *self, gunichar key);
