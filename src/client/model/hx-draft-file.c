/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-draft-file.h"

#include <errno.h>
#include <glib/gstdio.h>

struct _HxDraftFile
{
  GObject parent_instance;

  char *path;
  GFile *file;
  char *waiting;    /* (nullable): the newest text, not on its way yet */
  gboolean writing;
  gboolean unwanted;
};

G_DEFINE_FINAL_TYPE (HxDraftFile, hx_draft_file, G_TYPE_OBJECT)

static void write_next (HxDraftFile *self);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxDraftFile) self = data;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_warning ("Draft: %s", error->message);
  if (self->unwanted)
    hx_draft_file_remove (self);
  else
    write_next (self);
}

static void
write_next (HxDraftFile *self)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (self->writing || self->waiting == NULL)
    return;
  length = strlen (self->waiting);
  bytes = g_bytes_new_take (g_steal_pointer (&self->waiting), length);
  self->writing = TRUE;
  g_file_replace_contents_bytes_async (self->file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_written,
                                       g_object_ref (self));
}

/**
 * hx_draft_file_write:
 * @self: a draft's file
 * @text: what is to be in it
 *
 * Of several texts that come while one is being written, only the last counts.
 */
void
hx_draft_file_write (HxDraftFile *self,
                     const char  *text)
{
  self->unwanted = FALSE;
  g_free (self->waiting);
  self->waiting = g_strdup (text);
  write_next (self);
}

/**
 * hx_draft_file_read:
 * @self: a draft's file
 *
 * Returns: (transfer full) (nullable): what is in it, a few hundred bytes
 */
char *
hx_draft_file_read (HxDraftFile *self)
{
  char *text = NULL;
  gsize length;

  if (!g_file_get_contents (self->path, &text, &length, NULL))
    return NULL;
  if (g_utf8_validate_len (text, length, NULL))
    return text;
  g_free (text);
  return NULL;
}

/**
 * hx_draft_file_remove:
 * @self: a draft's file
 *
 * What was typed has arrived: the copy goes.
 */
void
hx_draft_file_remove (HxDraftFile *self)
{
  g_clear_pointer (&self->waiting, g_free);
  self->unwanted = self->writing;
  if (!self->writing && g_unlink (self->path) != 0 && errno != ENOENT)
    g_warning ("Draft: %s: %s", self->path, g_strerror (errno));
}

static void
hx_draft_file_finalize (GObject *object)
{
  HxDraftFile *self = HX_DRAFT_FILE (object);

  g_clear_object (&self->file);
  g_free (self->path);
  g_free (self->waiting);
  G_OBJECT_CLASS (hx_draft_file_parent_class)->finalize (object);
}

static void
hx_draft_file_class_init (HxDraftFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hx_draft_file_finalize;
}

static void
hx_draft_file_init (HxDraftFile *self)
{
}

/**
 * hx_draft_file_new:
 * @id: a wrap-up's id
 *
 * Returns: (transfer full): its draft, which may not exist yet
 */
HxDraftFile *
hx_draft_file_new (const char *id)
{
  HxDraftFile *self = g_object_new (HX_TYPE_DRAFT_FILE, NULL);
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "huixiang", "drafts", NULL);
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_warning ("Draft: %s: %s", folder, g_strerror (errno));
  self->path = g_build_filename (folder, name, NULL);
  self->file = g_file_new_for_path (self->path);
  return self;
}
