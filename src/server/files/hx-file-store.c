/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-file-store.h"
#include "hx-file-folder-private.h"
#include "hx-time.h"

#include <string.h>

/**
 * hx_file_store_open:
 * @folder: where files lie; made if missing
 * @error: %HX_ERROR_STORE_READ_ONLY
 *
 * Returns: (transfer full) (nullable): the files
 */
HxFileStore *
hx_file_store_open (const char *folder,
                    GError    **error)
{
  return hx_file_folder_open (folder, error);
}

/**
 * hx_file_store_free:
 * @self: (transfer full) (nullable): a file store
 */
void
hx_file_store_free (HxFileStore *self)
{
  if (self == NULL)
    return;
  g_free (self->received);
  self->kind->free (self);
}

/**
 * hx_file_store_get_received:
 * @self: a file store
 *
 * Returns: (transfer none): the folder in which whoever receives an upload makes
 *   its temporary file
 */
const char *
hx_file_store_get_received (HxFileStore *self)
{
  return self->received;
}

/**
 * hx_file_store_put:
 * @self: a file store
 * @received: path of a file in [method@FileStore.get_received]
 * @digest: hexadecimal digest of its bytes
 * @suffix: of the kind that its content was found to be, such as `.wav`
 * @error: %HX_ERROR_STORE_FULL or %HX_ERROR_STORE_READ_ONLY
 *
 * Takes a received file over. When this returns the bytes and the name are on
 * the disk, so a row that names the file may be committed. A crash before that
 * commit leaves a file that nobody names, which the sweep removes.
 *
 * Returns: (transfer full) (nullable): the name under which it is kept
 */
char *
hx_file_store_put (HxFileStore *self,
                   const char  *received,
                   const char  *digest,
                   const char  *suffix,
                   GError     **error)
{
  g_autofree char *id = hx_id_new ();
  g_autofree char *file = hx_file_name_new (id, digest, suffix);

  return self->kind->put (self, received, file, error) ? g_steal_pointer (&file) : NULL;
}

static gboolean
check_name (const char *file,
            GError    **error)
{
  if (hx_file_name_is_valid (file))
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "A file has a name that no server made");
  return FALSE;
}

/**
 * hx_file_store_open_file:
 * @self: a file store
 * @file: a name
 * @size: (out): bytes
 * @error: %HX_ERROR_NOT_FOUND, or %HX_ERROR_STORE_CORRUPT for what is no name
 *
 * Returns: a descriptor for reading any range, to be closed; -1 when it cannot be opened
 */
int
hx_file_store_open_file (HxFileStore *self,
                         const char  *file,
                         guint64     *size,
                         GError     **error)
{
  return check_name (file, error) ? self->kind->open (self, file, size, error) : -1;
}

/**
 * hx_file_store_remove:
 * @self: a file store
 * @file: a name
 * @error: what stands in the way
 *
 * Who has the file open keeps what was begun.
 *
 * Returns: whether it is gone; so it is when it was not there
 */
gboolean
hx_file_store_remove (HxFileStore *self,
                      const char  *file,
                      GError     **error)
{
  return check_name (file, error) && self->kind->remove (self, file, error);
}

/**
 * hx_file_store_list:
 * @self: a file store
 * @part: from 0 to %HX_FILE_PARTS - 1
 * @func: is told of each file, in no order
 * @data: for @func
 * @error: what cannot be read
 *
 * Returns: whether all of this part was seen; also when @func ended it
 */
gboolean
hx_file_store_list (HxFileStore *self,
                    guint        part,
                    HxFileFunc   func,
                    gpointer     data,
                    GError     **error)
{
  return self->kind->list (self, part, func, data, error);
}

/**
 * hx_file_store_sweep_received:
 * @self: a file store
 * @before: µs UTC
 * @error: what stands in the way
 *
 * Removes uploads that nobody took and that have not grown since @before: a
 * server that died left them.
 *
 * Returns: whether it went well
 */
gboolean
hx_file_store_sweep_received (HxFileStore *self,
                              gint64       before,
                              GError     **error)
{
  return self->kind->sweep_received (self, before, error);
}

/**
 * hx_file_store_hold:
 * @self: a file store
 * @alone: %TRUE for who removes files, %FALSE for who needs them all to stay
 *
 * A backup must find every file that its copy of the store names, so nothing is
 * removed while one is made. The kernel gives the hold back however the holder ends.
 *
 * Returns: a descriptor, to be closed when done; -1 when the others are at it
 */
int
hx_file_store_hold (HxFileStore *self,
                    gboolean     alone)
{
  return self->kind->hold (self, alone);
}

/**
 * hx_file_name_new:
 * @id: an id
 * @digest: hexadecimal digest of the bytes; it spreads files over the folders
 * @suffix: such as `.wav`
 *
 * Returns: (transfer full): a name
 */
char *
hx_file_name_new (const char *id,
                  const char *digest,
                  const char *suffix)
{
  return g_strdup_printf ("%.2s/%.2s/%s-%.8s%s", digest, digest + 2, id, digest, suffix);
}

static gboolean
consists_of (const char *text,
             gsize       length,
             const char *others)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && !(text[i] >= 'a' && text[i] <= 'z') && (text[i] == '\0' || strchr (others, text[i]) == NULL))
      return FALSE;
  return length > 0;
}

/**
 * hx_file_name_is_valid:
 * @file: (nullable): perhaps a name
 *
 * Returns: whether it has the form that [func@file_name_new] gives; so it has no
 *   `..`, no empty part and stays within its folder
 */
gboolean
hx_file_name_is_valid (const char *file)
{
  gsize length = file != NULL ? strnlen (file, 100) : 0;
  gsize stem;

  if (length < 10 || length > 90 || file[2] != '/' || file[5] != '/' || !consists_of (file, 2, "")
      || !consists_of (file + 3, 2, ""))
    return FALSE;
  stem = strcspn (file + 6, ".");
  if (!consists_of (file + 6, stem, "-"))
    return FALSE;
  return 6 + stem == length || consists_of (file + 7 + stem, length - stem - 7, "");
}
