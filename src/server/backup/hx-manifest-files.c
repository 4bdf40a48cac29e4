/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-backup.h"
#include "secrets/hx-digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (1 << 17)

static gboolean
write_all (int           to,
           const guint8 *bytes,
           gsize         length)
{
  while (length > 0)
    {
      gssize n = write (to, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/**
 * hx_manifest_copy:
 * @entry: gets size and digest of what was read
 * @from: a descriptor at its beginning
 * @to: a descriptor that gets the same bytes; -1 to only read
 * @error: %HX_ERROR_STORE_FULL
 *
 * Returns: whether all was read, and written
 */
gboolean
hx_manifest_copy (HxManifestEntry *entry,
                  int              from,
                  int              to,
                  GError         **error)
{
  g_autoptr (HxDigest) digest = hx_digest_new ();
  g_autofree guint8 *buffer = g_malloc (BLOCK);
  gssize n;

  entry->size = 0;
  while ((n = read (from, buffer, BLOCK)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || (to >= 0 && !write_all (to, buffer, (gsize) n)))
        return hx_backup_fail (error, entry->name);
      hx_digest_update (digest, buffer, (gsize) n);
      entry->size += n;
    }
  g_free (entry->digest);
  entry->digest = hx_digest_finish (digest);
  return to < 0 || fsync (to) == 0 || hx_backup_fail (error, entry->name);
}

static gboolean
compare (const HxManifestEntry *entry,
         int                    from,
         int                    to,
         GError               **error)
{
  HxManifestEntry found = { .name = entry->name };
  gboolean good = hx_manifest_copy (&found, from, to, error);
  gboolean same = good && found.size == entry->size && strcmp (found.digest, entry->digest) == 0;

  if (good && !same)
    g_set_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "%s is not what was backed up", entry->name);
  g_free (found.digest);
  return same;
}

/**
 * hx_manifest_verify:
 * @entry: a file of a backup
 * @folder: the backup
 * @to: (nullable): a new file that gets its bytes
 * @error: %HX_ERROR_STORE_CORRUPT when it is not the file that was backed up
 *
 * Returns: whether it is, and was copied
 */
gboolean
hx_manifest_verify (const HxManifestEntry *entry,
                    const char            *folder,
                    const char            *to,
                    GError               **error)
{
  g_autofree char *path = g_build_filename (folder, entry->name, NULL);
  int from = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  int copy = from >= 0 && to != NULL ? open (to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
  gboolean good;

  if (from < 0 || (to != NULL && copy < 0))
    good = hx_backup_fail (error, from < 0 ? entry->name : to);
  else
    good = compare (entry, from, copy, error);
  if (from >= 0)
    close (from);
  if (copy >= 0)
    close (copy);
  return good;
}
