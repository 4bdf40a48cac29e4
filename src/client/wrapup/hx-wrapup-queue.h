/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hx-wrapup-session.h"

#define HX_TYPE_WRAPUP_QUEUE (hx_wrapup_queue_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupQueue, hx_wrapup_queue, HX, WRAPUP_QUEUE, AdwBin)

void hx_wrapup_queue_set_model (HxWrapupQueue *self, HxWorkspace *workspace, GListModel *waiting);
void hx_wrapup_queue_set_current (HxWrapupQueue *self, HxWrapupSession *current);
gboolean hx_wrapup_queue_step (HxWrapupQueue *self, int by);
