/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-player-private.h"

#include "hx-workspace-private.h"

#include <glib/gi18n-lib.h>

/* What is known of a recording before it is heard: its state and its waveform. */

static void load_peaks (HxPlayer *self);

static void
take_recording (HxPlayer *self)
{
  int state = hx_record_get_enum (self->recording, HX_RECORDING_STATE);
  gint64 duration = hx_record_get_int (self->recording, HX_RECORDING_DURATION_MS);

  if (duration != self->duration)
    {
      self->duration = duration;
      hx_player_notify (self, HX_PLAYER_PROP_DURATION);
    }
  if (state != HX_RECORDING_READY)
    {
      hx_player_silence (self);
      hx_player_set_state (self, HX_PLAYER_UNPLAYABLE, _ (hx_recording_state_enum.values[state].label));
      return;
    }
  if (self->state == HX_PLAYER_LOADING || self->state == HX_PLAYER_UNPLAYABLE)
    hx_player_set_state (self, HX_PLAYER_STOPPED, NULL);
  if (self->peaks == NULL)
    load_peaks (self);
  if (self->play_waits)
    hx_player_play (self);
}

static void
on_peaks (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxPlayer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) peaks = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);
  const char *text = peaks != NULL ? hx_record_get_text (peaks, HX_PEAKS_DATA) : NULL;
  guchar *bytes;
  gsize length;

  if (peaks == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("No waveform: %s", error->message);
  if (text == NULL)
    return;
  bytes = g_base64_decode (text, &length);
  g_clear_pointer (&self->peaks, g_bytes_unref);
  self->peaks = g_bytes_new_take (bytes, length);
  self->lanes = (guint) MAX (1, hx_record_get_int (peaks, HX_PEAKS_LANES));
  g_object_freeze_notify (G_OBJECT (self));
  hx_player_notify (self, HX_PLAYER_PROP_LANES);
  hx_player_notify (self, HX_PLAYER_PROP_PEAKS);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
load_peaks (HxPlayer *self)
{
  hx_workspace_call_async (self->workspace, HX_OPERATION_RECORDINGS_PEAKS, self->recording_id, NULL, NULL, NULL,
                           self->loading, on_peaks, g_object_ref (self));
}

static void
on_recording (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (HxPlayer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) recording = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (recording == NULL)
    {
      sentence = g_error_matches (error, HX_ERROR, HX_ERROR_FORBIDDEN)
                     ? g_strdup (_ (hx_recording_state_enum.values[HX_RECORDING_FORBIDDEN].label))
                     : hx_error_to_sentence (error);
      hx_player_set_state (self, HX_PLAYER_UNPLAYABLE, sentence);
      return;
    }
  if (self->recording_watch != 0)
    g_signal_handler_disconnect (self->recording, self->recording_watch);
  g_set_object (&self->recording, recording);
  self->recording_watch
      = g_signal_connect_swapped (recording, "notify::state", G_CALLBACK (take_recording), self);
  hx_player_notify (self, HX_PLAYER_PROP_RECORDING);
  take_recording (self);
}

/* Asks for the recording that was set, and for its waveform. */
void
hx_player_load (HxPlayer *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->recording_watch != 0)
    g_signal_handler_disconnect (self->recording, self->recording_watch);
  self->recording_watch = 0;
  g_clear_object (&self->recording);
  g_clear_pointer (&self->peaks, g_bytes_unref);
  g_object_freeze_notify (G_OBJECT (self));
  self->lanes = 0;
  self->duration = 0;
  hx_player_set_position (self, 0);
  hx_player_notify (self, HX_PLAYER_PROP_RECORDING);
  hx_player_notify (self, HX_PLAYER_PROP_PEAKS);
  hx_player_notify (self, HX_PLAYER_PROP_LANES);
  hx_player_notify (self, HX_PLAYER_PROP_DURATION);
  hx_player_set_state (self, self->recording_id != NULL ? HX_PLAYER_LOADING : HX_PLAYER_EMPTY, NULL);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->recording_id == NULL)
    return;
  self->loading = g_cancellable_new ();
  hx_workspace_call_async (self->workspace, HX_OPERATION_RECORDINGS_GET, self->recording_id, NULL, NULL, NULL,
                           self->loading, on_recording, g_object_ref (self));
}
