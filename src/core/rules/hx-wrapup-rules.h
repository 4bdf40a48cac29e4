/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../things/hx-feedback.h"
#include "hx-policy.h"

G_BEGIN_DECLS

gboolean hx_wrapup_is_open      (HxWrapupState  state);
gboolean hx_wrapup_may_finish   (HxWrapupMode   mode,
                                 HxWrapupState  state);
gint64   hx_wrapup_expires_at   (HxPolicyView  *policy,
                                 HxWrapupMode   mode,
                                 gint64         opened_at);
gint64   hx_wrapup_remaining    (gint64         expires_at,
                                 gint64         now);
void     hx_bookmark_range      (HxPolicyView  *policy,
                                 gint64         at_ms,
                                 gint64         duration_ms,
                                 gint64        *from_ms,
                                 gint64        *to_ms);
gboolean hx_clip_check          (gint64         from_ms,
                                 gint64         to_ms,
                                 gint64         duration_ms,
                                 HxProblem     *problem,
                                 const char    *from_name,
                                 const char    *to_name);
gboolean hx_channel_is_source   (HxChannel      channel,
                                 HxActivity     activity,
                                 HxDirection    direction);

G_END_DECLS
