/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxDigest:
 *
 * BLAKE2b-256 of bytes that come one after another: what backups and exports
 * are checked by. It finds damage; against somebody who may write the digest
 * too it is no protection, which is the audit chain's business.
 */
typedef struct _HxDigest HxDigest;

HxDigest *hx_digest_new    (void);
void      hx_digest_free   (HxDigest      *self);
void      hx_digest_update (HxDigest      *self,
                            gconstpointer  bytes,
                            gsize          length);
char     *hx_digest_finish (HxDigest      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxDigest, hx_digest_free)

G_END_DECLS
