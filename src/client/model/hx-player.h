/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-workspace.h"

G_BEGIN_DECLS

/**
 * HxPlayer:
 *
 * Plays one recording from the server by HTTP range (GStreamer, initialised
 * when first used). Not a widget.
 *
 * Properties (read): `state` (int, HxPlayerState), `position` (int64 ms),
 * `duration` (int64 ms), `peaks` (GBytes, nullable: lanes × buckets), `lanes` (uint),
 * `recording` (HxRecord), `message` (string, nullable: why it cannot be played).
 * Properties (read-write): `rate` (double, 0.75–2), `clip-from`, `clip-to` (int64 ms,
 * -1 none), `loop` (boolean).
 */
typedef enum
{
  HX_PLAYER_EMPTY,   /* nothing asked for yet */
  HX_PLAYER_LOADING,
  HX_PLAYER_STOPPED,
  HX_PLAYER_PLAYING,
  HX_PLAYER_UNPLAYABLE, /* pending, missing, forbidden, corrupt, or unreachable: see `message` */
} HxPlayerState;

#define HX_TYPE_PLAYER (hx_player_get_type ())
G_DECLARE_FINAL_TYPE (HxPlayer, hx_player, HX, PLAYER, GObject)

HxPlayer      *hx_player_new         (HxWorkspace *workspace);
void           hx_player_set_recording (HxPlayer  *self,
                                      const char  *recording_id); /* loads record and peaks, no audio yet */
HxPlayerState  hx_player_get_state   (HxPlayer    *self);
void           hx_player_play        (HxPlayer    *self);
void           hx_player_pause       (HxPlayer    *self);
void           hx_player_toggle      (HxPlayer    *self);
void           hx_player_seek        (HxPlayer    *self,
                                      gint64       position_ms);
void           hx_player_skip        (HxPlayer    *self,
                                      gint64       by_ms);
void           hx_player_play_clip   (HxPlayer    *self); /* from clip-from, stops at clip-to */

G_END_DECLS
