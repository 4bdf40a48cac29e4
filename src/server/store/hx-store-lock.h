/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxStoreLock:
 *
 * The right to be the one server of an embedded store. The kernel gives it back
 * however the server ends.
 */
typedef struct _HxStoreLock HxStoreLock;

HxStoreLock *hx_store_lock   (const char   *uri,
                              GError      **error);
void         hx_store_unlock (HxStoreLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxStoreLock, hx_store_unlock)

G_END_DECLS
