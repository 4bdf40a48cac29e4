/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-upload-private.h"

/**
 * hx_upload_free:
 * @self: (transfer full) (nullable): an upload
 *
 * Removes the file of an upload that nobody kept. One whose transaction could
 * not be committed after all is left to the sweep.
 */
void
hx_upload_free (HxUpload *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  if (self->name != NULL && !self->kept && !hx_file_store_remove (self->files, self->name, &error))
    g_message ("An upload that was refused is left to the sweep: %s", error->message);
  hx_audio_free (self->audio);
  g_free (self->name);
  g_free (self->digest);
  g_free (self);
}

/**
 * hx_upload_put:
 * @self: an upload, with the digest of its bytes
 * @call: the call that it came with
 * @suffix: of its kind, such as `.wav`
 * @error: %HX_ERROR_STORE_FULL or %HX_ERROR_STORE_READ_ONLY
 *
 * Outside the transaction, as it waits for the disk.
 *
 * Returns: whether the file is durable under a name of ours
 */
gboolean
hx_upload_put (HxUpload      *self,
               HxServiceCall *call,
               const char    *suffix,
               GError       **error)
{
  self->files = hx_site_get_files (call->site);
  self->name = hx_file_store_put (self->files, call->upload, self->digest, suffix, error);
  return self->name != NULL;
}

/**
 * hx_upload_keep:
 * @self: an upload that was put
 * @call: the call, in its transaction
 * @error: %HX_ERROR_QUOTA, or the store's
 *
 * Returns: whether the file has its row
 */
gboolean
hx_upload_keep (HxUpload      *self,
                HxServiceCall *call,
                GError       **error)
{
  const HxFileRow row = { self->name, self->digest, self->size };

  self->kept = hx_file_rows_add (call->db, &row, hx_site_get_quota (call->site), call->now, error);
  return self->kept;
}
