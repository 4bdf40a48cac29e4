/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-player-private.h"

#include "hx-workspace-private.h"

#include <glib/gi18n-lib.h>

/* The eye sees no more, and every one of them draws. */
#define POSITION_MS 33

G_DEFINE_FINAL_TYPE (HxPlayer, hx_player, G_TYPE_OBJECT)

static GParamSpec *properties[HX_PLAYER_N_PROPERTIES];

void
hx_player_notify (HxPlayer        *self,
                  HxPlayerProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
hx_player_set_position (HxPlayer *self,
                        gint64    position)
{
  if (self->position == position)
    return;
  self->position = position;
  hx_player_notify (self, HX_PLAYER_PROP_POSITION);
}

static gboolean
on_position (gpointer data)
{
  HxPlayer *self = data;
  gint64 position = self->pipeline != NULL ? hx_audio_pipeline_get_position (self->pipeline) : -1;

  if (position >= 0)
    hx_player_set_position (self, position);
  return G_SOURCE_CONTINUE;
}

void
hx_player_set_state (HxPlayer     *self,
                     HxPlayerState state,
                     const char   *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (message, self->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      hx_player_notify (self, HX_PLAYER_PROP_MESSAGE);
    }
  if (self->state != state)
    {
      self->state = state;
      hx_player_notify (self, HX_PLAYER_PROP_STATE);
    }
  if (state == HX_PLAYER_PLAYING && self->position_timer == 0)
    self->position_timer = g_timeout_add (POSITION_MS, on_position, self);
  else if (state != HX_PLAYER_PLAYING)
    g_clear_handle_id (&self->position_timer, g_source_remove);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Lets go of the sound; what is shown stays. */
void
hx_player_silence (HxPlayer *self)
{
  if (self->pipeline == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->pipeline, self);
  hx_audio_pipeline_close (self->pipeline);
  g_clear_object (&self->pipeline);
  self->in_clip = FALSE;
}

static void
seek_to (HxPlayer *self,
         gint64    from,
         gint64    to)
{
  if (self->pipeline != NULL)
    hx_audio_pipeline_seek (self->pipeline, from, to, self->rate);
  hx_player_set_position (self, from);
}

static void
on_ended (HxPlayer *self)
{
  if (self->loop)
    {
      seek_to (self, self->in_clip ? self->clip_from : 0, self->in_clip ? self->clip_to : -1);
      hx_audio_pipeline_set_playing (self->pipeline, TRUE);
      return;
    }
  hx_player_set_position (self, self->in_clip ? self->clip_to : self->duration);
  hx_player_set_state (self, HX_PLAYER_STOPPED, NULL);
}

static void
on_failed (HxPlayer     *self,
           const GError *error)
{
  gboolean ours = error->domain == HX_ERROR;
  g_autofree char *sentence
      = ours ? hx_error_to_sentence (error) : g_strdup (_ (hx_recording_state_enum.values[HX_RECORDING_CORRUPT].label));

  g_message ("Recording %s: %s", self->recording_id, error->message);
  hx_player_silence (self);
  hx_player_set_state (self, HX_PLAYER_UNPLAYABLE, sentence);
}

static void
make_pipeline (HxPlayer *self)
{
  if (self->pipeline != NULL)
    return;
  self->pipeline = hx_audio_pipeline_new (hx_workspace_get_client (self->workspace), self->recording_id,
                                          hx_record_get_int (self->recording, HX_RECORDING_SIZE),
                                          hx_record_get_text (self->recording, HX_RECORDING_MEDIA_TYPE));
  g_signal_connect_swapped (self->pipeline, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect_swapped (self->pipeline, "failed", G_CALLBACK (on_failed), self);
}

static gboolean
can_play (HxPlayer *self)
{
  return self->recording != NULL && hx_record_get_enum (self->recording, HX_RECORDING_STATE) == HX_RECORDING_READY;
}

static void
play_from (HxPlayer *self,
           gint64    from,
           gint64    to)
{
  gboolean fresh = self->pipeline == NULL;

  make_pipeline (self);
  if (!fresh || from > 0 || to >= 0 || self->rate != 1)
    seek_to (self, from, to);
  hx_audio_pipeline_set_playing (self->pipeline, TRUE);
  hx_player_set_state (self, HX_PLAYER_PLAYING, NULL);
}

/**
 * hx_player_set_recording:
 * @self: a player
 * @recording_id: (nullable): which recording; %NULL for none
 *
 * Loads what is known of the recording and its waveform; no sound yet.
 */
void
hx_player_set_recording (HxPlayer   *self,
                         const char *recording_id)
{
  if (g_strcmp0 (self->recording_id, recording_id) == 0 && self->state != HX_PLAYER_UNPLAYABLE)
    return;
  hx_player_silence (self);
  g_free (self->recording_id);
  self->recording_id = g_strdup (recording_id);
  self->play_waits = FALSE;
  hx_player_load (self);
}

/**
 * hx_player_get_state:
 * @self: a player
 *
 * Returns: what it is doing
 */
HxPlayerState
hx_player_get_state (HxPlayer *self)
{
  return self->state;
}

/**
 * hx_player_play:
 * @self: a player
 *
 * Plays on from where it is, from the beginning once it is at its end. While
 * the recording is being looked up, it plays as soon as it is known.
 */
void
hx_player_play (HxPlayer *self)
{
  gboolean at_end = self->duration > 0 && self->position >= self->duration;

  self->play_waits = self->state == HX_PLAYER_LOADING;
  if (!can_play (self))
    return;
  self->in_clip = FALSE;
  play_from (self, at_end ? 0 : self->position, -1);
}

/**
 * hx_player_pause:
 * @self: a player
 */
void
hx_player_pause (HxPlayer *self)
{
  self->play_waits = FALSE;
  if (self->state != HX_PLAYER_PLAYING)
    return;
  hx_audio_pipeline_set_playing (self->pipeline, FALSE);
  on_position (self);
  hx_player_set_state (self, HX_PLAYER_STOPPED, NULL);
}

/**
 * hx_player_toggle:
 * @self: a player
 *
 * Plays, or pauses.
 */
void
hx_player_toggle (HxPlayer *self)
{
  if (self->state == HX_PLAYER_PLAYING)
    hx_player_pause (self);
  else
    hx_player_play (self);
}

/**
 * hx_player_seek:
 * @self: a player
 * @position_ms: where to go on
 */
void
hx_player_seek (HxPlayer *self,
                gint64    position_ms)
{
  gboolean inside = self->in_clip && position_ms >= self->clip_from && position_ms < self->clip_to;

  if (!can_play (self))
    return;
  self->in_clip = inside;
  seek_to (self, CLAMP (position_ms, 0, self->duration), inside ? self->clip_to : -1);
}

/**
 * hx_player_skip:
 * @self: a player
 * @by_ms: how far, forth or back
 */
void
hx_player_skip (HxPlayer *self,
                gint64    by_ms)
{
  hx_player_seek (self, self->position + by_ms);
}

/**
 * hx_player_play_clip:
 * @self: a player
 *
 * Plays the clip and stops at its end, or begins it again when looping.
 */
void
hx_player_play_clip (HxPlayer *self)
{
  if (!can_play (self) || self->clip_from < 0 || self->clip_to <= self->clip_from)
    return;
  self->in_clip = TRUE;
  play_from (self, self->clip_from, self->clip_to);
}

static void
hx_player_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  HxPlayer *self = HX_PLAYER (object);

  switch ((HxPlayerProperty) id)
    {
    case HX_PLAYER_PROP_STATE: g_value_set_int (value, (int) self->state); break;
    case HX_PLAYER_PROP_POSITION: g_value_set_int64 (value, self->position); break;
    case HX_PLAYER_PROP_DURATION: g_value_set_int64 (value, self->duration); break;
    case HX_PLAYER_PROP_PEAKS: g_value_set_boxed (value, self->peaks); break;
    case HX_PLAYER_PROP_LANES: g_value_set_uint (value, self->lanes); break;
    case HX_PLAYER_PROP_RECORDING: g_value_set_object (value, self->recording); break;
    case HX_PLAYER_PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case HX_PLAYER_PROP_RATE: g_value_set_double (value, self->rate); break;
    case HX_PLAYER_PROP_CLIP_FROM: g_value_set_int64 (value, self->clip_from); break;
    case HX_PLAYER_PROP_CLIP_TO: g_value_set_int64 (value, self->clip_to); break;
    case HX_PLAYER_PROP_LOOP: g_value_set_boolean (value, self->loop); break;
    case HX_PLAYER_N_PROPERTIES:
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_player_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  HxPlayer *self = HX_PLAYER (object);

  switch (id)
    {
    case HX_PLAYER_PROP_RATE:
      self->rate = g_value_get_double (value);
      if (self->pipeline != NULL)
        hx_player_seek (self, self->position);
      break;
    case HX_PLAYER_PROP_CLIP_FROM: self->clip_from = g_value_get_int64 (value); break;
    case HX_PLAYER_PROP_CLIP_TO: self->clip_to = g_value_get_int64 (value); break;
    case HX_PLAYER_PROP_LOOP: self->loop = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_player_dispose (GObject *object)
{
  HxPlayer *self = HX_PLAYER (object);

  hx_player_silence (self);
  g_clear_handle_id (&self->position_timer, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->recording_watch != 0)
    g_signal_handler_disconnect (self->recording, self->recording_watch);
  self->recording_watch = 0;
  g_clear_object (&self->recording);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_player_parent_class)->dispose (object);
}

static void
hx_player_finalize (GObject *object)
{
  HxPlayer *self = HX_PLAYER (object);

  g_clear_pointer (&self->peaks, g_bytes_unref);
  g_free (self->recording_id);
  g_free (self->message);
  G_OBJECT_CLASS (hx_player_parent_class)->finalize (object);
}

static void
hx_player_class_init (HxPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags reads = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writes = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const struct
  {
    HxPlayerProperty id;
    const char *name;
    gint64 least;
    GParamFlags flags;
  } times[] = {
    { HX_PLAYER_PROP_POSITION, "position", 0, reads },
    { HX_PLAYER_PROP_DURATION, "duration", 0, reads },
    { HX_PLAYER_PROP_CLIP_FROM, "clip-from", -1, writes },
    { HX_PLAYER_PROP_CLIP_TO, "clip-to", -1, writes },
  };

  object_class->get_property = hx_player_get_property;
  object_class->set_property = hx_player_set_property;
  object_class->dispose = hx_player_dispose;
  object_class->finalize = hx_player_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    properties[times[i].id] = g_param_spec_int64 (times[i].name, NULL, NULL, times[i].least, G_MAXINT64,
                                                  times[i].least, times[i].flags);
  properties[HX_PLAYER_PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, HX_PLAYER_EMPTY, HX_PLAYER_UNPLAYABLE, HX_PLAYER_EMPTY, reads);
  properties[HX_PLAYER_PROP_PEAKS] = g_param_spec_boxed ("peaks", NULL, NULL, G_TYPE_BYTES, reads);
  properties[HX_PLAYER_PROP_LANES] = g_param_spec_uint ("lanes", NULL, NULL, 0, G_MAXUINT, 0, reads);
  properties[HX_PLAYER_PROP_RECORDING] = g_param_spec_object ("recording", NULL, NULL, HX_TYPE_RECORD, reads);
  properties[HX_PLAYER_PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, reads);
  properties[HX_PLAYER_PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0.25, 4, 1, writes);
  properties[HX_PLAYER_PROP_LOOP] = g_param_spec_boolean ("loop", NULL, NULL, FALSE, writes);
  g_object_class_install_properties (object_class, HX_PLAYER_N_PROPERTIES, properties);
}

static void
hx_player_init (HxPlayer *self)
{
  self->rate = 1;
  self->clip_from = -1;
  self->clip_to = -1;
}

/**
 * hx_player_new:
 * @workspace: where recordings come from
 *
 * Returns: (transfer full): a player without a recording
 */
HxPlayer *
hx_player_new (HxWorkspace *workspace)
{
  HxPlayer *self = g_object_new (HX_TYPE_PLAYER, NULL);

  self->workspace = g_object_ref (workspace);
  return self;
}
