/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audio.h"
#include "hx-call-service-private.h"
#include "hx-clip-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

/* The name has nothing that a client chose. The digest makes it another one for
 * another upload, so that a reader of the old file keeps what it began. */
static char *
file_name (HxRecord      *recording,
           const HxAudio *audio)
{
  return g_strdup_printf ("%s-%.8s%s", hx_record_get_id (recording), audio->digest, audio->suffix);
}

/* The file lies where it belongs before the row that names it is committed: a
 * crash between leaves a file too many, never a row without its file. */
static gboolean
move_file (HxServiceCall *call,
           const char    *name,
           GError       **error)
{
  g_autofree char *path = g_build_filename (hx_site_get_recordings (call->site), name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (call->upload), to = g_file_new_for_path (path);
  g_autoptr (GError) failure = NULL;

  if (g_file_move (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &failure))
    return TRUE;
  g_set_error (error, HX_ERROR,
               g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? HX_ERROR_STORE_FULL
                                                                          : HX_ERROR_STORE_READ_ONLY,
               "The recording cannot be kept: %s", failure->message);
  return FALSE;
}

static void
forget_audio (HxRecord *recording)
{
  static const guint fields[] = { HX_RECORDING_FILE,        HX_RECORDING_DIGEST, HX_RECORDING_MEDIA_TYPE,
                                  HX_RECORDING_DURATION_MS, HX_RECORDING_LANES,  HX_RECORDING_PEAKS,
                                  HX_RECORDING_SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_record_clear (recording, fields[i]);
  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_CORRUPT);
}

static void
take_audio (HxRecord      *recording,
            const HxAudio *audio,
            const char    *name)
{
  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_READY);
  hx_record_set_text (recording, HX_RECORDING_FILE, name);
  hx_record_set_text (recording, HX_RECORDING_DIGEST, audio->digest);
  hx_record_set_text (recording, HX_RECORDING_MEDIA_TYPE, audio->media_type);
  hx_record_set_text (recording, HX_RECORDING_PEAKS, audio->peaks);
  hx_record_set_int (recording, HX_RECORDING_SIZE, audio->size);
  hx_record_set_int (recording, HX_RECORDING_DURATION_MS, audio->duration_ms);
  hx_record_set_int (recording, HX_RECORDING_LANES, audio->lanes);
}

/* Decoding takes as long as it takes; the writer must not wait for it. */
gboolean
hx_recording_prepare (HxServiceCall *call,
                      GError       **error)
{
  if (call->upload != NULL && call->prepared == NULL)
    call->prepared = hx_audio_read (call->upload);
  return TRUE;
}

/* What is not audio is no error of the sender's request: the recording of this
 * call is damaged, and everybody who looks for it is told so. */
gboolean
hx_recordings_upload (HxServiceCall *call,
                      GError       **error)
{
  g_autoptr (HxRecord) recording = hx_record_load (call->db, &hx_recording_schema, call->id, error);
  g_autoptr (HxRecord) view = NULL;
  HxAudio *audio = call->prepared;
  g_autofree char *name = NULL;

  if (recording == NULL)
    return FALSE;
  if (call->upload == NULL)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_MALFORMED, "The audio is missing");
      return FALSE;
    }
  if (hx_record_get_enum (recording, HX_RECORDING_STATE) == HX_RECORDING_FORBIDDEN)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This recording may not be kept");
      return FALSE;
    }
  name = audio != NULL ? file_name (recording, audio) : NULL;
  if (audio != NULL)
    take_audio (recording, audio, name);
  else
    forget_audio (recording);
  if (!hx_record_save (call->db, recording, call->now, error)
      || (audio != NULL && !hx_clip_fit_all (call, recording, error))
      || !hx_recording_tell (call, call->id, "updated", error) || (name != NULL && !move_file (call, name, error)))
    return FALSE;
  view = hx_recording_view_load (call->db, call->id, error);
  return hx_reply_with (call, view);
}
