/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-key-text-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _HxKeyring
{
  gatomicrefcount references;
  GRWLock lock;
  GPtrArray *keys; /* of HxKey, newest last; only ever added to, so a key that was given out stays */
  HxKey *current;  /* (nullable): what is written with; the newest where nobody said */
  HxKey *asked;    /* (nullable): atomic: which was asked for last */
  char *path;      /* (nullable) */
  char *command;   /* (nullable) */
};

static GPtrArray *
load (const char *path,
      const char *command,
      GError    **error)
{
  g_auto (HxKeyText) text = { 0 };
  gboolean read = path != NULL ? hx_key_text_file (&text, path, error) : hx_key_text_command (&text, command, error);

  return read ? hx_key_text_parse (&text, path != NULL ? path : "key_command", error) : NULL;
}

static HxKeyring *
keyring_new (const char *path,
             const char *command,
             GError    **error)
{
  GPtrArray *keys = load (path, command, error);
  HxKeyring *self;

  if (keys == NULL)
    return NULL;
  self = g_new0 (HxKeyring, 1);
  g_atomic_ref_count_init (&self->references);
  g_rw_lock_init (&self->lock);
  self->keys = keys;
  self->path = g_strdup (path);
  self->command = g_strdup (command);
  return self;
}

/**
 * hx_keyring_load_file:
 * @path: a key file: a line `id hex-64` for each key, the newest last
 * @error: %HX_ERROR_STORE_KEYS when it is not there, not its owner's alone, or no key file
 *
 * Returns: (transfer full) (nullable): the keys, in memory that is neither
 *   swapped out nor part of a core dump where the system allows it
 */
HxKeyring *
hx_keyring_load_file (const char *path,
                      GError    **error)
{
  return keyring_new (path, NULL, error);
}

/**
 * hx_keyring_load_command:
 * @command: a program and its arguments; no shell
 * @error: %HX_ERROR_STORE_KEYS when it fails or says no keys
 *
 * For keys that lie in a vault: what the command prints is what a key file has.
 *
 * Returns: (transfer full) (nullable): the keys
 */
HxKeyring *
hx_keyring_load_command (const char *command,
                         GError    **error)
{
  return keyring_new (NULL, command, error);
}

/**
 * hx_keyring_ref:
 * @self: a keyring
 *
 * Returns: (transfer full): the same
 */
HxKeyring *
hx_keyring_ref (HxKeyring *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hx_keyring_unref:
 * @self: (transfer full) (nullable): a keyring
 *
 * With the last reference the keys are overwritten.
 */
void
hx_keyring_unref (HxKeyring *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->keys);
  g_rw_lock_clear (&self->lock);
  g_free (self->path);
  g_free (self->command);
  g_free (self);
}

static gboolean
has_id (const HxKey *key,
        const char  *id,
        gsize        length)
{
  return strncmp (key->id, id, length) == 0 && key->id[MIN (length, HX_KEY_ID_MAX)] == '\0';
}

static HxKey *
find_key (GPtrArray  *keys,
          const char *id,
          gsize       length)
{
  /* The newest is asked for nearly always. */
  for (guint i = keys->len; i-- > 0;)
    {
      HxKey *key = keys->pdata[i];

      if (has_id (key, id, length))
        return key;
    }
  return NULL;
}

/**
 * hx_keyring_refresh:
 * @self: a keyring
 * @error: %HX_ERROR_STORE_KEYS; the keys that are known stay
 *
 * Reads the keys again, so that one that was added is known without a restart.
 * A key that is not there any more stays known until the end of the process.
 *
 * Returns: whether they could be read
 */
gboolean
hx_keyring_refresh (HxKeyring *self,
                    GError   **error)
{
  g_autoptr (GPtrArray) fresh = load (self->path, self->command, error);

  if (fresh == NULL)
    return FALSE;
  g_rw_lock_writer_lock (&self->lock);
  for (guint i = 0; i < fresh->len; i++)
    {
      HxKey *key = fresh->pdata[i];

      if (find_key (self->keys, key->id, strlen (key->id)) != NULL)
        continue;
      g_ptr_array_add (self->keys, key);
      fresh->pdata[i] = NULL;
    }
  g_rw_lock_writer_unlock (&self->lock);
  return TRUE;
}

/**
 * hx_keyring_get_size:
 * @self: a keyring
 *
 * Returns: how many keys there are
 */
guint
hx_keyring_get_size (HxKeyring *self)
{
  guint size;

  g_rw_lock_reader_lock (&self->lock);
  size = self->keys->len;
  g_rw_lock_reader_unlock (&self->lock);
  return size;
}

/**
 * hx_keyring_get_id:
 * @self: a keyring
 * @index: less than its size; the newest is the last
 *
 * Returns: (transfer none): the id of a key, good as long as the keyring
 */
const char *
hx_keyring_get_id (HxKeyring *self,
                   guint      index)
{
  const char *id;

  g_rw_lock_reader_lock (&self->lock);
  id = ((HxKey *) self->keys->pdata[index])->id;
  g_rw_lock_reader_unlock (&self->lock);
  return id;
}

/**
 * hx_keyring_use:
 * @self: a keyring
 * @key_id: the id of a key
 *
 * A new key is known before it is written with, so that who reads knows it too: from now on this one is.
 *
 * Returns: whether there is such a key
 */
gboolean
hx_keyring_use (HxKeyring  *self,
                const char *key_id)
{
  HxKey *key;
  gboolean same;

  g_rw_lock_reader_lock (&self->lock);
  same = self->current != NULL && strcmp (self->current->id, key_id) == 0;
  g_rw_lock_reader_unlock (&self->lock);
  if (same)
    return TRUE;
  g_rw_lock_writer_lock (&self->lock);
  key = find_key (self->keys, key_id, strlen (key_id));
  if (key != NULL)
    self->current = key;
  g_rw_lock_writer_unlock (&self->lock);
  return key != NULL;
}

/**
 * hx_keyring_get_current:
 * @self: a keyring
 *
 * Returns: (transfer none): the id of the key that new things are written with,
 *   good as long as the keyring; the newest until [method@Keyring.use] names one
 */
const char *
hx_keyring_get_current (HxKeyring *self)
{
  const char *id;

  g_rw_lock_reader_lock (&self->lock);
  id = self->current != NULL ? self->current->id : ((HxKey *) self->keys->pdata[self->keys->len - 1])->id;
  g_rw_lock_reader_unlock (&self->lock);
  return id;
}

/**
 * hx_keyring_peek:
 * @self: a keyring
 * @key_id: a key's id
 * @length: bytes of @key_id
 * @use: what it is to be used for
 *
 * Returns: (transfer none) (nullable): the %HX_KEY_BYTES bytes of the derived key,
 *   good as long as the keyring; %NULL for a key that is not there
 */
const guint8 *
hx_keyring_peek (HxKeyring  *self,
                 const char *key_id,
                 gsize       length,
                 HxKeyUse    use)
{
  HxKey *key = g_atomic_pointer_get (&self->asked);

  g_return_val_if_fail (use > 0 && use < HX_N_KEY_USES, NULL);
  if (length == 0 || length > HX_KEY_ID_MAX)
    return NULL;
  /* All of a page is sealed with one key nearly always, and a key that was given out stays. */
  if (key != NULL && has_id (key, key_id, length))
    return key->derived[use];
  g_rw_lock_reader_lock (&self->lock);
  key = find_key (self->keys, key_id, length);
  g_rw_lock_reader_unlock (&self->lock);
  if (key == NULL)
    return NULL;
  g_atomic_pointer_set (&self->asked, key);
  return key->derived[use];
}

/**
 * hx_keyring_derive:
 * @self: a keyring
 * @key_id: a key's id
 * @use: what it is to be used for
 * @out: (out caller-allocates) (array fixed-size=32): the derived key; to be
 *   overwritten by the caller after use
 *
 * Returns: whether there is such a key
 */
gboolean
hx_keyring_derive (HxKeyring  *self,
                   const char *key_id,
                   HxKeyUse    use,
                   guint8      out[HX_KEY_BYTES])
{
  const guint8 *key = hx_keyring_peek (self, key_id, strlen (key_id), use);

  if (key != NULL)
    memcpy (out, key, HX_KEY_BYTES);
  return key != NULL;
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
write_text (const char *path,
            HxKeyText  *text)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  gsize done = 0;
  gssize got = fd >= 0 ? 0 : -1;

  while (got >= 0 && done < text->length)
    {
      got = write (fd, text->text + done, text->length - done);
      done += got > 0 ? (gsize) got : 0;
    }
  if (got >= 0 && fsync (fd) != 0)
    got = -1;
  if (fd >= 0)
    close (fd);
  return got >= 0;
}

/* Beside the file first, then in its place, so that whatever stops us the keys are all there. With
 * @replace the old file gives way, else one that somebody made meanwhile is left alone. */
static gboolean
put_in_place (const char *path,
              HxKeyText  *text,
              gboolean    replace,
              GError    **error)
{
  g_autofree char *beside = g_strdup_printf ("%s.%u.new", path, (guint) getpid ());
  gboolean placed = write_text (beside, text)
                    && (replace ? rename (beside, path) == 0 : link (beside, path) == 0 || errno == EEXIST)
                    && sync_folder (path);
  int saved = errno;

  g_unlink (beside);
  if (!placed)
    g_set_error (error, HX_ERROR,
                 saved == ENOSPC || saved == EDQUOT ? HX_ERROR_STORE_FULL : HX_ERROR_STORE_KEYS, "%s: %s", path,
                 g_strerror (saved));
  return placed;
}

/**
 * hx_keyring_create_file:
 * @path: where the key file is to be; one that exists is left as it is
 * @error: %HX_ERROR_STORE_KEYS when it cannot be written
 *
 * Makes a key file with one fresh key, its owner's alone. It is on the disk,
 * whole, before this returns: what is sealed with it afterwards can be read.
 *
 * Returns: whether there is a key file
 */
gboolean
hx_keyring_create_file (const char *path,
                        GError    **error)
{
  g_auto (HxKeyText) text = { 0 };

  return hx_key_text_append (&text, "k1", error) && put_in_place (path, &text, FALSE, error);
}

/**
 * hx_keyring_add_to_file:
 * @path: a key file
 * @id: (out) (transfer full): the id of the new key
 * @error: %HX_ERROR_STORE_KEYS
 *
 * Adds a fresh key, which becomes the newest; the others stay.
 *
 * Returns: whether it was added
 */
gboolean
hx_keyring_add_to_file (const char *path,
                        char      **id,
                        GError    **error)
{
  g_auto (HxKeyText) text = { 0 };
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree char *name = NULL;
  guint number;

  if (!hx_key_text_file (&text, path, error))
    return FALSE;
  keys = hx_key_text_parse (&text, path, error);
  if (keys == NULL)
    return FALSE;
  number = keys->len;
  do
    {
      g_free (name);
      name = g_strdup_printf ("k%u", ++number);
    }
  while (find_key (keys, name, strlen (name)) != NULL);
  if (!hx_key_text_append (&text, name, error) || !put_in_place (path, &text, TRUE, error))
    return FALSE;
  *id = g_steal_pointer (&name);
  return TRUE;
}
