/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* A part of the work that nobody asks for. Does a little, says whether there is more. */
typedef gboolean (*HxUpkeepFunc) (HxServiceCall *call, gboolean *more, GError **error);

gboolean hx_upkeep          (HxServiceCall *call,
                             gboolean      *more,
                             GError       **error);
gboolean hx_retain_recordings (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_attachments (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_customers  (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_texts      (HxServiceCall *call, gboolean *more, GError **error);
gboolean hx_retain_events     (HxServiceCall *call, gboolean *more, GError **error);
/* Where the walk over a kind was left, an id; "" before the first. */
char    *hx_retain_place      (HxServiceCall *call,
                               const char    *kind,
                               GError       **error);
gboolean hx_retain_put_place  (HxServiceCall *call,
                               const char    *kind,
                               const char    *place,
                               GError       **error);
gboolean hx_retain_account    (HxServiceCall *call,
                               const char    *thing,
                               guint          amount,
                               GError       **error);

G_END_DECLS
