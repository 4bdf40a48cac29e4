/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-file-folder-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files in two levels of folders. Every step down is taken from a folder that is
 * already open and follows no link, so that whoever could put one there would
 * still not lead us out. */

#define RECEIVED ".received"
#define LOCK ".lock"
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

typedef struct
{
  HxFileStore store;
  int root;
} HxFileFolder;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

typedef int Descriptor;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Descriptor, close_fd)

static gboolean
fail (GError    **error,
      const char *what)
{
  int code = errno;

  g_set_error (error, HX_ERROR, (int) hx_error_of_disk (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/* Why a file of ours cannot be read. */
static gboolean
fail_read (GError    **error,
           const char *what)
{
  if (errno != ENOENT && errno != ELOOP && errno != ENOTDIR)
    return fail (error, what);
  g_set_error (error, HX_ERROR, HX_ERROR_NOT_FOUND, "%s: %s", what, g_strerror (errno));
  return FALSE;
}

/* A folder in a folder, made when it is missing; a new name is made durable at once. */
static int
enter (int         parent,
       const char *name,
       gboolean    make)
{
  if (make && mkdirat (parent, name, 0700) == 0)
    {
      if (fsync (parent) != 0)
        {
          int code = errno;

          /* Whoever finds it there takes it for durable. */
          unlinkat (parent, name, AT_REMOVEDIR);
          errno = code;
          return -1;
        }
    }
  else if (make && errno != EEXIST)
    return -1;
  return openat (parent, name, FOLDER_FLAGS);
}

/* The folder that a file lies in; its own name is what stands behind. */
static int
enter_parent (HxFileFolder *self,
              const char   *file,
              gboolean      make)
{
  const char first[] = { file[0], file[1], '\0' };
  const char second[] = { file[3], file[4], '\0' };
  g_auto (Descriptor) outer = enter (self->root, first, make);

  return outer >= 0 ? enter (outer, second, make) : -1;
}

static void
folder_free (HxFileStore *store)
{
  HxFileFolder *self = (HxFileFolder *) store;

  close_fd (&self->root);
  g_free (self);
}

static gboolean
folder_put (HxFileStore *store,
            const char  *received,
            const char  *file,
            GError     **error)
{
  HxFileFolder *self = (HxFileFolder *) store;
  g_auto (Descriptor) bytes = open (received, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  g_auto (Descriptor) folder = -1;
  struct stat status;

  if (bytes < 0 || fstat (bytes, &status) != 0 || !S_ISREG (status.st_mode))
    return fail (error, "The received file is gone");
  if (fchmod (bytes, 0600) != 0 || fsync (bytes) != 0)
    return fail (error, "The received file cannot be kept");
  folder = enter_parent (self, file, TRUE);
  if (folder < 0 || renameat2 (AT_FDCWD, received, folder, file + 6, RENAME_NOREPLACE) != 0)
    return fail (error, "The folder of files cannot take a file");
  if (fsync (folder) == 0)
    return TRUE;
  fail (error, "The name of a file cannot be kept");
  unlinkat (folder, file + 6, 0);
  return FALSE;
}

static int
folder_open (HxFileStore *store,
             const char  *file,
             guint64     *size,
             GError     **error)
{
  g_auto (Descriptor) folder = enter_parent ((HxFileFolder *) store, file, FALSE);
  g_auto (Descriptor) bytes = folder >= 0 ? openat (folder, file + 6, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) : -1;
  struct stat status;
  int result = bytes;

  if (bytes < 0 || fstat (bytes, &status) != 0)
    {
      fail_read (error, "The file cannot be opened");
      return -1;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_NOT_FOUND, "The file is no file");
      return -1;
    }
  *size = (guint64) status.st_size;
  bytes = -1;
  return result;
}

static gboolean
folder_remove (HxFileStore *store,
               const char  *file,
               GError     **error)
{
  g_auto (Descriptor) folder = enter_parent ((HxFileFolder *) store, file, FALSE);

  if (folder < 0)
    return errno == ENOENT || fail (error, "The folder of a file cannot be opened");
  if (unlinkat (folder, file + 6, 0) != 0)
    return errno == ENOENT || fail (error, "A file cannot be removed");
  return fsync (folder) == 0 || fail (error, "The removal of a file cannot be kept");
}

static void
close_dir (DIR *dir)
{
  closedir (dir);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DIR, close_dir)

/* Takes the descriptor. */
static DIR *
walk (int fd)
{
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;

  if (dir == NULL && fd >= 0)
    close (fd);
  return dir;
}

static gint64
changed_at (const struct stat *status)
{
  return (gint64) status->st_ctim.tv_sec * G_USEC_PER_SEC + status->st_ctim.tv_nsec / 1000;
}

/* FALSE: enough was seen. */
static gboolean
list_folder (DIR        *dir,
             const char *first,
             const char *second,
             HxFileFunc  func,
             gpointer    data)
{
  const struct dirent *entry;

  while ((entry = readdir (dir)) != NULL)
    {
      g_autofree char *file = g_strdup_printf ("%s/%s/%s", first, second, entry->d_name);
      struct stat status;

      if (!hx_file_name_is_valid (file) || fstatat (dirfd (dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0
          || !S_ISREG (status.st_mode))
        continue;
      if (!func (file, (gint64) status.st_size, changed_at (&status), data))
        return FALSE;
    }
  return TRUE;
}

static gboolean
folder_list (HxFileStore *store,
             guint        part,
             HxFileFunc   func,
             gpointer     data,
             GError     **error)
{
  g_autofree char *first = g_strdup_printf ("%02x", part);
  g_autoptr (DIR) outer = walk (enter (((HxFileFolder *) store)->root, first, FALSE));
  const struct dirent *entry;

  if (outer == NULL)
    return errno == ENOENT || fail (error, "The folder of files cannot be read");
  while ((entry = readdir (outer)) != NULL)
    {
      g_autoptr (DIR) inner = NULL;

      if (strlen (entry->d_name) != 2 || strchr (entry->d_name, '.') != NULL)
        continue;
      inner = walk (enter (dirfd (outer), entry->d_name, FALSE));
      if (inner == NULL && errno != ENOTDIR && errno != ELOOP && errno != ENOENT)
        return fail (error, "The folder of files cannot be read");
      if (inner != NULL && !list_folder (inner, first, entry->d_name, func, data))
        return TRUE;
    }
  return TRUE;
}

static gboolean
folder_sweep_received (HxFileStore *store,
                       gint64       before,
                       GError     **error)
{
  g_autoptr (DIR) dir = walk (enter (((HxFileFolder *) store)->root, RECEIVED, FALSE));
  const struct dirent *entry;

  if (dir == NULL)
    return fail (error, "The folder of uploads cannot be read");
  while ((entry = readdir (dir)) != NULL)
    {
      struct stat status;

      if (fstatat (dirfd (dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (status.st_mode)
          || changed_at (&status) >= before)
        continue;
      if (unlinkat (dirfd (dir), entry->d_name, 0) != 0 && errno != ENOENT)
        return fail (error, "An upload that nobody took cannot be removed");
    }
  return TRUE;
}

static int
folder_hold (HxFileStore *store,
             gboolean     alone)
{
  int fd = openat (((HxFileFolder *) store)->root, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, alone ? LOCK_EX | LOCK_NB : LOCK_SH) != 0)
    close_fd (&fd);
  return fd;
}

static const HxFileStoreKind folder_kind = {
  .name = "folder",
  .free = folder_free,
  .put = folder_put,
  .open = folder_open,
  .remove = folder_remove,
  .list = folder_list,
  .sweep_received = folder_sweep_received,
  .hold = folder_hold,
};

HxFileStore *
hx_file_folder_open (const char *folder,
                     GError    **error)
{
  HxFileFolder *self;
  g_auto (Descriptor) root = -1;
  g_auto (Descriptor) received = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    root = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  received = root >= 0 ? enter (root, RECEIVED, TRUE) : -1;
  if (received < 0)
    {
      g_set_error (error, HX_ERROR, errno == ENOSPC ? HX_ERROR_STORE_FULL : HX_ERROR_STORE_READ_ONLY, "%s: %s", folder,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (HxFileFolder, 1);
  self->store.kind = &folder_kind;
  self->store.received = g_build_filename (folder, RECEIVED, NULL);
  self->root = root;
  root = -1;
  return &self->store;
}
