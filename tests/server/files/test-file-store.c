/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/hx-file-store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  char *folder;
  HxFileStore *files;
} Fixture;

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_all (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hx-files-XXXXXX", NULL);
  self->files = hx_file_store_open (self->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  hx_file_store_free (self->files);
  remove_all (self->folder);
  g_free (self->folder);
}

static char *
receive (Fixture    *self,
         const char *bytes)
{
  char *path = g_build_filename (hx_file_store_get_received (self->files), "upload", NULL);

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  return path;
}

static char *
put (Fixture    *self,
     const char *bytes)
{
  g_autofree char *path = receive (self, bytes);
  g_autoptr (GError) error = NULL;
  char *name = hx_file_store_put (self->files, path, DIGEST, ".wav", &error);

  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  return name;
}

static gboolean
on_file (const char *name,
         gint64      size,
         gint64      changed_at,
         gpointer    data)
{
  g_assert_cmpint (ABS (changed_at - g_get_real_time ()), <, 3600 * G_TIME_SPAN_SECOND);
  g_string_append_printf (data, "%s=%" G_GINT64_FORMAT ";", name, size);
  return TRUE;
}

static void
test_there_and_back (Fixture      *self,
                     gconstpointer data)
{
  g_autofree char *name = put (self, "eleven here");
  g_autofree char *wanted = g_strdup_printf ("%s=11;", name);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 size = 0;
  char buffer[16] = { 0 };
  int fd = hx_file_store_open_file (self->files, name, &size, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, 11);
  g_assert_true (g_str_has_prefix (name, "01/23/"));
  for (guint part = 0; part < HX_FILE_PARTS; part++)
    g_assert_true (hx_file_store_list (self->files, part, on_file, seen, NULL));
  g_assert_cmpstr (seen->str, ==, wanted);
  g_assert_true (hx_file_store_remove (self->files, name, NULL));
  g_assert_true (hx_file_store_remove (self->files, name, NULL));
  /* Whoever reads it keeps what was begun. */
  g_assert_cmpint (pread (fd, buffer, 4, 7), ==, 4);
  g_assert_cmpstr (buffer, ==, "here");
  close (fd);
  g_assert_cmpint (hx_file_store_open_file (self->files, name, &size, &error), ==, -1);
  g_assert_error (error, HX_ERROR, HX_ERROR_NOT_FOUND);
}

/* No text that anybody could get into a row leads to another file. */
static void
test_names (Fixture      *self,
            gconstpointer data)
{
  static const char *const bad[] = { "", "../../etc/passwd", "ab/cd/../../../x", "ab/../cd", "/etc/passwd", "ab/cd/",
                                     "ab/cd/x/../../y-1", "AB/cd/012345678-a.wav", "ab/cd/x.wav/y0123456", "ab/cd/.lock0000",
                                     "ab/cd/0123456..wav", "ab/cd/01234567.", "ab//d/012345678", "a./cd/012345678",
                                     ".received/upload", "ab/cd/0123456 7.wav", "ab/cd/0123\n4567.wav" };
  guint64 size;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hx_file_name_is_valid (bad[i]));
      g_assert_cmpint (hx_file_store_open_file (self->files, bad[i], &size, &error), ==, -1);
      g_assert_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
      g_assert_false (hx_file_store_remove (self->files, bad[i], NULL));
    }
  g_assert_false (hx_file_name_is_valid (NULL));
}

static void
test_links (Fixture      *self,
            gconstpointer data)
{
  g_autofree char *name = put (self, "bytes of ours");
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *folder = g_build_filename (self->folder, "01", NULL);
  g_autofree char *aside = g_build_filename (self->folder, "aside", NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 size;

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/etc/hostname", path), ==, 0);
  g_assert_cmpint (hx_file_store_open_file (self->files, name, &size, &error), ==, -1);
  g_assert_error (error, HX_ERROR, HX_ERROR_NOT_FOUND);
  g_assert_true (hx_file_store_list (self->files, 1, on_file, seen, NULL));
  g_assert_cmpstr (seen->str, ==, "");
  /* Nor through a folder that is a link. */
  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  g_assert_cmpint (symlink ("aside", folder), ==, 0);
  g_clear_error (&error);
  g_assert_cmpint (hx_file_store_open_file (self->files, name, &size, &error), ==, -1);
  g_assert_error (error, HX_ERROR, HX_ERROR_NOT_FOUND);
}

static void
test_received (Fixture      *self,
               gconstpointer data)
{
  g_autofree char *path = receive (self, "half an upl");

  g_assert_true (hx_file_store_sweep_received (self->files, g_get_real_time () - G_TIME_SPAN_HOUR, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (hx_file_store_sweep_received (self->files, g_get_real_time () + G_TIME_SPAN_HOUR, NULL));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* While a backup needs all files nobody removes any. */
static void
test_hold (Fixture      *self,
           gconstpointer data)
{
  int backup = hx_file_store_hold (self->files, FALSE);
  int other = hx_file_store_hold (self->files, FALSE);

  g_assert_cmpint (backup, >=, 0);
  g_assert_cmpint (other, >=, 0);
  g_assert_cmpint (hx_file_store_hold (self->files, TRUE), ==, -1);
  close (backup);
  close (other);
  other = hx_file_store_hold (self->files, TRUE);
  g_assert_cmpint (other, >=, 0);
  close (other);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/file-store/there-and-back", test_there_and_back },
    { "/file-store/names", test_names },
    { "/file-store/links", test_links },
    { "/file-store/received", test_received },
    { "/file-store/hold", test_hold },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
