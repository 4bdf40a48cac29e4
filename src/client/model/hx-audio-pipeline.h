/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/hx-client.h"

G_BEGIN_DECLS

/**
 * HxAudioPipeline:
 *
 * Sound of one recording: GStreamer fed by ranges from the server, whichever
 * way the server is reached.
 *
 * Signals: `ended`: the end, or the end that a seek has set, was played;
 * `failed` (const GError *): it cannot be played.
 */
#define HX_TYPE_AUDIO_PIPELINE (hx_audio_pipeline_get_type ())
G_DECLARE_FINAL_TYPE (HxAudioPipeline, hx_audio_pipeline, HX, AUDIO_PIPELINE, GObject)

HxAudioPipeline *hx_audio_pipeline_new          (HxClient        *client,
                                                 const char      *recording_id,
                                                 gint64           size,
                                                 const char      *media_type);
void             hx_audio_pipeline_set_playing  (HxAudioPipeline *self,
                                                 gboolean         playing);
void             hx_audio_pipeline_seek         (HxAudioPipeline *self,
                                                 gint64           from_ms,
                                                 gint64           to_ms,
                                                 double           rate);
gint64           hx_audio_pipeline_get_position (HxAudioPipeline *self);
void             hx_audio_pipeline_close        (HxAudioPipeline *self);

G_END_DECLS
