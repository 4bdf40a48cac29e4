/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-waveform-private.h"

/* The pointer takes a handle from so far around it (px); it is drawn much smaller. */
#define HX_WAVEFORM_HANDLE_GRAB 24

#define HX_TYPE_WAVEFORM_HANDLE (hx_waveform_handle_get_type ())
G_DECLARE_FINAL_TYPE (HxWaveformHandle, hx_waveform_handle, HX, WAVEFORM_HANDLE, GtkWidget)

GtkWidget *hx_waveform_handle_new (HxWaveHandle which);
void hx_waveform_handle_tell (HxWaveformHandle *self, gint64 ms, gint64 duration);
