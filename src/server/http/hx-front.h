/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-event-hub.h"
#include "hx-http.h"
#include "hx-job.h"

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
                                            const HxHttpLimits *limits);
void                 hx_front_free         (HxFront            *self);
const HxHttpHandler *hx_front_get_handler  (HxFront            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxFront, hx_front_free)

G_END_DECLS
