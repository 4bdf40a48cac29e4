/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-audio-pipeline.h"
#include "hx-player.h"

G_BEGIN_DECLS

typedef enum
{
  HX_PLAYER_PROP_STATE = 1,
  HX_PLAYER_PROP_POSITION,
  HX_PLAYER_PROP_DURATION,
  HX_PLAYER_PROP_PEAKS,
  HX_PLAYER_PROP_LANES,
  HX_PLAYER_PROP_RECORDING,
  HX_PLAYER_PROP_MESSAGE,
  HX_PLAYER_PROP_RATE,
  HX_PLAYER_PROP_CLIP_FROM,
  HX_PLAYER_PROP_CLIP_TO,
  HX_PLAYER_PROP_LOOP,
  HX_PLAYER_N_PROPERTIES
} HxPlayerProperty;

struct _HxPlayer
{
  GObject parent_instance;

  HxWorkspace *workspace;
  HxPlayerState state;
  char *recording_id;
  HxRecord *recording;
  gulong recording_watch;
  GCancellable *loading;
  GBytes *peaks;
  guint lanes;
  gint64 duration;
  gint64 position;
  char *message;
  double rate;
  gint64 clip_from, clip_to;
  gboolean loop;

  HxAudioPipeline *pipeline; /* (nullable): made when it is to be heard */
  gboolean in_clip;          /* it stops where the clip ends */
  gboolean play_waits;       /* play was pressed before the recording was known */
  guint position_timer;
};

void hx_player_notify     (HxPlayer         *self,
                           HxPlayerProperty  property);
void hx_player_set_state  (HxPlayer         *self,
                           HxPlayerState     state,
                           const char       *message);
void hx_player_set_position (HxPlayer       *self,
                           gint64            position);
void hx_player_silence    (HxPlayer         *self);
void hx_player_load       (HxPlayer         *self);

G_END_DECLS
