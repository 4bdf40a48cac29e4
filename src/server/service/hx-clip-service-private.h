/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_clips_create (HxServiceCall *call, GError **error);

/* Keeps a clip of the caller's, tells of it and answers with it. */
gboolean hx_clip_add     (HxServiceCall *call,
                          HxRecord      *clip,
                          GError       **error);
/* Once the length is known, bookmarks end where the recording ends. */
gboolean hx_clip_fit_all (HxServiceCall *call,
                          HxRecord      *recording,
                          GError       **error);

G_END_DECLS
