/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* A WAV file as a telephone system writes it: A-law, 8 kHz, one lane, its length in bytes odd. */
static void
write_wav (const char *folder,
           const char *name,
           guint       bytes)
{
  static const guint8 format[] = { 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0, 6, 0, 1, 0, 0x40, 0x1f, 0, 0,
                                   0x40, 0x1f, 0, 0, 1, 0, 8, 0, 'd', 'a', 't', 'a' };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint32 size = GUINT32_TO_LE (bytes + 36 + bytes % 2);
  guint32 length = GUINT32_TO_LE (bytes);

  g_byte_array_append (file, (const guint8 *) "RIFF", 4);
  g_byte_array_append (file, (const guint8 *) &size, 4);
  g_byte_array_append (file, format, sizeof format);
  g_byte_array_append (file, (const guint8 *) &length, 4);
  for (guint i = 0; i < bytes + bytes % 2; i++)
    g_byte_array_append (file, &(guint8){ i % 2 ? 0x2a : 0xaa }, 1);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
}

static void
write_text (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

#define ROW(file, state, channels, ms, agent, clip) \
  file "\taudio/wav\t" state "\t" channels "\t" ms "\tx\ttelesales\tdouyin\tout\tlead\tno_tag\t抖音线索无需求标签\t" \
       "王\tms\t" agent "\t杭州\t云栖雅居\t" clip "\t客户要看南向三居\n"

static void
test_audio (void)
{
  static const char manifest[]
      = "file\tmedia_type\tstate\tchannels\tduration_ms\tdialogue\tpack\tchannel\tdirection\tcategory\tissue_type\tpain\t"
        "customer_family\tsalutation\tagent\tcity\tproduct\tclip_from_ms\tclip_to_ms\tgist\n"
        ROW ("call-1.wav", "ready", "1", "3000", "张敏", "500\t2000")
        ROW ("call-2.wav", "ready", "1", "2000", "陈立", "500\t1500")
        ROW ("call-3.wav", "corrupt", "0", "0", "张敏", "0\t0")
        ROW ("call-4.wav", "missing", "0", "0", "陈立", "0\t0");
  Sample sample;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  HxStatement *row;

  sample_open (&sample);
  sample.sample_dir = g_build_filename (sample.folder, "sample", NULL);
  folder = g_build_filename (sample.sample_dir, "audio", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_text (folder, "manifest.tsv", manifest);
  write_wav (folder, "call-1.wav", 24001);
  write_wav (folder, "call-2.wav", 16000);
  write_text (folder, "call-3.wav", "RIFF....WAVE and then nothing of the kind");
  g_assert_true (sample_generate (&sample, 1, AFTERNOON, 0));
  g_assert_null (sample.note);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM recordings WHERE state = 'ready'"), ==, 2);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM recordings WHERE state = 'corrupt'"), ==, 1);
  g_assert_cmpint (sample_count (&sample, "SELECT max(duration_ms) FROM recordings"), ==, 3000);
  assert_none (&sample, "SELECT count(*) FROM recordings WHERE (state = 'ready') <> (file IS NOT NULL AND digest IS NOT NULL"
                        " AND peaks IS NOT NULL AND lanes = 1)");
  assert_none (&sample, "SELECT count(*) FROM recordings r JOIN calls c ON c.id = r.call_id WHERE r.file IS NOT NULL"
                        " AND c.customer_id NOT IN (SELECT id FROM customers WHERE family_name = '王' AND salutation = 'ms')");
  assert_none (&sample, "SELECT count(*) FROM clips c JOIN recordings r ON r.id = c.recording_id WHERE c.from_ms < 0"
                        " OR c.to_ms <= c.from_ms OR c.to_ms > r.duration_ms");
  assert_none (&sample, "SELECT count(*) FROM feedback f JOIN recordings r ON r.id = f.recording_id WHERE f.clip_to_ms > r.duration_ms");
  row = hx_db_prepare (sample.db, "SELECT file FROM recordings WHERE file IS NOT NULL", NULL);
  while (hx_statement_step (row, NULL) == HX_STEP_ROW)
    {
      g_autofree char *file = g_build_filename (sample.recordings, hx_statement_get_text (row, 0), NULL);

      g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
    }
  hx_statement_reset (row);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts k JOIN calls c ON c.id = k.call_id JOIN recordings r"
                                   " ON r.call_id = c.id WHERE r.file IS NOT NULL AND k.summary = '客户要看南向三居'"), ==, 2);
  sample_close (&sample);
}

static void
test_no_audio (void)
{
  Sample sample;

  sample_open (&sample);
  sample.sample_dir = g_build_filename (sample.folder, "nothing", NULL);
  g_assert_true (sample_generate (&sample, 1, AFTERNOON, 0));
  g_assert_nonnull (sample.note);
  g_assert_nonnull (strstr (sample.note, "no audio"));
  g_assert_cmpfloat (sample.last, ==, 1);
  g_assert_cmpuint (sample.steps, >=, 5);
  assert_none (&sample, "SELECT count(*) FROM recordings WHERE state = 'ready'");
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM customers WHERE code = 'C12345'"), ==, 1);
  sample_close (&sample);
}

static void
test_not_empty (void)
{
  Sample sample;
  gint64 contacts;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 1, AFTERNOON, 0));
  contacts = sample_count (&sample, "SELECT count(*) FROM contacts");
  sample.last = 0;
  g_assert_false (sample_generate (&sample, 2, AFTERNOON, 0));
  g_assert_error (sample.error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_nonnull (strstr (sample.error->message, "not empty"));
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts"), ==, contacts);
  sample_close (&sample);
}

/* What fails halfway leaves neither rows nor files. */
static void
test_failure (void)
{
  static const char stop_embedded[] = "CREATE TRIGGER enough BEFORE INSERT ON feedback WHEN NEW.number > 40"
                                      " BEGIN SELECT raise (FAIL, 'enough'); END";
  static const char stop_pgsql[]
      = "CREATE FUNCTION enough () RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'enough'; END $$;"
        "CREATE TRIGGER enough BEFORE INSERT ON feedback FOR EACH ROW WHEN (NEW.number > 40) EXECUTE FUNCTION enough ()";
  Sample sample;

  sample_open (&sample);
  g_assert_true (hx_db_execute (sample.db, hx_fixture_is_embedded () ? stop_embedded : stop_pgsql, NULL));
  g_assert_false (sample_generate (&sample, 1, AFTERNOON, 0));
  g_assert_nonnull (sample.error);
  assert_none (&sample, "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM contacts) + (SELECT count(*) FROM templates)");
  g_assert_true (hx_db_execute (sample.db, hx_fixture_is_embedded () ? "DROP TRIGGER enough" : "DROP TRIGGER enough ON feedback", NULL));
  sample.last = 0;
  g_assert_true (sample_generate (&sample, 1, AFTERNOON, 0));
  sample_close (&sample);
}

static void
test_long_history (void)
{
  const char *contacts = g_getenv ("HX_TEST_CONTACTS");
  guint64 wanted = 10000;
  Sample sample;

  if (contacts != NULL)
    g_assert_true (g_ascii_string_to_unsigned (contacts, 10, 1, 10000, &wanted, NULL));
  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 1, AFTERNOON, (guint) wanted));
  g_assert_cmpint (sample_count (&sample, "SELECT max(n) FROM (SELECT count(*) n FROM contacts GROUP BY customer_id) x"), ==, (gint64) wanted);
  assert_no_dangling (&sample);
  sample_close (&sample);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/audio", test_audio);
  g_test_add_func ("/sample/no-audio", test_no_audio);
  g_test_add_func ("/sample/not-empty", test_not_empty);
  g_test_add_func ("/sample/failure", test_failure);
  g_test_add_func ("/sample/long-history", test_long_history);
  return g_test_run ();
}
