/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"
#include "secrets/hx-keyring.h"

G_BEGIN_DECLS

/* The keys of a store, from a file or a command, checked and handed to @db. */
gboolean hx_store_keys_open     (HxDb       *db,
                                 const char *path,
                                 const char *command,
                                 gboolean    may_create,
                                 GError    **error);
/* Whether every key that the store was written with is there and is the same. */
gboolean hx_store_keys_check    (HxDb       *db,
                                 HxKeyring  *keyring,
                                 GError    **error);
/* Remembers the keys that the store does not know yet; in a transaction. */
gboolean hx_store_keys_remember (HxDb       *db,
                                 HxKeyring  *keyring,
                                 gint64      now,
                                 GError    **error);
/* A key is announced, known to every server, and only then written with: */
gboolean hx_store_keys_learn    (HxDb       *db,
                                 char      **newest,
                                 GError    **error);
gboolean hx_store_keys_turn     (HxDb       *db,
                                 gint64      seen_after,
                                 gboolean   *turned,
                                 GError    **error);
void     hx_store_keys_ask      (HxDb       *db);
gboolean hx_store_keys_follow   (HxDb       *db,
                                 GError    **error);
gboolean hx_store_keys_ready    (HxDb       *db,
                                 GError    **error);

G_END_DECLS
