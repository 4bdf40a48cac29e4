/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"
#include "files/hx-file-store.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Calls older than this have no recording any more. */
#define KEPT (30 * HX_DAY)
/* How long a telephone system takes to hand a recording over. */
#define HANDOVER (25 * HX_MINUTE)
#define BOOKMARK_MS 15000

/* Into the recordings folder, by a link where that is possible. */
static gboolean
place_file (HxSample   *self,
            const char *from,
            const char *name,
            GError    **error)
{
  g_autofree char *to = g_build_filename (self->options->recordings_folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  g_ptr_array_add (self->files, g_strdup (to));
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  g_unlink (to);
  return link (from, to) == 0 || g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

static void
add_clip (HxSample     *self,
          HxSampleCall *call,
          HxClipKind    kind,
          gint64        from_ms,
          gint64        to_ms,
          gint64        at_ms)
{
  HxRecord *clip = hx_sample_record (self, &hx_clip_schema, hx_record_get_int (call->call, HX_CALL_ANSWERED_AT) + at_ms * 1000);

  hx_record_set_text (clip, HX_CLIP_RECORDING_ID, hx_record_get_id (call->recording));
  hx_record_set_enum (clip, HX_CLIP_KIND, (int) kind);
  hx_record_set_int (clip, HX_CLIP_FROM_MS, from_ms);
  hx_record_set_int (clip, HX_CLIP_TO_MS, to_ms);
  if (kind == HX_CLIP_BOOKMARK)
    hx_record_set_int (clip, HX_CLIP_AT_MS, at_ms);
  hx_record_set_text (clip, HX_CLIP_USER_ID, hx_record_get_id (call->agent->record));
}

/* A key pressed in the middle of what matters, and now and then a clip cut afterwards. */
static void
add_clips (HxSample     *self,
           HxSampleCall *call)
{
  const HxSampleAudio *audio = call->audio;
  gint64 duration = hx_record_get_int (call->recording, HX_RECORDING_DURATION_MS);
  gint64 at = (audio->clip_from_ms + audio->clip_to_ms) / 2;

  if (at <= 0 || at >= duration)
    return;
  if (hx_sample_chance (self, 0.7))
    add_clip (self, call, HX_CLIP_BOOKMARK, MAX (0, at - BOOKMARK_MS), MIN (duration, at + BOOKMARK_MS), at);
  if (hx_sample_chance (self, 0.35))
    add_clip (self, call, HX_CLIP_CUT, audio->clip_from_ms, MIN (duration, audio->clip_to_ms), audio->clip_to_ms);
}

static HxRecord *
add_recording (HxSample        *self,
               HxSampleCall    *call,
               HxRecordingState state)
{
  gint64 at = hx_record_get_int (call->call, HX_CALL_ENDED_AT);

  call->recording = hx_sample_record (self, &hx_recording_schema, at);
  hx_record_set_text (call->recording, HX_RECORDING_CALL_ID, hx_record_get_id (call->call));
  hx_record_set_enum (call->recording, HX_RECORDING_STATE, (int) state);
  hx_record_set_text (call->call, HX_CALL_RECORDING_ID, hx_record_get_id (call->recording));
  return call->recording;
}

static void
describe (HxRecord      *recording,
          const HxAudio *audio,
          const char    *name)
{
  hx_record_set_text (recording, HX_RECORDING_FILE, name);
  hx_record_set_text (recording, HX_RECORDING_DIGEST, audio->digest);
  hx_record_set_text (recording, HX_RECORDING_MEDIA_TYPE, audio->media_type);
  hx_record_set_text (recording, HX_RECORDING_PEAKS, audio->peaks);
  hx_record_set_int (recording, HX_RECORDING_SIZE, audio->size);
  hx_record_set_int (recording, HX_RECORDING_DURATION_MS, audio->duration_ms);
  hx_record_set_int (recording, HX_RECORDING_LANES, audio->lanes);
}

/* As an upload would have left it: what is not audio leaves no file. */
static gboolean
add_audio (HxSample     *self,
           HxSampleCall *call,
           GError      **error)
{
  const HxAudio *audio = call->audio->read;
  g_autofree char *from = g_build_filename (self->options->sample_dir, "audio", call->audio->file, NULL);
  g_autofree char *name = NULL;

  if (audio == NULL)
    {
      add_recording (self, call, call->audio->present ? HX_RECORDING_CORRUPT : HX_RECORDING_MISSING);
      return TRUE;
    }
  add_recording (self, call, HX_RECORDING_READY);
  name = hx_file_name_new (hx_record_get_id (call->recording), audio->digest, audio->suffix);
  describe (call->recording, audio, name);
  if (!place_file (self, from, name, error))
    return FALSE;
  add_clips (self, call);
  return TRUE;
}

/* The recordings: those with audio, and what a telephone system owes, lost or may not give. */
gboolean
hx_sample_make_recordings (HxSample *self,
                           GError  **error)
{
  gint64 now = self->options->now;

  if (self->audio->len > 0 && g_mkdir_with_parents (self->options->recordings_folder, 0700) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "The recordings folder %s cannot be made: %s",
                   self->options->recordings_folder, g_strerror (errno));
      return FALSE;
    }
  if (!hx_sample_read_audio (self, error))
    return FALSE;
  for (guint i = 0; i < self->calls->len; i++)
    {
      HxSampleCall *call = g_ptr_array_index (self->calls, i);
      gint64 age = call->call != NULL ? now - hx_record_get_int (call->call, HX_CALL_ENDED_AT) : 0;

      if (call->call == NULL || !call->answered || age > KEPT)
        continue;
      if (call->audio != NULL)
        {
          if (!add_audio (self, call, error))
            return FALSE;
        }
      else if (age < HANDOVER)
        add_recording (self, call, HX_RECORDING_PENDING);
      else if (hx_sample_chance (self, 0.16))
        add_recording (self, call, hx_sample_chance (self, 0.15) ? HX_RECORDING_FORBIDDEN : HX_RECORDING_MISSING);
    }
  return TRUE;
}
