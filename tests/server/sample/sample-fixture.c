/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-fixture.h"

#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"

#include <string.h>

static void
on_progress (double      fraction,
             const char *note,
             gpointer    data)
{
  Sample *sample = data;

  g_assert_cmpfloat (fraction, >=, sample->last);
  g_assert_cmpfloat (fraction, <=, 1);
  sample->last = fraction;
  sample->steps++;
  if (note != NULL)
    {
      g_free (sample->note);
      sample->note = g_strdup (note);
    }
}

void
sample_open (Sample *sample)
{
  g_autofree char *uri = NULL;
  g_autofree char *keys = NULL;

  memset (sample, 0, sizeof *sample);
  sample->folder = g_dir_make_tmp ("huixiang-sample-XXXXXX", NULL);
  sample->recordings = g_build_filename (sample->folder, "recordings", NULL);
  uri = hx_fixture_new_store (sample->folder);
  sample->db = hx_db_open (uri, HX_DB_WRITE, NULL);
  g_assert_nonnull (sample->db);
  /* One key for all, so that two samples can be compared with their indexes. */
  keys = g_build_filename (sample->folder, "keys", NULL);
  g_assert_true (g_file_set_contents_full (keys, "k1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
                                           -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_true (hx_store_keys_open (sample->db, keys, NULL, TRUE, NULL));
  g_assert_true (hx_migrate (sample->db, NULL));
}

gboolean
sample_generate (Sample *sample,
          guint   seed,
          gint64  now,
          guint   contacts)
{
  HxSampleOptions options = { sample->recordings, sample->sample_dir, seed, now, contacts };

  g_clear_error (&sample->error);
  if (!hx_sample_generate (sample->db, &options, on_progress, sample, &sample->error))
    return FALSE;
  hx_fixture_unseal (sample->db);
  return TRUE;
}

void
sample_close (Sample *sample)
{
  hx_db_close (sample->db);
  hx_fixture_remove (sample->folder);
  g_clear_error (&sample->error);
  g_free (sample->folder);
  g_free (sample->recordings);
  g_free (sample->sample_dir);
  g_free (sample->note);
}

gint64
sample_count (Sample     *sample,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (sample->db, &error, sql, "");

  g_assert_no_error (error);
  g_assert_nonnull (row);
  return hx_statement_get_int (row, 0);
}
