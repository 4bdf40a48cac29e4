/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_HISTORY_FILTER (hx_history_filter_get_type ())
G_DECLARE_FINAL_TYPE (HxHistoryFilter, hx_history_filter, HX, HISTORY_FILTER, AdwBin)

void        hx_history_filter_reset       (HxHistoryFilter *self);
void        hx_history_filter_set_counts  (HxHistoryFilter *self,
                                           const char      *document);
int         hx_history_filter_get_channel (HxHistoryFilter *self);
const char *hx_history_filter_get_text    (HxHistoryFilter *self);
gint64      hx_history_filter_get_before  (HxHistoryFilter *self);
void        hx_history_filter_search      (HxHistoryFilter *self);

G_END_DECLS
