/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-player-view.h"
#include "widgets/hx-waveform.h"

G_BEGIN_DECLS

/* What the two files of the player share; nobody else includes it. */
struct _HxPlayerView
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxPlayer *player;
  GCancellable *cancellable;
  char *recording_id; /* (nullable) */

  GtkStack *stack;
  GtkImage *message_icon;
  GtkLabel *message_label;
  GtkWidget *retry_button;
  GtkWidget *lane_labels;
  HxWaveform *waveform;
  GtkWidget *play_button;
  GtkLabel *time_label;
  GtkMenuButton *speed_button;
  GtkLabel *clip_label;
  GtkToggleButton *loop_button;
  GtkWidget *save_button;
};

void hx_player_view_class_bind_controls (GtkWidgetClass *klass);
void hx_player_view_show_clip           (HxPlayerView   *self);

G_END_DECLS
