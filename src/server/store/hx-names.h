/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

G_BEGIN_DECLS

/**
 * HxNames:
 *
 * What users are called, in memory: every page has names in every row. One a
 * server, for all its connections and threads ([func@db_set_names]).
 */
HxNames     *hx_names_new    (void);
HxNames     *hx_names_ref    (HxNames      *self);
void         hx_names_unref  (HxNames      *self);
void         hx_names_take   (HxNames      *self,
                              const char   *id,
                              const char   *name,
                              gint64        rev);
const char  *hx_names_find   (HxNames      *self,
                              const char   *id);
gboolean     hx_names_fill   (HxNames      *self,
                              HxDb         *db,
                              GError      **error);

/* From memory if the connection has one that knows it, else from the store. */
gboolean     hx_name_of_user (HxDb         *db,
                              const char   *id,
                              const char  **name,
                              GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxNames, hx_names_unref)

G_END_DECLS
