/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-sample-audio.h"

/* One of the synthesised calls that come with the program. */

static char *
manifest_in (const char *folder,
             const char *below)
{
  g_autofree char *path = folder != NULL ? g_build_filename (folder, below, "manifest.tsv", NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static char *
find_manifest (void)
{
  const struct
  {
    const char *folder;
    const char *below;
  } places[] = {
    { g_getenv ("HX_SAMPLE_DIR"), "." },
    { g_getenv ("HX_SAMPLE_DIR"), "audio" },
    { g_getenv ("HX_DATADIR"), "sample/audio" },
    { g_getenv ("HX_BUILD_DIR"), "data/sample/audio" },
    { HX_PKGDATADIR, "sample/audio" },
  };
  char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places) && found == NULL; i++)
    found = manifest_in (places[i].folder, places[i].below);
  return found;
}

static void
on_audio (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The rows of recordings that can be played: file, media type. */
static GPtrArray *
playable (const char *manifest)
{
  g_auto (GStrv) lines = g_strsplit (manifest, "\n", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 4);

      if (g_strv_length (cells) == 4 && g_str_equal (cells[2], "ready"))
        g_ptr_array_add (rows, g_steal_pointer (&cells));
    }
  return rows;
}

static void
on_manifest (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *manifest = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (G_FILE (source));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  char **row;

  if (!g_file_load_contents_finish (G_FILE (source), result, &manifest, NULL, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  rows = playable (manifest);
  if (rows->len == 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No sample recordings");
      return;
    }
  row = rows->pdata[g_random_int_range (0, (gint32) rows->len)];
  file = g_file_get_child (folder, row[0]);
  g_task_set_task_data (task, g_strdup (row[1]), g_free);
  g_file_load_bytes_async (file, g_task_get_cancellable (task), on_audio, g_object_ref (task));
}

/**
 * hx_sample_audio_pick_async:
 * @cancellable: (nullable): to stop
 * @callback: called with the recording
 * @data: passed to it
 *
 * Reads one of the sample recordings, by chance.
 */
void
hx_sample_audio_pick_async (GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autofree char *path = find_manifest ();
  g_autoptr (GFile) manifest = NULL;

  g_task_set_source_tag (task, hx_sample_audio_pick_async);
  if (path == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No sample recordings");
      return;
    }
  manifest = g_file_new_for_path (path);
  g_file_load_contents_async (manifest, cancellable, on_manifest, g_object_ref (task));
}

/**
 * hx_sample_audio_pick_finish:
 * @result: what the callback was given
 * @media_type: (out) (transfer full): what it is
 * @error: %G_IO_ERROR_NOT_FOUND where the program came without them
 *
 * Returns: (transfer full) (nullable): the recording
 */
GBytes *
hx_sample_audio_pick_finish (GAsyncResult *result,
                             char        **media_type,
                             GError      **error)
{
  GTask *task = G_TASK (result);

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  *media_type = g_strdup (g_task_get_task_data (task));
  return g_task_propagate_pointer (task, error);
}
