/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-backup.h"
#include "files/hx-file-rows.h"
#include "files/hx-file-store.h"
#include "hx-time.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 500

typedef struct
{
  const HxBackupOptions *options;
  char *partial;  /* where it is made; it gets its name when it is whole */
  int lock;       /* on that folder: nobody else makes the same backup */
  HxFileStore *files;
  int hold;       /* no file is removed meanwhile */
  HxManifest *manifest;
} Backup;

static void
backup_clear (Backup *self)
{
  if (self->hold >= 0)
    close (self->hold);
  if (self->lock >= 0)
    close (self->lock);
  hx_file_store_free (self->files);
  hx_manifest_free (self->manifest);
  g_free (self->partial);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Backup, backup_clear)

static gboolean
check_options (const HxBackupOptions *options,
               GError               **error)
{
  if (!g_file_test (options->store + strlen ("sqlite:"), G_FILE_TEST_IS_REGULAR))
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "There is no store at %s", options->store);
  else if (g_file_test (options->folder, G_FILE_TEST_EXISTS))
    g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "%s is there already", options->folder);
  else
    return TRUE;
  return FALSE;
}

/* What a backup that was killed left is removed; one that is still being made is not. */
static gboolean
open_partial (Backup  *self,
              GError **error)
{
  self->partial = g_strconcat (self->options->folder, ".partial", NULL);
  self->lock = open (self->partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "Somebody else is making %s", self->options->folder);
      return FALSE;
    }
  if (self->lock >= 0 && !hx_tree_remove (self->partial))
    return hx_backup_fail (error, self->partial);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  if (g_mkdir (self->partial, 0700) == 0)
    self->lock = open (self->partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0) || hx_backup_fail (error, self->partial);
}

static gboolean
describe (HxManifest *manifest,
          HxDb       *copy,
          GError    **error)
{
  g_autoptr (HxStatement) row = hx_db_query (copy, error, "SELECT coalesce(max(number), 0) FROM schema_migrations", "");
  char made_at[HX_TIME_LENGTH];

  if (row == NULL)
    return FALSE;
  manifest->form = hx_statement_get_int (row, 0);
  manifest->version = g_strdup (HX_VERSION);
  hx_time_format (hx_time_now (), made_at);
  manifest->made_at = g_strdup (made_at);
  return TRUE;
}

/* The file as an entry of the manifest, by reading what lies in the backup. */
static gboolean
take_digest (Backup          *self,
             HxManifestEntry *entry,
             GError         **error)
{
  g_autofree char *path = g_build_filename (self->partial, entry->name, NULL);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  gboolean good = fd >= 0 ? hx_manifest_copy (entry, fd, -1, error) : hx_backup_fail (error, path);

  if (fd >= 0)
    close (fd);
  return good;
}

static gboolean
copy_store (Backup  *self,
            GError **error)
{
  g_autoptr (HxDb) db = hx_db_open (self->options->store, HX_DB_READ, error);
  g_autofree char *path = g_build_filename (self->partial, HX_BACKUP_STORE, NULL);

  return db != NULL && hx_db_backup (db, path, error)
         && take_digest (self, hx_manifest_add (self->manifest, HX_BACKUP_STORE), error);
}

/* A link costs nothing and is as good as a copy: the bytes of a file never change. */
static gboolean
place (int         from,
       const char *to,
       gboolean    copy,
       int        *target)
{
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *self = g_strdup_printf ("/proc/self/fd/%d", from);

  *target = -1;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return FALSE;
  if (!copy && linkat (AT_FDCWD, self, AT_FDCWD, to, AT_SYMLINK_FOLLOW) == 0)
    return TRUE;
  *target = open (to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  return *target >= 0;
}

static gboolean
add_file (Backup           *self,
          const HxFileFact *fact,
          GError          **error)
{
  g_autofree char *name = g_strconcat (HX_BACKUP_FILES "/", fact->name, NULL);
  g_autofree char *to = g_build_filename (self->partial, name, NULL);
  g_autoptr (GError) failure = NULL;
  HxManifestEntry *entry = hx_manifest_add (self->manifest, name);
  guint64 size;
  int target, from = hx_file_store_open_file (self->files, fact->name, &size, &failure);
  gboolean good;

  if (g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    {
      entry->missing = TRUE;
      return TRUE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  good = place (from, to, self->options->copy, &target) ? hx_manifest_copy (entry, from, target, error)
                                                        : hx_backup_fail (error, to);
  if (target >= 0)
    close (target);
  close (from);
  return good;
}

/* The rows of the copy, not of the store: what was uploaded since is not in the backup. */
static gboolean
copy_files (Backup  *self,
            GError **error)
{
  g_autofree char *uri = g_strdup_printf ("sqlite:%s/" HX_BACKUP_STORE, self->partial);
  g_autoptr (HxDb) copy = hx_db_open (uri, HX_DB_LOOK, error);
  g_autoptr (GPtrArray) page = NULL;
  g_autofree char *after = g_strdup ("");

  if (copy == NULL || !describe (self->manifest, copy, error))
    return FALSE;
  do
    {
      g_clear_pointer (&page, g_ptr_array_unref);
      page = hx_file_rows_page (copy, after, PAGE, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        {
          const HxFileFact *fact = page->pdata[i];

          if (strcmp (fact->state, "doomed") != 0 && !add_file (self, fact, error))
            return FALSE;
          g_free (after);
          after = g_strdup (fact->name);
        }
    }
  while (page->len == PAGE);
  return TRUE;
}

static gboolean
copy_keys (Backup  *self,
           GError **error)
{
  g_autofree char *to = g_build_filename (self->partial, HX_BACKUP_KEYS, NULL);
  int from, target;
  gboolean good;

  if (self->options->keys == NULL)
    return TRUE;
  from = open (self->options->keys, O_RDONLY | O_CLOEXEC);
  target = open (to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  good = from >= 0 && target >= 0
             ? hx_manifest_copy (hx_manifest_add (self->manifest, HX_BACKUP_KEYS), from, target, error)
             : hx_backup_fail (error, self->options->keys);
  if (from >= 0)
    close (from);
  if (target >= 0)
    close (target);
  return good;
}

/* Only now does it look like a backup. */
static gboolean
give_name (Backup  *self,
           GError **error)
{
  g_autofree char *parent = g_path_get_dirname (self->options->folder);

  if (syncfs (self->lock) != 0
      || renameat2 (AT_FDCWD, self->partial, AT_FDCWD, self->options->folder, RENAME_NOREPLACE) != 0
      || !hx_folder_sync (parent))
    return hx_backup_fail (error, self->options->folder);
  return TRUE;
}

/**
 * hx_backup_make:
 * @options: what to back up, and where to
 * @error: what stands in the way
 *
 * Copies a store that may be in use, and every file that it names. All that was
 * answered before this began is in it. A folder of the name given appears only
 * when everything in it is on the disk; whatever ends this earlier leaves at most
 * a folder `….partial`, which the next one removes.
 *
 * Returns: (transfer full) (nullable): what it consists of
 */
HxManifest *
hx_backup_make (const HxBackupOptions *options,
                GError               **error)
{
  g_auto (Backup) self = { .options = options, .lock = -1, .hold = -1, .manifest = hx_manifest_new () };

  if (!check_options (options, error) || !open_partial (&self, error))
    return NULL;
  self.files = hx_file_store_open (options->files, error);
  self.hold = self.files != NULL ? hx_file_store_hold (self.files, FALSE) : -1;
  if (self.files == NULL || (self.hold < 0 && !hx_backup_fail (error, options->files)))
    return NULL;
  if (copy_store (&self, error) && copy_files (&self, error) && copy_keys (&self, error)
      && hx_manifest_save (self.manifest, self.partial, error) && give_name (&self, error))
    return g_steal_pointer (&self.manifest);
  hx_tree_remove (self.partial);
  return NULL;
}

/**
 * hx_backup_check:
 * @folder: a backup
 * @error: %HX_ERROR_MALFORMED, or %HX_ERROR_STORE_CORRUPT with the file that was changed
 *
 * Returns: (transfer full) (nullable): what it consists of, every byte looked at
 */
HxManifest *
hx_backup_check (const char *folder,
                 GError    **error)
{
  g_autoptr (HxManifest) manifest = hx_manifest_load (folder, error);

  for (guint i = 0; manifest != NULL && i < manifest->entries->len; i++)
    {
      const HxManifestEntry *entry = manifest->entries->pdata[i];

      if (!entry->missing && !hx_manifest_verify (entry, folder, NULL, error))
        return NULL;
    }
  return g_steal_pointer (&manifest);
}
