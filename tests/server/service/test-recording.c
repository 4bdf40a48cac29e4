/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"

#include <math.h>
#include <string.h>

#define IN ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\",\"user\":\"1001\""
#define RATE 8000

static void
put_le (GByteArray *bytes,
        guint32     value,
        guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* A WAV of 16 bits: the left lane is loud in its first half, the right in its second. */
static char *
write_wav (HxFixture  *self,
           const char *name,
           guint       lanes,
           guint       seconds)
{
  g_autoptr (GByteArray) wav = g_byte_array_new ();
  char *path = g_build_filename (self->folder, name, NULL);
  guint frames = RATE * seconds, size = frames * lanes * 2;

  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  put_le (wav, 36 + size, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  put_le (wav, 16, 4);
  put_le (wav, 1, 2);
  put_le (wav, lanes, 2);
  put_le (wav, RATE, 4);
  put_le (wav, RATE * lanes * 2, 4);
  put_le (wav, lanes * 2, 2);
  put_le (wav, 16, 2);
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  put_le (wav, size, 4);
  for (guint i = 0; i < frames; i++)
    for (guint lane = 0; lane < lanes; lane++)
      {
        gboolean loud = (i < frames / 2) == (lane == 0);

        put_le (wav, (guint32) (gint32) ((loud ? 16000 : 500) * sin (i * 2 * G_PI * 440 / RATE)), 2);
      }
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  return path;
}

static char *
finish_call (HxFixture *self,
             gboolean   bookmark)
{
  g_autofree char *call_id = NULL;

  hx_fixture_cti (self, "newCall", "a", IN);
  hx_fixture_cti (self, "answer", "a", IN);
  self->now += 4 * HX_SECOND;
  call_id = hx_fixture_text (self, "SELECT id FROM calls");
  if (bookmark)
    hx_fixture_must (self, HX_OPERATION_CALLS_BOOKMARK, &self->agent, call_id, NULL, "{}");
  self->now += 6 * HX_SECOND;
  hx_fixture_cti (self, "hangup", "a", IN);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CALLS_BOOKMARK, &self->agent, call_id, NULL, "{}"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  return hx_fixture_text (self, "SELECT id FROM recordings");
}

static gint64
size_of (HxFixture *self)
{
  return hx_fixture_int (self, "SELECT size FROM recordings");
}

static void
test_upload (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = finish_call (self, TRUE);
  g_autofree char *path = write_wav (self, "upload", 2, 10);
  g_autofree guint8 *peaks = NULL;
  HxRecord *clip;
  gsize length;

  hx_fixture_must (self, HX_OPERATION_RECORDINGS_CREATE, &self->pbx, NULL, NULL, "{\"external_id\":\"a\"}");
  g_assert_cmpstr (hx_record_get_id (self->reply), ==, id);
  hx_fixture_upload (self, id, path);
  g_assert_no_error (self->error);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_RECORDING_STATE), ==, "ready");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_RECORDING_MEDIA_TYPE), ==, "audio/wav");
  g_assert_cmpint (hx_record_get_int (self->reply, HX_RECORDING_DURATION_MS), ==, 10000);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_RECORDING_LANES), ==, 2);
  g_assert_null (strstr (self->body, "\"file\""));
  g_assert_null (strstr (self->body, "\"peaks\""));
  clip = hx_record_get_list (self->reply, HX_RECORDING_CLIPS)->pdata[0];
  g_assert_cmpint (hx_record_get_int (clip, HX_CLIP_AT_MS), ==, 4000);
  g_assert_cmpint (hx_record_get_int (clip, HX_CLIP_FROM_MS), ==, 0);
  g_assert_cmpint (hx_record_get_int (clip, HX_CLIP_TO_MS), ==, 10000);
  hx_fixture_must (self, HX_OPERATION_RECORDINGS_PEAKS, &self->agent, id, NULL, NULL);
  peaks = g_base64_decode (hx_record_get_text (self->reply, HX_PEAKS_DATA), &length);
  g_assert_cmpuint (length, ==, 1200);
  g_assert_cmpint (peaks[100], >, 110);
  g_assert_cmpint (peaks[500], <, 10);
  g_assert_cmpint (peaks[600 + 100], <, 10);
  g_assert_cmpint (peaks[600 + 500], >, 110);
  hx_fixture_must (self, HX_OPERATION_RECORDINGS_AUDIO, &self->agent, id, NULL, NULL);
  g_assert_true (hx_file_name_is_valid (self->file));
  g_assert_cmpint (hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'file_bytes'"), ==, size_of (self));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The second upload takes the place of the first, whose room is given back. */
static void
test_quota (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *id = finish_call (self, FALSE);
  g_autofree char *first = write_wav (self, "first", 1, 2), *second = write_wav (self, "second", 1, 2);
  g_autofree char *larger = write_wav (self, "larger", 1, 4);
  g_autofree char *kept = NULL, *after = NULL;

  hx_site_set_quota (self->site, 40000);
  g_assert_true (hx_service_check_room (self->site, self->db, 40000, NULL));
  g_assert_false (hx_service_check_room (self->site, self->db, 40001, NULL));
  hx_fixture_upload (self, id, first);
  g_assert_no_error (self->error);
  hx_fixture_upload (self, id, second);
  g_assert_no_error (self->error);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM files WHERE state = 'doomed'"), ==, 1);
  kept = hx_fixture_text (self, "SELECT name FROM files WHERE state = 'kept'");
  g_assert_false (hx_fixture_upload (self, id, larger));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_QUOTA);
  after = hx_fixture_text (self, "SELECT file FROM recordings");
  g_assert_cmpstr (kept, ==, after);
  g_assert_cmpint (hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'file_bytes'"), ==, size_of (self));
}

static void
test_not_audio (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = finish_call (self, FALSE);
  g_autofree char *path = g_build_filename (self->folder, "upload", NULL);
  g_autofree char *good = NULL;
  static const char *const noise[] = { "", "no audio at all, only words and words and words",
                                       "RIFF\x10\x10\x10\x10WAVEgarbage garbage garbage garbage", "OggS but nothing more than that",
                                       "ID3 and then it stops, does it not? it does" };

  for (guint i = 0; i < G_N_ELEMENTS (noise); i++)
    {
      g_assert_true (g_file_set_contents (path, noise[i], -1, NULL));
      hx_fixture_upload (self, id, path);
      g_assert_no_error (self->error);
      g_assert_cmpstr (hx_record_get_text (self->reply, HX_RECORDING_STATE), ==, "corrupt");
      g_assert_false (hx_fixture_run (self, HX_OPERATION_RECORDINGS_AUDIO, &self->agent, id, NULL, NULL));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
    }
  /* A good one mends it. */
  good = write_wav (self, "good", 1, 1);
  hx_fixture_upload (self, id, good);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_RECORDING_STATE), ==, "ready");
}

static void
test_announced (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = finish_call (self, FALSE);

  g_assert_false (
      hx_fixture_run (self, HX_OPERATION_RECORDINGS_CREATE, &self->pbx, NULL, NULL, "{\"external_id\":\"zz\"}"));
  g_assert_cmpstr (self->error->message, ==, "external_id: unknown");
  hx_fixture_must (self, HX_OPERATION_RECORDINGS_CREATE, &self->pbx, NULL, NULL,
                   "{\"external_id\":\"a\",\"state\":\"missing\"}");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_RECORDING_STATE), ==, "missing");
  g_assert_false (hx_fixture_run (self, HX_OPERATION_RECORDINGS_CREATE, &self->pbx, NULL, NULL,
                                  "{\"external_id\":\"a\",\"state\":\"ready\"}"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM recordings"), ==, 1);
  g_assert_nonnull (id);
}

static void
test_clip (HxFixture    *self,
           gconstpointer data)
{
  static const struct
  {
    const char *input;
    const char *complaint;
  } cases[] = {
    { "{\"from_ms\":2000,\"to_ms\":1000}", "to_ms: before_start" },
    { "{\"from_ms\":2000,\"to_ms\":2000}", "to_ms: before_start" },
    { "{\"from_ms\":2000,\"to_ms\":5001}", "to_ms: outside_recording" },
  };
  g_autofree char *id = finish_call (self, FALSE);
  g_autofree char *path = write_wav (self, "upload", 1, 5);

  hx_fixture_upload (self, id, path);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_false (hx_fixture_run (self, HX_OPERATION_CLIPS_CREATE, &self->agent, id, NULL, cases[i].input));
      g_assert_cmpstr (self->error->message, ==, cases[i].complaint);
    }
  hx_fixture_must (self, HX_OPERATION_CLIPS_CREATE, &self->agent, id, NULL, "{\"from_ms\":2000,\"to_ms\":5000}");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_CLIP_KIND), ==, "cut");
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CLIPS_CREATE, &self->agent,
                                  "01890000-0000-7000-8000-000000000000", NULL, "{\"from_ms\":0,\"to_ms\":5}"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
}

/* A computer that could not look says nothing of the file: what was good stays, and the sender keeps the new one. */
static void
test_not_looked_at (HxFixture    *self,
                    gconstpointer data)
{
  g_autofree char *id = finish_call (self, FALSE);
  g_autofree char *path = write_wav (self, "upload", 1, 5);
  g_autofree char *gone = g_build_filename (self->folder, "gone", NULL);
  g_autofree char *state = NULL;

  hx_fixture_upload (self, id, path);
  g_assert_no_error (self->error);
  g_assert_false (hx_fixture_upload (self, id, gone));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAVAILABLE);
  state = hx_fixture_text (self, "SELECT state FROM recordings");
  g_assert_cmpstr (state, ==, "ready");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
  } tests[] = {
    { "/recording/upload", test_upload },
    { "/recording/not-audio", test_not_audio },
    { "/recording/not-looked-at", test_not_looked_at },
    { "/recording/announced", test_announced },
    { "/recording/clip", test_clip },
    { "/recording/quota", test_quota },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
