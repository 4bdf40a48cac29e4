/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void    hx_sample_audio_pick_async  (GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              data);
GBytes *hx_sample_audio_pick_finish (GAsyncResult         *result,
                                     char                **media_type,
                                     GError              **error);

G_END_DECLS
