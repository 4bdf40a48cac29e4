/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What stands above and below the lanes, so that labels beside the wave can be aligned with them (px). */
#define HX_WAVEFORM_TOP   14
#define HX_WAVEFORM_RULER 20

#define HX_TYPE_WAVEFORM (hx_waveform_get_type ())
G_DECLARE_FINAL_TYPE (HxWaveform, hx_waveform, HX, WAVEFORM, GtkWidget)

GtkWidget *hx_waveform_new (void);
void hx_waveform_set_peaks (HxWaveform *self, GBytes *peaks, guint n_lanes);
void hx_waveform_set_bookmarks (HxWaveform *self, const gint64 *ms, gsize n);
void hx_waveform_set_duration_ms (HxWaveform *self, gint64 ms);
void hx_waveform_set_position_ms (HxWaveform *self, gint64 ms);
gint64 hx_waveform_get_position_ms (HxWaveform *self);
void hx_waveform_set_clip (HxWaveform *self, gint64 from_ms, gint64 to_ms);
gboolean hx_waveform_get_clip (HxWaveform *self, gint64 *from_ms, gint64 *to_ms);
