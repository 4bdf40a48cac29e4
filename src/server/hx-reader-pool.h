/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-job.h"

G_BEGIN_DECLS

/**
 * HxReaderPool:
 *
 * A few threads that read, each with a connection of its own. A job sees one
 * state of the store from its first look to its last; but on PostgreSQL what is
 * asked after a page that stands alone ([method@Statement.set_alone]) may be of a
 * later one.
 */
typedef struct _HxReaderPool HxReaderPool;

HxReaderPool *hx_reader_pool_new  (const char    *store,
                                   HxKeyring     *keyring,
                                   HxNames       *names,
                                   guint          threads,
                                   GError       **error);
gboolean      hx_reader_pool_push (HxReaderPool  *self,
                                   HxJob         *job);
guint         hx_reader_pool_count(HxReaderPool  *self);
void          hx_reader_pool_stop (HxReaderPool  *self);
void          hx_reader_pool_free (HxReaderPool  *self);

G_END_DECLS
