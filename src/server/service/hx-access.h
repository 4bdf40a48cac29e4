/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/**
 * HxAccess:
 *
 * Whom tokens stand for, remembered for a moment so that a request costs no
 * look-up. What somebody may no longer do is forgotten before the answer that
 * says so; on another server by the event of it, and at the latest after five
 * seconds. From any thread.
 */
typedef struct _HxAccess HxAccess;

HxAccess *hx_access_new        (void);
void      hx_access_free       (HxAccess       *self);
gboolean  hx_access_find       (HxAccess       *self,
                                const char     *hash,
                                gint64          now,
                                HxCaller       *caller);
guint     hx_access_generation (HxAccess       *self);
void      hx_access_remember   (HxAccess       *self,
                                guint           generation,
                                const char     *hash,
                                gint64          now,
                                const HxCaller *caller);
void      hx_access_forget     (HxAccess       *self,
                                const char     *session_id,
                                const char     *user_id);
char    **hx_access_take_used  (HxAccess       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxAccess, hx_access_free)

G_END_DECLS
