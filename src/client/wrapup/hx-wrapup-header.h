/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

/* What stands at the right of the strip. */
typedef enum
{
  HX_WRAPUP_MARK_CLOCK, /* the countdown, or nothing when no time runs out */
  HX_WRAPUP_MARK_LATE,
  HX_WRAPUP_MARK_DONE,
  HX_WRAPUP_MARK_QUEUED,
} HxWrapupMark;

#define HX_TYPE_WRAPUP_HEADER (hx_wrapup_header_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupHeader, hx_wrapup_header, HX, WRAPUP_HEADER, AdwBin)

void hx_wrapup_header_set_session (HxWrapupHeader *self, HxWorkspace *workspace, HxWrapupSession *session);
void hx_wrapup_header_set_mark (HxWrapupHeader *self, HxWrapupMark mark);
