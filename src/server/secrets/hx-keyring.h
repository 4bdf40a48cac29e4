/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

#define HX_KEY_BYTES 32
/* Letters, digits and dashes of a key's id, without the zero at the end. */
#define HX_KEY_ID_MAX 16

/**
 * HxKeyUse:
 *
 * What a key is used for: for each an own key is derived, so that nothing
 * learnt of one helps with another. The numbers are part of the store's form.
 */
typedef enum
{
  HX_KEY_FIELDS = 1,      /* sealing personal fields */
  HX_KEY_BLIND_INDEX = 2, /* keyed hashes to look them up by */
  HX_KEY_AUDIT = 3,       /* the chain of the audit log */
  HX_KEY_CHECK = 4,       /* what a store remembers a key by */
  HX_N_KEY_USES
} HxKeyUse;

/**
 * HxKeyring:
 *
 * The organisation's keys, kept outside the store. Shared by all threads.
 */
typedef struct _HxKeyring HxKeyring;

HxKeyring    *hx_keyring_load_file    (const char  *path,
                                       GError     **error);
HxKeyring    *hx_keyring_load_command (const char  *command,
                                       GError     **error);
gboolean      hx_keyring_create_file  (const char  *path,
                                       GError     **error);
gboolean      hx_keyring_add_to_file  (const char  *path,
                                       char       **id,
                                       GError     **error);
HxKeyring    *hx_keyring_ref          (HxKeyring   *self);
void          hx_keyring_unref        (HxKeyring   *self);
gboolean      hx_keyring_refresh      (HxKeyring   *self,
                                       GError     **error);
gboolean      hx_keyring_use          (HxKeyring   *self,
                                       const char  *key_id);
const char   *hx_keyring_get_current  (HxKeyring   *self);
guint         hx_keyring_get_size     (HxKeyring   *self);
const char   *hx_keyring_get_id       (HxKeyring   *self,
                                       guint        index);
const guint8 *hx_keyring_peek         (HxKeyring   *self,
                                       const char  *key_id,
                                       gsize        length,
                                       HxKeyUse     use);
gboolean      hx_keyring_derive       (HxKeyring   *self,
                                       const char  *key_id,
                                       HxKeyUse     use,
                                       guint8       out[HX_KEY_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxKeyring, hx_keyring_unref)

G_END_DECLS
