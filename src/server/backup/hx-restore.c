/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-backup.h"
#include "store/hx-migrate.h"
#include "store/hx-store-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESTORING ".restoring"
/* Clients remember numbers of events that came after the backup. Those are never
 * given again, so that such a client is told to load everything anew. */
#define EVENT_JUMP "1000000"

typedef struct
{
  const HxBackupOptions *options;
  HxManifest *manifest;
  HxStoreLock *lock;
  const char *store;  /* its path */
  char *new_store;    /* until it is whole */
  char *new_files;
} Restore;

static void
restore_clear (Restore *self)
{
  hx_manifest_free (self->manifest);
  hx_store_unlock (self->lock);
  g_free (self->new_store);
  g_free (self->new_files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Restore, restore_clear)

static gboolean
refuse_target (GError    **error,
               const char *path,
               const char *what)
{
  g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "%s %s; nothing is ever restored over something", path, what);
  return FALSE;
}

static gboolean
check_form (const HxManifest *manifest,
            GError          **error)
{
  g_autoptr (GArray) known = hx_migrate_plan (NULL, error);
  gint64 last = known != NULL && known->len > 0 ? g_array_index (known, HxMigration, known->len - 1).number : 0;

  if (known == NULL)
    return FALSE;
  if (manifest->form <= last)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_NEWER,
               "The backup is of form %" G_GINT64_FORMAT ", made by version %s; this program knows forms up to %" G_GINT64_FORMAT,
               manifest->form, manifest->version, last);
  return FALSE;
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean empty = TRUE;

  while (dir != NULL && empty && (name = g_dir_read_name (dir)) != NULL)
    empty = strcmp (name, RESTORING) == 0;
  return empty;
}

static gboolean
check_target (Restore *self,
              GError **error)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
  struct stat status;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->store, suffixes[i], NULL);

      if (lstat (path, &status) == 0)
        return refuse_target (error, path, "is there already");
    }
  return is_empty (self->options->files) || refuse_target (error, self->options->files, "is not empty");
}

static gboolean
open_target (Restore *self,
             GError **error)
{
  g_autofree char *folder = NULL;

  self->store = self->options->store + strlen ("sqlite:");
  self->new_store = g_strconcat (self->store, RESTORING, NULL);
  self->new_files = g_build_filename (self->options->files, RESTORING, NULL);
  folder = g_path_get_dirname (self->store);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return hx_backup_fail (error, folder);
  self->lock = hx_store_lock (self->options->store, error);
  if (self->lock == NULL || !check_target (self, error))
    return FALSE;
  /* What a restore that was killed left. */
  if (g_mkdir_with_parents (self->options->files, 0700) != 0 || !hx_tree_remove (self->new_files)
      || g_mkdir (self->new_files, 0700) != 0 || !hx_tree_remove (self->new_store))
    return hx_backup_fail (error, self->options->files);
  return TRUE;
}

/* Keys that are there already are the owner's; those of the backup are not needed then. */
static gboolean
copy_keys (Restore               *self,
           const HxManifestEntry *entry,
           GError               **error)
{
  const char *keys = self->options->keys;

  if (keys == NULL || g_file_test (keys, G_FILE_TEST_EXISTS) || hx_manifest_verify (entry, self->options->folder, keys, error))
    return TRUE;
  g_unlink (keys);
  return FALSE;
}

static gboolean
copy_entry (Restore               *self,
            const HxManifestEntry *entry,
            GError               **error)
{
  g_autofree char *to = NULL;
  g_autofree char *folder = NULL;

  if (entry->missing)
    return TRUE;
  if (strcmp (entry->name, HX_BACKUP_STORE) == 0)
    return hx_manifest_verify (entry, self->options->folder, self->new_store, error);
  if (strcmp (entry->name, HX_BACKUP_KEYS) == 0)
    return copy_keys (self, entry, error);
  to = g_build_filename (self->new_files, entry->name + strlen (HX_BACKUP_FILES "/"), NULL);
  folder = g_path_get_dirname (to);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return hx_backup_fail (error, folder);
  return hx_manifest_verify (entry, self->options->folder, to, error);
}

static gboolean
jump (Restore *self,
      GError **error)
{
  g_autofree char *uri = g_strconcat ("sqlite:", self->new_store, NULL);
  g_autofree char *log = g_strconcat (self->new_store, "-wal", NULL);
  g_autofree char *index = g_strconcat (self->new_store, "-shm", NULL);
  g_autoptr (HxDb) db = hx_db_open (uri, HX_DB_WRITE, error);

  if (db == NULL || !hx_db_run (db, error, "UPDATE counters SET value = value + " EVENT_JUMP " WHERE name = 'event'", "")
      || !hx_db_checkpoint (db, TRUE, error))
    return FALSE;
  g_clear_pointer (&db, hx_db_close);
  g_unlink (log);
  g_unlink (index);
  return TRUE;
}

static gboolean
place_files (Restore *self,
             GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->new_files, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (self->new_files, name, NULL);
      g_autofree char *to = g_build_filename (self->options->files, name, NULL);

      if (g_rename (from, to) != 0)
        return hx_backup_fail (error, to);
    }
  return (g_rmdir (self->new_files) == 0 && hx_folder_sync (self->options->files)) || hx_backup_fail (error, self->options->files);
}

/* The store comes last and at once: with it the restored place is whole. */
static gboolean
place_store (Restore *self,
             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->store);

  if (link (self->new_store, self->store) != 0 || g_unlink (self->new_store) != 0 || !hx_folder_sync (folder))
    return hx_backup_fail (error, self->store);
  return TRUE;
}

static void
sync_all (Restore *self)
{
  int fd = open (self->new_files, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (syncfs (fd) != 0)
    g_message ("%s may not be durable yet", self->new_files);
  close (fd);
}

static gboolean
copy_all (Restore *self,
          GError **error)
{
  for (guint i = 0; i < self->manifest->entries->len; i++)
    if (!copy_entry (self, self->manifest->entries->pdata[i], error))
      return FALSE;
  if (!jump (self, error))
    return FALSE;
  sync_all (self);
  return place_files (self, error) && place_store (self, error);
}

/**
 * hx_backup_restore:
 * @options: the backup, and where a server will look for it
 * @error: %HX_ERROR_CONFLICT when something is there already,
 *   %HX_ERROR_STORE_NEWER, %HX_ERROR_STORE_CORRUPT with the file that was changed
 *
 * Every byte is compared with the manifest on its way. A store appears only when
 * all of it, and every file, is there; nothing that exists is ever changed.
 *
 * Returns: (transfer full) (nullable): what was restored
 */
HxManifest *
hx_backup_restore (const HxBackupOptions *options,
                   GError               **error)
{
  g_auto (Restore) self = { .options = options, .manifest = hx_manifest_load (options->folder, error) };

  if (self.manifest == NULL || !check_form (self.manifest, error) || !open_target (&self, error))
    return NULL;
  if (copy_all (&self, error))
    return g_steal_pointer (&self.manifest);
  hx_tree_remove (self.new_files);
  hx_tree_remove (self.new_store);
  return NULL;
}
