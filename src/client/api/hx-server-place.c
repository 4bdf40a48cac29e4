/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-server-place.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PROGRAM "huixiangd"

static char *
program_in (const char *folder)
{
  g_autofree char *path = folder != NULL && *folder != '\0' ? g_build_filename (folder, PROGRAM, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&path) : NULL;
}

/* From the build folder, beside this program, where it was installed, anywhere. */
static char *
find_program (void)
{
  const char *named = g_getenv ("HX_SERVER");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = self != NULL ? g_path_get_dirname (self) : NULL;
  char *found;

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  found = program_in (g_getenv ("HX_BINDIR"));
  if (found == NULL)
    found = program_in (here);
  if (found == NULL)
    found = program_in (HX_BINDIR);
  return found != NULL ? found : g_find_program_in_path (PROGRAM);
}

/* A folder that nobody else can look into: what lies there can be trusted. */
static gboolean
make_private (const char *folder,
              GError    **error)
{
  GStatBuf info;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  if (g_lstat (folder, &info) != 0 || !S_ISDIR (info.st_mode) || info.st_uid != geteuid ())
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s: not a folder of this user", folder);
      return FALSE;
    }
  if ((info.st_mode & 0077) != 0 && g_chmod (folder, 0700) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* Two clients of one store come to the same socket; its name must fit into sun_path. */
static char *
socket_path (const char *store,
             GError    **error)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, store, -1);
  g_autofree char *name = g_strdup_printf ("%.12s.sock", digest);
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "huixiang", NULL);

  if (strlen (folder) + strlen (name) + 2 > sizeof ((struct sockaddr_un *) NULL)->sun_path)
    {
      g_free (folder);
      folder = g_strdup_printf ("%s/huixiang-%u", g_get_tmp_dir (), geteuid ());
    }
  if (!make_private (folder, error))
    return NULL;
  return g_build_filename (folder, name, NULL);
}

/**
 * hx_server_place_new:
 * @folder: (nullable): where the store is or is to be; %NULL for the user's data folder
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Finds the program and makes the folders.
 *
 * Returns: (transfer full) (nullable): the place
 */
HxServerPlace *
hx_server_place_new (const char *folder,
                     GError    **error)
{
  g_autoptr (HxServerPlace) self = g_new0 (HxServerPlace, 1);
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "huixiang", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder != NULL ? folder : usual);
  g_autofree char *path = g_file_get_path (file);

  self->program = find_program ();
  if (self->program == NULL)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s is not installed", PROGRAM);
      return NULL;
    }
  self->store_path = g_build_filename (path, "store.db", NULL);
  self->store = g_strconcat ("sqlite:", self->store_path, NULL);
  self->recordings = g_build_filename (path, "recordings", NULL);
  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  self->socket = socket_path (self->store_path, error);
  if (self->socket == NULL)
    return NULL;
  self->notice = g_strconcat (self->socket, ".json", NULL);
  return g_steal_pointer (&self);
}

/**
 * hx_server_place_free:
 * @self: (transfer full) (nullable): a place
 */
void
hx_server_place_free (HxServerPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->store);
  g_free (self->store_path);
  g_free (self->recordings);
  g_free (self->socket);
  g_free (self->notice);
  g_free (self);
}
