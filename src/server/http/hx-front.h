/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-event-hub.h"
#include "hx-http.h"
#include "hx-job.h"
#include "watch/hx-log.h"
#include "watch/hx-metrics.h"

G_BEGIN_DECLS

/**
 * HxFront:
 *
 * Takes requests in and brings each to the operation that it asks for.
 */
typedef struct _HxFront HxFront;

HxFront             *hx_front_new          (HxSite             *site,
                                            const HxWorkers    *workers,
                                            HxEventHub         *hub,
                                            const HxHttpLimits *limits,
                                            HxMetrics          *metrics,
                                            HxLog              *log);
void                 hx_front_free         (HxFront            *self);
const HxHttpHandler *hx_front_get_handler  (HxFront            *self);
const HxHttpHandler *hx_front_get_pages    (HxFront            *self);
void                 hx_front_set_metrics  (HxFront            *self,
                                            gboolean            shown);
void                 hx_front_stop         (HxFront            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxFront, hx_front_free)

G_END_DECLS
