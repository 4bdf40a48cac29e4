/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

#define HX_MANIFEST "manifest.ndjson"
#define HX_BACKUP_STORE "store.db"
#define HX_BACKUP_FILES "files"
#define HX_BACKUP_KEYS "keys"

/* One file of a backup. */
typedef struct
{
  char *name;       /* store.db, keys, or files/ and the name of a file */
  char *digest;     /* BLAKE2b, hexadecimal */
  gint64 size;
  gboolean missing; /* its row was there, but it was not */
} HxManifestEntry;

/**
 * HxManifest:
 *
 * What a backup consists of. It is written last, so a folder without a whole one
 * is no backup.
 */
typedef struct
{
  gint64 form;        /* number of the last migration of the store */
  char *version;      /* of the program that made it */
  char *made_at;
  GPtrArray *entries; /* of HxManifestEntry; the store is the first */
} HxManifest;

HxManifest      *hx_manifest_new       (void);
void             hx_manifest_free      (HxManifest    *self);
HxManifestEntry *hx_manifest_add       (HxManifest    *self,
                                        const char    *name);
gboolean         hx_manifest_save      (HxManifest    *self,
                                        const char    *folder,
                                        GError       **error);
HxManifest      *hx_manifest_load      (const char    *folder,
                                        GError       **error);
gboolean         hx_manifest_copy      (HxManifestEntry *entry,
                                        int              from,
                                        int              to,
                                        GError         **error);
gboolean         hx_manifest_verify    (const HxManifestEntry *entry,
                                        const char            *folder,
                                        const char            *to,
                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxManifest, hx_manifest_free)

G_END_DECLS
