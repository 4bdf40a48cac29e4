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

/* 16-bit mono with a tone in it: 320 kB, so that it takes several ranges. */
static GBytes *
make_wav (void)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 size = RATE * SECONDS * 2;

  g_byte_array_append (bytes, (const guint8 *) "RIFF", 4);
  put (bytes, 36 + size, 4);
  g_byte_array_append (bytes, (const guint8 *) "WAVEfmt ", 8);
  put (bytes, 16, 4);
  put (bytes, 1, 2);
  put (bytes, 1, 2);
  put (bytes, RATE, 4);
  put (bytes, RATE * 2, 4);
  put (bytes, 2, 2);
  put (bytes, 16, 2);
  g_byte_array_append (bytes, (const guint8 *) "data", 4);
  put (bytes, size, 4);
  for (guint i = 0; i < RATE * SECONDS; i++)
    put (bytes, (guint16) (gint16) (8000 * sin (i * 0.3)), 2);
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
  g_test_add ("/client/player/corrupt", Fixture, NULL, hx_fixture_set_up, test_corrupt, hx_fixture_tear_down);
  g_test_add ("/client/player/unknown", Fixture, NULL, hx_fixture_set_up, test_unknown, hx_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
