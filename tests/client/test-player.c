/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording on its way from the PBX to the ear. Where there is no sound card, GStreamer plays in time to nobody. */
#include "hx-fixture.h"
#include "model/hx-player.h"

#include <math.h>
#include <string.h>

#define NUMBER "19900010001"
#define RATE 8000
#define SECONDS 20

static void
put (GByteArray *bytes,
     guint32     value,
     guint       length)
{
  for (guint i = 0; i < length; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Mono with a tone in it: several ranges long. A telephone's sound has one byte a sample, so the file may have an
 * odd number of them, which GStreamer's parser of WAV minds unless it is fed in order. */
static GBytes *
make_wav (void)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 size = RATE * SECONDS + 1;

  g_byte_array_append (bytes, (const guint8 *) "RIFF", 4);
  put (bytes, 36 + size, 4);
  g_byte_array_append (bytes, (const guint8 *) "WAVEfmt ", 8);
  put (bytes, 16, 4);
  put (bytes, 1, 2);
  put (bytes, 1, 2);
  put (bytes, RATE, 4);
  put (bytes, RATE, 4);
  put (bytes, 1, 2);
  put (bytes, 8, 2);
  g_byte_array_append (bytes, (const guint8 *) "data", 4);
  put (bytes, size, 4);
  for (guint i = 0; i < size; i++)
    put (bytes, (guint8) (128 + 60 * sin (i * 0.3)), 1);
  return g_byte_array_free_to_bytes (bytes);
}

static char *
announce (Fixture    *self,
          const char *call_id)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_recording_input_schema);
  HxCall call = { .operation = HX_OPERATION_RECORDINGS_CREATE, .input = input };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_text (input, HX_RECORDING_INPUT_EXTERNAL_ID, call_id);
  reply = hx_fixture_call (self->pbx, &call, &error);
  g_assert_no_error (error);
  return g_strdup (hx_record_get_id (reply->item));
}

static void
upload (Fixture    *self,
        const char *id,
        GBytes     *audio)
{
  HxCall call
      = { .operation = HX_OPERATION_RECORDINGS_UPLOAD, .id = id, .upload = audio, .media_type = "audio/x-wav" };
  g_autoptr (HxReply) reply = hx_fixture_call (self->pbx, &call, NULL);
}

static gint64
position (HxPlayer *player)
{
  gint64 value;

  g_object_get (player, "position", &value, NULL);
  return value;
}

static void
test_play (Fixture      *self,
           gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autofree char *id = announce (self, call_id);
  g_autofree char *message = NULL;
  g_autoptr (GBytes) audio = make_wav ();
  g_autoptr (GBytes) peaks = NULL;
  HxPlayer *player = hx_player_new (self->workspace);
  gint64 duration;
  guint lanes;

  hx_player_set_recording (player, id);
  WAIT_FOR (hx_player_get_state (player) == HX_PLAYER_UNPLAYABLE);
  g_object_get (player, "message", &message, NULL);
  g_assert_cmpstr (message, ==, "The recording has not arrived yet");

  upload (self, id, audio);
  WAIT_FOR (hx_player_get_state (player) == HX_PLAYER_STOPPED);
  do
    {
      g_clear_pointer (&peaks, g_bytes_unref);
      g_main_context_iteration (NULL, TRUE);
      g_object_get (player, "peaks", &peaks, "lanes", &lanes, "duration", &duration, NULL);
    }
  while (peaks == NULL);
  g_assert_cmpuint (lanes, ==, 1);
  g_assert_cmpint (ABS (duration - SECONDS * 1000), <, 100);

  hx_player_play (player);
  WAIT_FOR (position (player) > 200);
  hx_player_seek (player, 15000);
  WAIT_FOR (position (player) > 15200);
  g_assert_cmpint (hx_player_get_state (player), ==, HX_PLAYER_PLAYING);
  hx_player_skip (player, -10000);
  WAIT_FOR (position (player) > 5000 && position (player) < 9000);
  hx_player_pause (player);
  g_assert_cmpint (hx_player_get_state (player), ==, HX_PLAYER_STOPPED);

  g_object_set (player, "clip-from", (gint64) 10000, "clip-to", (gint64) 10600, "rate", 1.5, NULL);
  hx_player_play_clip (player);
  WAIT_FOR (hx_player_get_state (player) == HX_PLAYER_STOPPED);
  g_assert_cmpint (position (player), ==, 10600);
  g_assert_finalize_object (player);
}

/* The sample recordings, where they were made: what a PBX has, A-law, MP3 and Opus. */
static void
test_formats (Fixture      *self,
              gconstpointer data)
{
  const char *build = g_getenv ("HX_BUILD_DIR");
  g_autofree char *folder = g_build_filename (build != NULL ? build : "", "data", "sample", "audio", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const suffixes[] = { ".mp3", ".ogg", "-001.wav", "-004.wav" };
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
      if (g_str_has_suffix (name, suffixes[i]) && g_hash_table_add (done, (gpointer) suffixes[i]))
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
          g_autofree char *id = announce (self, call_id);
          g_autofree char *text = NULL;
          g_autoptr (GBytes) audio = NULL;
          HxPlayer *player = hx_player_new (self->workspace);
          gsize length;

          g_assert_true (g_file_get_contents (path, &text, &length, NULL));
          audio = g_bytes_new (text, length);
          upload (self, id, audio);
          hx_player_set_recording (player, id);
          hx_player_play (player);
          WAIT_FOR (position (player) > 100);
          hx_player_seek (player, 20000);
          WAIT_FOR (position (player) > 20200);
          g_assert_cmpint (position (player), <, 25000);
          g_assert_finalize_object (player);
        }
  if (g_hash_table_size (done) == 0)
    g_test_skip ("the sample recordings were not made");
}

static void
test_corrupt (Fixture      *self,
              gconstpointer data)
{
  g_autofree char *call_id = hx_fixture_end_a_call (self, NUMBER);
  g_autofree char *id = announce (self, call_id);
  g_autofree char *message = NULL;
  g_autoptr (GBytes) noise = g_bytes_new_static ("RIFF but then nothing that anybody could hear", 45);
  HxPlayer *player = hx_player_new (self->workspace);

  upload (self, id, noise);
  hx_player_set_recording (player, id);
  WAIT_FOR (hx_player_get_state (player) == HX_PLAYER_UNPLAYABLE);
  g_object_get (player, "message", &message, NULL);
  g_assert_cmpstr (message, ==, "The recording is damaged and cannot be played");
  hx_player_play (player);
  g_assert_cmpint (hx_player_get_state (player), ==, HX_PLAYER_UNPLAYABLE);
  g_assert_finalize_object (player);
}

static void
test_unknown (Fixture      *self,
              gconstpointer data)
{
  HxPlayer *player = hx_player_new (self->workspace);
  g_autofree char *message = NULL;

  g_assert_cmpint (hx_player_get_state (player), ==, HX_PLAYER_EMPTY);
  hx_player_set_recording (player, "0192f3c0-0000-7000-8000-000000000000");
  WAIT_FOR (hx_player_get_state (player) == HX_PLAYER_UNPLAYABLE);
  g_object_get (player, "message", &message, NULL);
  g_assert_nonnull (message);
  g_assert_finalize_object (player);
}

static void
add (void)
{
  g_test_add ("/client/player/play", Fixture, NULL, hx_fixture_set_up, test_play, hx_fixture_tear_down);
  g_test_add ("/client/player/formats", Fixture, NULL, hx_fixture_set_up, test_formats, hx_fixture_tear_down);
  g_test_add ("/client/player/corrupt", Fixture, NULL, hx_fixture_set_up, test_corrupt, hx_fixture_tear_down);
  g_test_add ("/client/player/unknown", Fixture, NULL, hx_fixture_set_up, test_unknown, hx_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
