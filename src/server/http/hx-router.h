/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"

G_BEGIN_DECLS

/**
 * HxRouter:
 *
 * Finds the row of the API table that a path and a method mean.
 */
typedef struct _HxRouter HxRouter;

typedef enum
{
  HX_ROUTE_FOUND,
  HX_ROUTE_NO_PATH,
  HX_ROUTE_NO_METHOD,
} HxRouteResult;

HxRouter      *hx_router_new         (void);
void           hx_router_free        (HxRouter           *self);
HxRouteResult  hx_router_find        (HxRouter           *self,
                                      const char         *method,
                                      const char         *path,
                                      const HxOperation **operation,
                                      char              **id,
                                      char              **allowed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxRouter, hx_router_free)

G_END_DECLS
