/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-manifest.h"

G_BEGIN_DECLS

typedef struct
{
  const char *store;  /* sqlite:FILE */
  const char *files;  /* folder of recordings and attachments */
  const char *keys;   /* (nullable): key file; %NULL to leave the keys out */
  const char *folder; /* the backup */
  gboolean copy;      /* files are copied even where a link would do */
} HxBackupOptions;

HxManifest *hx_backup_make    (const HxBackupOptions *options,
                               GError               **error);
HxManifest *hx_backup_check   (const char            *folder,
                               GError               **error);
HxManifest *hx_backup_restore (const HxBackupOptions *options,
                               GError               **error);

/* What errno says of a path; always %FALSE. */
gboolean    hx_backup_fail    (GError               **error,
                               const char            *path);
gboolean    hx_tree_remove    (const char            *folder);
gboolean    hx_folder_sync    (const char            *folder);

G_END_DECLS
