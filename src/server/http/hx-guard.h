/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-http.h"

#include <sys/socket.h>

G_BEGIN_DECLS

/**
 * HxGuard:
 *
 * Counts what each client costs: its connections, and how fast it asks.
 */
typedef struct _HxGuard HxGuard;

HxGuard *hx_guard_new       (const HxHttpLimits    *limits);
void     hx_guard_free      (HxGuard               *self);
guint64  hx_guard_address   (HxGuard               *self,
                             const struct sockaddr *address);
guint64  hx_guard_text      (HxGuard               *self,
                             const char            *text);
gboolean hx_guard_enter     (HxGuard               *self,
                             guint64                address,
                             HxError               *refusal);
void     hx_guard_leave     (HxGuard               *self,
                             guint64                address);
gboolean hx_guard_admit     (HxGuard               *self,
                             guint64                client,
                             gint64                 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxGuard, hx_guard_free)

G_END_DECLS
