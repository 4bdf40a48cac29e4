/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"


/* The cells of a row, found by the names in the manifest's heading. */
typedef struct
{
  char **names;
  char **cells;
} Row;

static const char *
cell (const Row  *row,
      const char *name)
{
  for (guint i = 0; row->names[i] != NULL && row->cells[i] != NULL; i++)
    if (g_str_equal (row->names[i], name))
      return row->cells[i];
  return "";
}

static gint64
number (const Row  *row,
        const char *name)
{
  return g_ascii_strtoll (cell (row, name), NULL, 10);
}

void
hx_sample_audio_free (HxSampleAudio *audio)
{
  g_free (audio->file);
  g_free (audio->media_type);
  g_free (audio->state);
  g_free (audio->pack);
  g_free (audio->category);
  g_free (audio->issue_type);
  g_free (audio->pain);
  g_free (audio->family);
  g_free (audio->agent);
  g_free (audio->city);
  g_free (audio->product);
  g_free (audio->gist);
  hx_audio_free (audio->read);
  g_free (audio);
}

static HxSampleAudio *
read_row (const Row *row)
{
  HxSampleAudio *audio = g_new0 (HxSampleAudio, 1);

  audio->file = g_strdup (cell (row, "file"));
  audio->media_type = g_strdup (cell (row, "media_type"));
  audio->state = g_strdup (cell (row, "state"));
  audio->pack = g_strdup (cell (row, "pack"));
  audio->category = g_strdup (cell (row, "category"));
  audio->issue_type = g_strdup (cell (row, "issue_type"));
  audio->pain = g_strdup (cell (row, "pain"));
  audio->family = g_strdup (cell (row, "customer_family"));
  audio->agent = g_strdup (cell (row, "agent"));
  audio->city = g_strdup (cell (row, "city"));
  audio->product = g_strdup (cell (row, "product"));
  audio->gist = g_strdup (cell (row, "gist"));
  audio->woman = g_str_equal (cell (row, "salutation"), "ms");
  audio->channel = (HxChannel) MAX (0, hx_enum_find (&hx_channel_enum, cell (row, "channel")));
  audio->direction = (HxDirection) MAX (0, hx_enum_find (&hx_direction_enum, cell (row, "direction")));
  audio->duration_ms = number (row, "duration_ms");
  audio->lanes = (guint) number (row, "channels");
  audio->clip_from_ms = number (row, "clip_from_ms");
  audio->clip_to_ms = number (row, "clip_to_ms");
  return audio;
}

/* A folder without a manifest is a sample without audio; a manifest that cannot be read is a failure. */
gboolean
hx_sample_load_audio (HxSample *self,
                      GError  **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;

  self->audio = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_sample_audio_free);
  if (self->options->sample_dir == NULL)
    return TRUE;
  path = g_build_filename (self->options->sample_dir, "audio", "manifest.tsv", NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  names = g_strsplit (lines[0] != NULL ? lines[0] : "", "\t", -1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      {
        g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

        g_ptr_array_add (self->audio, read_row (&(Row) { names, cells }));
      }
  return TRUE;
}

/* The call that the customer of the tour speaks in. */
gboolean
hx_sample_audio_is_demo (const HxSampleAudio *audio)
{
  return g_str_equal (audio->family, "王") && audio->woman && audio->channel == HX_CHANNEL_DOUYIN
         && g_str_equal (audio->state, "ready");
}

static void
read_file (gpointer data,
           gpointer user_data)
{
  HxSampleAudio *audio = data;
  HxSample *self = user_data;
  g_autofree char *path = g_build_filename (self->options->sample_dir, "audio", audio->file, NULL);

  audio->present = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  if (audio->present)
    audio->read = hx_audio_read (path, NULL);
}

/* Decodes every file, on all processors: what a recording is, its own samples say. */
gboolean
hx_sample_read_audio (HxSample *self,
                      GError  **error)
{
  GThreadPool *pool = g_thread_pool_new (read_file, self, (int) MIN (4, g_get_num_processors ()), FALSE, error);

  if (pool == NULL)
    return FALSE;
  for (guint i = 0; i < self->audio->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (self->audio, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return TRUE;
}
