/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fault-vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

/* Disks keep or lose whole sectors. */
#define SECTOR 512

/* What one file has on the disk for sure, and what was written since. */
typedef struct
{
  GByteArray *synced;
  GPtrArray *pending; /* of Change, oldest first */
} Image;

typedef struct
{
  gint64 offset; /* -1: the file was cut to length */
  gsize length;
  guint8 *bytes;
} Change;

typedef struct
{
  sqlite3_file base;
  Image *image; /* (nullable): of files that are only for the moment */
  sqlite3_file *real;
} File;

/* SQLite knows one set of file systems a process, so there is one state. */
static struct
{
  GMutex lock;
  sqlite3_vfs vfs;
  sqlite3_vfs *real;
  GHashTable *images; /* path → Image */
  gboolean armed, fired;
  HxFault fault;
  guint left;
  int error;
} state;

const char *const hx_fault_names[HX_N_FAULTS]
    = { "write-eio", "write-torn", "disk-full", "sync-eio", "truncate-eio", "power-cut" };

typedef enum
{
  OPERATION_WRITE,
  OPERATION_SYNC,
  OPERATION_TRUNCATE,
} Operation;

static const struct
{
  guint operations; /* bits of Operation */
  gboolean lasting;
  int error;
} faults[HX_N_FAULTS] = {
  [HX_FAULT_WRITE_EIO] = { 1 << OPERATION_WRITE, FALSE, EIO },
  [HX_FAULT_WRITE_TORN] = { 1 << OPERATION_WRITE, FALSE, EIO },
  [HX_FAULT_DISK_FULL] = { 1 << OPERATION_WRITE, TRUE, ENOSPC },
  [HX_FAULT_SYNC_EIO] = { 1 << OPERATION_SYNC, FALSE, EIO },
  [HX_FAULT_TRUNCATE_EIO] = { 1 << OPERATION_TRUNCATE, FALSE, EIO },
  [HX_FAULT_POWER_CUT] = { 1 << OPERATION_WRITE | 1 << OPERATION_SYNC | 1 << OPERATION_TRUNCATE, TRUE, EIO },
};

static gboolean
fails (Operation operation)
{
  if (!state.armed || !(faults[state.fault].operations & (1u << operation)))
    return FALSE;
  if (state.left > 0)
    state.left--;
  if (state.left > 0 || (state.fired && !faults[state.fault].lasting))
    return FALSE;
  state.fired = TRUE;
  state.error = faults[state.fault].error;
  return TRUE;
}

/* -- images ------------------------------------------------------------------- */

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->bytes);
  g_free (change);
}

static void
image_free (gpointer data)
{
  Image *image = data;

  g_byte_array_unref (image->synced);
  g_ptr_array_unref (image->pending);
  g_free (image);
}

static Image *
image_of (const char *path)
{
  Image *image = g_hash_table_lookup (state.images, path);

  if (image != NULL)
    return image;
  image = g_new0 (Image, 1);
  image->synced = g_byte_array_new ();
  image->pending = g_ptr_array_new_with_free_func (change_free);
  g_hash_table_insert (state.images, g_strdup (path), image);
  return image;
}

static void
image_note (Image      *image,
            gint64      offset,
            const void *bytes,
            gsize       length)
{
  Change *change;

  if (image == NULL)
    return;
  change = g_new0 (Change, 1);
  change->offset = offset;
  change->length = length;
  change->bytes = g_memdup2 (bytes, bytes != NULL ? length : 0);
  g_ptr_array_add (image->pending, change);
}

static void
put (GByteArray   *to,
     gsize         offset,
     const guint8 *bytes,
     gsize         length)
{
  gsize before = to->len;

  if (offset + length > before)
    {
      g_byte_array_set_size (to, (guint) (offset + length));
      if (offset > before)
        memset (to->data + before, 0, offset - before);
    }
  memcpy (to->data + offset, bytes, length);
}

static void
apply (GByteArray   *to,
       const Change *change)
{
  if (change->offset >= 0)
    put (to, (gsize) change->offset, change->bytes, change->length);
  else
    {
      gsize before = to->len;

      g_byte_array_set_size (to, (guint) change->length);
      if (change->length > before)
        memset (to->data + before, 0, change->length - before);
    }
}

static void
apply_some (GByteArray   *to,
            const Change *change,
            GRand        *rand)
{
  if (change->offset < 0)
    {
      if (g_rand_boolean (rand))
        apply (to, change);
      return;
    }
  for (gsize at = 0; at < change->length; at += SECTOR)
    if (g_rand_boolean (rand))
      put (to, (gsize) change->offset + at, change->bytes + at, MIN (SECTOR, change->length - at));
}

static void
image_sync (Image *image)
{
  if (image == NULL)
    return;
  for (guint i = 0; i < image->pending->len; i++)
    apply (image->synced, image->pending->pdata[i]);
  g_ptr_array_set_size (image->pending, 0);
}

/* -- a file ------------------------------------------------------------------- */

#define REAL(file) (((File *) (file))->real)

static int
on_close (sqlite3_file *file)
{
  int result = REAL (file)->pMethods->xClose (REAL (file));

  g_free (REAL (file));
  return result;
}

static int
on_read (sqlite3_file *file,
         void         *bytes,
         int           length,
         sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), bytes, length, offset);
}

static int
on_write (sqlite3_file *file,
          const void   *bytes,
          int           length,
          sqlite3_int64 offset)
{
  Image *image = ((File *) file)->image;
  gboolean failed;
  int result = SQLITE_OK;

  g_mutex_lock (&state.lock);
  failed = image != NULL && fails (OPERATION_WRITE);
  if (failed && state.fault == HX_FAULT_WRITE_TORN)
    length /= 2;
  if (!failed || state.fault == HX_FAULT_WRITE_TORN)
    {
      result = REAL (file)->pMethods->xWrite (REAL (file), bytes, length, offset);
      image_note (image, offset, bytes, (gsize) length);
    }
  if (failed)
    result = state.error == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  g_mutex_unlock (&state.lock);
  return result;
}

static int
on_truncate (sqlite3_file *file,
             sqlite3_int64 length)
{
  Image *image = ((File *) file)->image;
  int result = SQLITE_IOERR_TRUNCATE;

  g_mutex_lock (&state.lock);
  if (image == NULL || !fails (OPERATION_TRUNCATE))
    {
      result = REAL (file)->pMethods->xTruncate (REAL (file), length);
      image_note (image, -1, NULL, (gsize) length);
    }
  g_mutex_unlock (&state.lock);
  return result;
}

/* Nothing is synced for true: the image is what counts here, and the tests are quick. */
static int
on_sync (sqlite3_file *file,
         int           flags)
{
  Image *image = ((File *) file)->image;
  int result = SQLITE_OK;

  g_mutex_lock (&state.lock);
  if (image != NULL && fails (OPERATION_SYNC))
    result = SQLITE_IOERR_FSYNC;
  else
    image_sync (image);
  g_mutex_unlock (&state.lock);
  return result;
}

static int
on_size (sqlite3_file  *file,
         sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
on_lock (sqlite3_file *file,
         int           level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
on_unlock (sqlite3_file *file,
           int           level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
on_check_lock (sqlite3_file *file,
               int          *reserved)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), reserved);
}

static int
on_control (sqlite3_file *file,
            int           operation,
            void         *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), operation, argument);
}

static int
on_sector (sqlite3_file *file)
{
  return SECTOR;
}

static int
on_traits (sqlite3_file *file)
{
  return 0; /* none of the promises that a good disk gives */
}

static int
on_shm_map (sqlite3_file  *file,
            int            page,
            int            size,
            int            extend,
            void volatile **memory)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, memory);
}

static int
on_shm_lock (sqlite3_file *file,
             int           offset,
             int           count,
             int           flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, count, flags);
}

static void
on_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
on_shm_unmap (sqlite3_file *file,
              int           remove)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), remove);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_size,
  .xLock = on_lock,
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_lock,
  .xFileControl = on_control,
  .xSectorSize = on_sector,
  .xDeviceCharacteristics = on_traits,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

/* -- the file system ---------------------------------------------------------- */

static int
on_open (sqlite3_vfs  *vfs,
         const char   *name,
         sqlite3_file *file,
         int           flags,
         int          *out)
{
  File *self = (File *) file;
  int result;

  self->real = g_malloc0 ((gsize) state.real->szOsFile);
  result = state.real->xOpen (state.real, name, self->real, flags, out);
  if (result != SQLITE_OK)
    {
      g_free (g_steal_pointer (&self->real));
      self->base.pMethods = NULL;
      return result;
    }
  self->base.pMethods = &methods;
  g_mutex_lock (&state.lock);
  self->image = name != NULL && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) ? image_of (name) : NULL;
  g_mutex_unlock (&state.lock);
  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs,
           const char  *name,
           int          durable)
{
  g_mutex_lock (&state.lock);
  g_hash_table_remove (state.images, name);
  g_mutex_unlock (&state.lock);
  return state.real->xDelete (state.real, name, durable);
}

static int
on_last_error (sqlite3_vfs *vfs,
               int          size,
               char        *text)
{
  return state.error;
}

void
hx_fault_vfs_install (void)
{
  state.real = sqlite3_vfs_find (NULL);
  state.images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, image_free);
  state.vfs = *state.real;
  state.vfs.zName = "hx-fault";
  state.vfs.szOsFile = sizeof (File);
  state.vfs.xOpen = on_open;
  state.vfs.xDelete = on_delete;
  state.vfs.xGetLastError = on_last_error;
  g_assert_cmpint (sqlite3_vfs_register (&state.vfs, TRUE), ==, SQLITE_OK);
}

void
hx_fault_arm (HxFault fault,
              guint   n)
{
  g_mutex_lock (&state.lock);
  state.fault = fault;
  state.left = n;
  state.armed = TRUE;
  state.fired = FALSE;
  g_mutex_unlock (&state.lock);
}

gboolean
hx_fault_disarm (void)
{
  gboolean fired;

  g_mutex_lock (&state.lock);
  state.armed = FALSE;
  fired = state.fired;
  g_mutex_unlock (&state.lock);
  return fired;
}

void
hx_fault_save_disk (const char *from,
                    const char *to,
                    GRand      *rand)
{
  static const char *const suffixes[] = { "", "-wal" };

  g_mutex_lock (&state.lock);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *source = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *target = g_strconcat (to, suffixes[i], NULL);
      g_autoptr (GByteArray) disk = g_byte_array_new ();
      Image *image = image_of (source);

      g_byte_array_append (disk, image->synced->data, image->synced->len);
      for (guint c = 0; c < image->pending->len; c++)
        apply_some (disk, image->pending->pdata[c], rand);
      g_assert_true (g_file_set_contents (target, (const char *) disk->data, (gssize) disk->len, NULL));
    }
  g_mutex_unlock (&state.lock);
}
