/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-key-text-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than anybody ever rotates; a file larger than this is no key file. */
#define MAX_TEXT 65536

/* The context of crypto_kdf: changing it changes every derived key. */
#define CONTEXT "huixiang"

void
hx_key_text_clear (HxKeyText *self)
{
  g_clear_pointer (&self->text, sodium_free);
  self->length = 0;
}

static gboolean
fail (const char *name,
      const char *why,
      GError    **error)
{
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_KEYS, "%s: %s", name, why);
  return FALSE;
}

static gboolean
make_room (HxKeyText *self,
           GError   **error)
{
  if (sodium_init () < 0)
    return fail ("libsodium", "it cannot be started", error);
  self->text = sodium_malloc (MAX_TEXT + 1);
  if (self->text == NULL)
    return fail ("keys", "there is no memory that can be kept secret", error);
  sodium_memzero (self->text, MAX_TEXT + 1);
  return TRUE;
}

gboolean
hx_key_text_read (HxKeyText  *self,
                  int         fd,
                  const char *name,
                  GError    **error)
{
  if (!make_room (self, error))
    return FALSE;
  while (self->length < MAX_TEXT)
    {
      gssize got = read (fd, self->text + self->length, MAX_TEXT - self->length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail (name, g_strerror (errno), error);
      if (got == 0)
        return TRUE;
      self->length += (gsize) got;
    }
  return fail (name, "this is too long to be keys", error);
}

/* Whoever else can read the file can read the store. */
static gboolean
check_private (int         fd,
               const char *path,
               GError    **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail (path, g_strerror (errno), error);
  if (!S_ISREG (info.st_mode))
    return fail (path, "the keys are not in a regular file", error);
  if (info.st_uid != geteuid ())
    return fail (path, "the key file belongs to another user than the one that the server runs as", error);
  if ((info.st_mode & 0377) != 0 && (info.st_mode & 0377) != 0200)
    return fail (path, "the key file must be readable by its owner alone: chmod 0600", error);
  return TRUE;
}

gboolean
hx_key_text_file (HxKeyText  *self,
                  const char *path,
                  GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean read;

  if (fd < 0 && errno == ENOENT)
    return fail (path, "the key file is not there; without its keys nobody can read the personal data of the store",
                 error);
  if (fd < 0)
    return fail (path, g_strerror (errno), error);
  read = check_private (fd, path, error) && hx_key_text_read (self, fd, path, error);
  close (fd);
  return read;
}

gboolean
hx_key_text_command (HxKeyText  *self,
                     const char *command,
                     GError    **error)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean read;
  int out = -1, status = 0;
  GPid pid;

  if (!g_shell_parse_argv (command, NULL, &argv, &failure)
      || !g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                    &pid, NULL, &out, NULL, &failure))
    return fail ("key_command", failure->message, error);
  read = hx_key_text_read (self, out, "key_command", error);
  close (out);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    continue;
  g_spawn_close_pid (pid);
  if (!read)
    return FALSE;
  if (!g_spawn_check_wait_status (status, &failure))
    return fail ("key_command", failure->message, error);
  return TRUE;
}

static void
derive_all (HxKey *key)
{
  for (guint use = 1; use < HX_N_KEY_USES; use++)
    crypto_kdf_derive_from_key (key->derived[use], HX_KEY_BYTES, use, CONTEXT, key->master);
}

/* `id hex-64`, anything else is no key. What stands there is never part of an error. */
static HxKey *
parse_line (const char *line,
            gsize       length)
{
  gsize id = strspn (line, "abcdefghijklmnopqrstuvwxyz0123456789-");
  gsize spaces = strspn (line + id, " \t");
  const char *hex = line + id + spaces;
  HxKey *key;
  gsize written = 0;

  while (length > 0 && strchr (" \t\r", line[length - 1]) != NULL)
    length--;
  if (id == 0 || id > HX_KEY_ID_MAX || spaces == 0 || length != id + spaces + 2 * HX_KEY_BYTES)
    return NULL;
  key = sodium_malloc (sizeof *key);
  if (key == NULL)
    return NULL;
  sodium_memzero (key, sizeof *key);
  memcpy (key->id, line, id);
  if (sodium_hex2bin (key->master, HX_KEY_BYTES, hex, 2 * HX_KEY_BYTES, NULL, &written, NULL) != 0
      || written != HX_KEY_BYTES || sodium_is_zero (key->master, HX_KEY_BYTES))
    {
      sodium_free (key);
      return NULL;
    }
  derive_all (key);
  sodium_mprotect_readonly (key);
  return key;
}

static gboolean
has_id (GPtrArray  *keys,
        const char *id)
{
  for (guint i = 0; i < keys->len; i++)
    if (strcmp (((HxKey *) keys->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_line (GPtrArray  *keys,
          const char *line,
          gsize       length,
          guint       number,
          const char *name,
          GError    **error)
{
  HxKey *key;

  if (*line == '#' || strspn (line, " \t\r") >= length)
    return TRUE;
  key = parse_line (line, length);
  if (key != NULL && !has_id (keys, key->id))
    {
      g_ptr_array_add (keys, key);
      return TRUE;
    }
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_KEYS, "%s: line %u is no key, which is an id and 64 hexadecimal digits%s",
               name, number, key != NULL ? ", or its id is there twice" : "");
  g_clear_pointer (&key, sodium_free);
  return FALSE;
}

GPtrArray *
hx_key_text_parse (HxKeyText  *self,
                   const char *name,
                   GError    **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (sodium_free);
  guint number = 1;

  for (const char *line = self->text; *line != '\0'; number++)
    {
      gsize length = strcspn (line, "\n");

      if (!add_line (keys, line, length, number, name, error))
        return NULL;
      line += length + (line[length] == '\n' ? 1 : 0);
    }
  if (keys->len > 0)
    return g_steal_pointer (&keys);
  fail (name, "there is no key in it", error);
  return NULL;
}

/* Adds a fresh key as the last line. */
gboolean
hx_key_text_append (HxKeyText  *self,
                    const char *id,
                    GError    **error)
{
  guint8 master[HX_KEY_BYTES];
  gsize needed = strlen (id) + 2 * HX_KEY_BYTES + 4;

  if (self->text == NULL && !make_room (self, error))
    return FALSE;
  if (self->length + needed > MAX_TEXT)
    return fail ("keys", "there are too many keys", error);
  if (self->length > 0 && self->text[self->length - 1] != '\n')
    self->text[self->length++] = '\n';
  memcpy (self->text + self->length, id, strlen (id));
  self->length += strlen (id);
  self->text[self->length++] = ' ';
  crypto_kdf_keygen (master);
  sodium_bin2hex (self->text + self->length, 2 * HX_KEY_BYTES + 1, master, sizeof master);
  sodium_memzero (master, sizeof master);
  self->length += 2 * HX_KEY_BYTES;
  self->text[self->length++] = '\n';
  self->text[self->length] = '\0';
  return TRUE;
}
