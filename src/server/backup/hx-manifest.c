/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-manifest.h"
#include "files/hx-file-store.h"
#include "hx-json.h"
#include "hx-line-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define FORMAT "huixiang-backup"

static void
entry_free (gpointer data)
{
  HxManifestEntry *self = data;

  g_free (self->name);
  g_free (self->digest);
  g_free (self);
}

/**
 * hx_manifest_new:
 *
 * Returns: (transfer full): a manifest of nothing
 */
HxManifest *
hx_manifest_new (void)
{
  HxManifest *self = g_new0 (HxManifest, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * hx_manifest_free:
 * @self: (transfer full) (nullable): a manifest
 */
void
hx_manifest_free (HxManifest *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self->version);
  g_free (self->made_at);
  g_free (self);
}

/**
 * hx_manifest_add:
 * @self: a manifest
 * @name: of a file of the backup
 *
 * Returns: (transfer none): its entry
 */
HxManifestEntry *
hx_manifest_add (HxManifest *self,
                 const char *name)
{
  HxManifestEntry *entry = g_new0 (HxManifestEntry, 1);

  entry->name = g_strdup (name);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

static void
append_text (GString    *line,
             const char *name,
             const char *value)
{
  hx_json_append_member (line, name);
  hx_json_append_string (line, value);
}

static gboolean
write_header (HxManifest   *self,
              HxLineWriter *lines,
              GError      **error)
{
  g_autoptr (GString) line = g_string_new ("{");

  append_text (line, "format", FORMAT);
  hx_json_append_member (line, "form");
  g_string_append_printf (line, "%" G_GINT64_FORMAT, self->form);
  append_text (line, "made_at", self->made_at);
  append_text (line, "version", self->version);
  g_string_append_c (line, '}');
  return hx_line_writer_add (lines, line->str, line->len, error);
}

static gboolean
write_entry (const HxManifestEntry *entry,
             HxLineWriter          *lines,
             GError               **error)
{
  g_autoptr (GString) line = g_string_new ("{");

  append_text (line, "name", entry->name);
  if (entry->missing)
    {
      hx_json_append_member (line, "missing");
      g_string_append (line, "true");
    }
  else
    {
      append_text (line, "blake2b", entry->digest);
      hx_json_append_member (line, "size");
      g_string_append_printf (line, "%" G_GINT64_FORMAT, entry->size);
    }
  g_string_append_c (line, '}');
  return hx_line_writer_add (lines, line->str, line->len, error);
}

/**
 * hx_manifest_save:
 * @self: a manifest
 * @folder: of a backup whose files are all there
 * @error: %HX_ERROR_STORE_FULL
 *
 * Returns: whether it is on the disk
 */
gboolean
hx_manifest_save (HxManifest *self,
                  const char *folder,
                  GError    **error)
{
  g_autofree char *path = g_build_filename (folder, HX_MANIFEST, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  g_autoptr (HxLineWriter) lines = NULL;

  if (fd < 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  lines = hx_line_writer_new (fd);
  if (!write_header (self, lines, error))
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    if (!write_entry (self->entries->pdata[i], lines, error))
      return FALSE;
  return hx_line_writer_finish (lines, error);
}

static gboolean
is_name (const char *name)
{
  if (strcmp (name, HX_BACKUP_STORE) == 0 || strcmp (name, HX_BACKUP_KEYS) == 0)
    return TRUE;
  return g_str_has_prefix (name, HX_BACKUP_FILES "/") && hx_file_name_is_valid (name + strlen (HX_BACKUP_FILES "/"));
}

static gboolean
read_header (HxManifest *self,
             HxJson     *json)
{
  const char *format = hx_json_member_string (json, "format");

  self->form = hx_json_member_integer (json, "form", -1);
  self->version = g_strdup (hx_json_member_string (json, "version"));
  self->made_at = g_strdup (hx_json_member_string (json, "made_at"));
  return g_strcmp0 (format, FORMAT) == 0 && self->form > 0 && self->version != NULL && self->made_at != NULL;
}

static gboolean
read_entry (HxManifest *self,
            HxJson     *json)
{
  const char *name = hx_json_member_string (json, "name");
  HxManifestEntry *entry;

  if (name == NULL || !is_name (name))
    return FALSE;
  entry = hx_manifest_add (self, name);
  entry->digest = g_strdup (hx_json_member_string (json, "blake2b"));
  entry->size = hx_json_member_integer (json, "size", -1);
  entry->missing = hx_json_get_member (json, "missing") != NULL;
  return entry->missing || (entry->digest != NULL && strlen (entry->digest) == 64 && entry->size >= 0);
}

static gboolean
read_line (HxManifest *self,
           const char *line,
           gsize       length,
           gboolean    first)
{
  g_autoptr (HxJson) json = hx_json_parse (line, length, NULL);

  if (json == NULL || hx_json_get_type (json) != HX_JSON_OBJECT)
    return FALSE;
  return first ? read_header (self, json) : read_entry (self, json);
}

/**
 * hx_manifest_load:
 * @folder: perhaps a backup
 * @error: %HX_ERROR_MALFORMED when it is none, or only the beginning of one
 *
 * Returns: (transfer full) (nullable): its manifest, whole and as it was written
 */
HxManifest *
hx_manifest_load (const char *folder,
                  GError    **error)
{
  g_autofree char *path = g_build_filename (folder, HX_MANIFEST, NULL);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (HxManifest) self = hx_manifest_new ();
  g_autoptr (HxLineReader) lines = NULL;
  const char *line;
  gsize length;
  HxLineResult result;

  if (fd < 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s is no backup that is whole: %s", folder, g_strerror (errno));
      return NULL;
    }
  lines = hx_line_reader_new (fd);
  while ((result = hx_line_reader_next (lines, &line, &length, error)) == HX_LINE_THERE)
    if (!read_line (self, line, length, hx_line_reader_number (lines) == 1))
      {
        g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s: line %" G_GUINT64_FORMAT " is none of a backup", path,
                     hx_line_reader_number (lines));
        return NULL;
      }
  if (result == HX_LINE_FAILED)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  if (self->entries->len > 0 && strcmp (((HxManifestEntry *) self->entries->pdata[0])->name, HX_BACKUP_STORE) == 0)
    return g_steal_pointer (&self);
  g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "%s names no store", path);
  return NULL;
}
