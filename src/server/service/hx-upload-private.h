/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "files/hx-file-rows.h"
#include "hx-audio.h"
#include "hx-service.h"

G_BEGIN_DECLS

/**
 * HxUpload:
 *
 * A received file whose content was looked at and that was put among the files,
 * before the transaction that names it. If that never comes it is taken away again.
 */
typedef struct
{
  HxFileStore *files;
  char *name;             /* among the files */
  char *digest;           /* SHA-256, hexadecimal */
  const char *media_type; /* by its content */
  gint64 size;
  HxAudio *audio;         /* (nullable): when it is audio */
  gboolean kept;
} HxUpload;

void     hx_upload_free (HxUpload      *self);
gboolean hx_upload_put  (HxUpload      *self,
                         HxServiceCall *call,
                         const char    *suffix,
                         GError       **error);
gboolean hx_upload_keep (HxUpload      *self,
                         HxServiceCall *call,
                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxUpload, hx_upload_free)

G_END_DECLS
