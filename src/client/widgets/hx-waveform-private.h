/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-waveform.h"

/* What the three files of the waveform share; nobody else includes it. */

typedef enum
{
  HX_WAVE_PLAYED,
  HX_WAVE_AHEAD,
  HX_WAVE_IN_CLIP,
  HX_WAVE_N_LOOKS
} HxWaveLook;

typedef enum
{
  HX_WAVE_HANDLE_FROM,
  HX_WAVE_HANDLE_TO,
  HX_WAVE_N_HANDLES
} HxWaveHandle;

typedef enum
{
  HX_WAVE_DRAG_NONE,
  HX_WAVE_DRAG_PRESSED, /* a click until the pointer moves */
  HX_WAVE_DRAG_RANGE,
  HX_WAVE_DRAG_FROM,
  HX_WAVE_DRAG_TO
} HxWaveDrag;

typedef struct
{
  GdkRGBA text;
  GdkRGBA accent;
  GdkRGBA mark;
  GdkRGBA lanes[2];
} HxWaveColors;

struct _HxWaveform
{
  GtkWidget parent_instance;

  gint64 duration;
  gint64 position;
  gint64 clip_from;
  gint64 clip_to;
  int lanes;
  gboolean ruler;
  gboolean interactive;

  GBytes *peaks;
  guint peak_lanes;
  GArray *bookmarks;

  GtkWidget *handles[HX_WAVE_N_HANDLES];
  HxWaveDrag drag;
  gint64 drag_anchor;
  double pointer; /* x, px; negative when the pointer is elsewhere */

  /* Bars and ruler as they were last drawn; redrawn only for another size, other peaks or other colours. */
  GskRenderNode *looks[HX_WAVE_N_LOOKS];
  GskRenderNode *ruler_node;
  HxWaveColors drawn_colors;
  int drawn_width;
  int drawn_height;
  double drawn_position; /* x, px: a step that is not seen needs no frame */
};

void hx_waveform_draw (HxWaveform *self, GtkSnapshot *snapshot);
void hx_waveform_forget_drawing (HxWaveform *self);
double hx_waveform_ms_to_x (HxWaveform *self, gint64 ms);
gint64 hx_waveform_x_to_ms (HxWaveform *self, double x);
int hx_waveform_body_height (HxWaveform *self);
gboolean hx_waveform_has_clip (HxWaveform *self);

void hx_waveform_add_input (HxWaveform *self);
void hx_waveform_seek (HxWaveform *self, gint64 ms);
void hx_waveform_move_handle (HxWaveform *self, HxWaveHandle handle, gint64 ms);
