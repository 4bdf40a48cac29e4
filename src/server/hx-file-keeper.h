/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-job.h"
#include "service/hx-service.h"

G_BEGIN_DECLS

/**
 * HxFileKeeper:
 *
 * Looks after the files while the server works, in small steps and on a thread of
 * its own: what is doomed is removed, what no row names is removed once it is old,
 * and a row whose file is not there says so. Several servers may do so at once:
 * each step is one that can be done twice.
 */
typedef struct _HxFileKeeper HxFileKeeper;

HxFileKeeper *hx_file_keeper_new  (HxDb             *db,
                                   HxSite           *site,
                                   const HxWorkers  *workers,
                                   gint64            grace);
void          hx_file_keeper_stop (HxFileKeeper     *self);
void          hx_file_keeper_free (HxFileKeeper     *self);

G_END_DECLS
