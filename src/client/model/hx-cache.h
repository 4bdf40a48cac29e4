/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-record.h"

G_BEGIN_DECLS

/**
 * HxCache:
 *
 * One object for each record that somebody holds, so that what an event says
 * shows wherever the record is shown. Holds nothing itself.
 */
typedef struct _HxCache HxCache;

HxCache  *hx_cache_new    (void);
void      hx_cache_free   (HxCache    *self);
void      hx_cache_forget (HxCache    *self);
HxRecord *hx_cache_find   (HxCache    *self,
                           const char *id);
GPtrArray *hx_cache_list  (HxCache    *self,
                           const HxSchema *schema);
HxRecord *hx_cache_merge  (HxCache    *self,
                           HxRecord   *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxCache, hx_cache_free)

G_END_DECLS
