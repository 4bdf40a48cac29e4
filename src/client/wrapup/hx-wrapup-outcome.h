/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_OUTCOME (hx_wrapup_outcome_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupOutcome, hx_wrapup_outcome, HX, WRAPUP_OUTCOME, AdwBin)

void hx_wrapup_outcome_show (HxWrapupOutcome *self, HxWorkspace *workspace, HxWrapupSession *session);
void hx_wrapup_outcome_stop (HxWrapupOutcome *self);
void hx_wrapup_outcome_clear (HxWrapupOutcome *self);
void hx_wrapup_outcome_hold (HxWrapupOutcome *self, gboolean hold);
void hx_wrapup_outcome_fail (HxWrapupOutcome *self, const char *words);
void hx_wrapup_outcome_press (HxWrapupOutcome *self, gboolean action);
gboolean hx_wrapup_outcome_is_queued (HxWrapupSession *session);
