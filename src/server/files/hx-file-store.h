/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxFileStore:
 *
 * Where recordings and attachments lie: their bytes, while the store has the
 * rows. A thin table of functions with one implementation a kind of place; a
 * folder today, an object store one day. Safe from any thread.
 *
 * A file has a name that the server made: `ab/cd/ID-DIGEST.suffix`. Nothing of
 * it was chosen by a client, and what has another form is never opened. The
 * bytes under a name never change; another upload is another name.
 */
typedef struct _HxFileStore HxFileStore;

/* The first level of folders: what hx_file_store_list() looks at in one go. */
#define HX_FILE_PARTS 256

/* One file that is there; `changed_at` in µs UTC. Returns whether to go on. */
typedef gboolean (*HxFileFunc) (const char *name,
                                gint64      size,
                                gint64      changed_at,
                                gpointer    data);

typedef struct
{
  const char *name;
  void (*free) (HxFileStore *self);
  gboolean (*put) (HxFileStore *self, const char *received, const char *file, GError **error);
  int (*open) (HxFileStore *self, const char *file, guint64 *size, GError **error);
  gboolean (*remove) (HxFileStore *self, const char *file, GError **error);
  gboolean (*list) (HxFileStore *self, guint part, HxFileFunc func, gpointer data, GError **error);
  gboolean (*sweep_received) (HxFileStore *self, gint64 before, GError **error);
  int (*hold) (HxFileStore *self, gboolean alone);
} HxFileStoreKind;

struct _HxFileStore
{
  const HxFileStoreKind *kind;
  char *received; /* folder in which uploads are received, so that putting them copies nothing */
};

HxFileStore *hx_file_store_open           (const char   *folder,
                                           GError      **error);
void         hx_file_store_free           (HxFileStore  *self);
const char  *hx_file_store_get_received   (HxFileStore  *self);
char        *hx_file_store_put            (HxFileStore  *self,
                                           const char   *received,
                                           const char   *digest,
                                           const char   *suffix,
                                           GError      **error);
int          hx_file_store_open_file      (HxFileStore  *self,
                                           const char   *file,
                                           guint64      *size,
                                           GError      **error);
gboolean     hx_file_store_remove         (HxFileStore  *self,
                                           const char   *file,
                                           GError      **error);
gboolean     hx_file_store_list           (HxFileStore  *self,
                                           guint         part,
                                           HxFileFunc    func,
                                           gpointer      data,
                                           GError      **error);
gboolean     hx_file_store_sweep_received (HxFileStore  *self,
                                           gint64        before,
                                           GError      **error);
int          hx_file_store_hold           (HxFileStore  *self,
                                           gboolean      alone);

char        *hx_file_name_new             (const char   *id,
                                           const char   *digest,
                                           const char   *suffix);
gboolean     hx_file_name_is_valid        (const char   *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxFileStore, hx_file_store_free)

G_END_DECLS
