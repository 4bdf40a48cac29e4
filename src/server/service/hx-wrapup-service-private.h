/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_wrapups_list   (HxServiceCall *call, GError **error);
gboolean  hx_wrapups_get    (HxServiceCall *call, GError **error);
gboolean  hx_wrapups_draft  (HxServiceCall *call, GError **error);
gboolean  hx_wrapups_submit (HxServiceCall *call, GError **error);
gboolean  hx_wrapups_undo   (HxServiceCall *call, GError **error);

/* A wrap-up with its call, recording, matches and the server's time: all that
 * the popup needs. */
HxRecord *hx_wrapup_view_load  (HxDb          *db,
                                const char    *id,
                                gint64         now,
                                GError       **error);
/* The wrap-ups of an agent that wait for an answer, newest first. */
GPtrArray *hx_wrapup_find_open (HxDb          *db,
                                const char    *agent_id,
                                gint64         now,
                                GError       **error);
/* Opens the wrap-up of one agent for a call that has ended; does nothing when
 * there is one. With @abandoned it is put down as such at once. */
gboolean  hx_wrapup_open       (HxServiceCall *call,
                                HxRecord      *phone_call,
                                const char    *agent_id,
                                gboolean       abandoned,
                                GError       **error);
gboolean  hx_wrapup_tell       (HxServiceCall *call,
                                HxRecord      *view,
                                const char    *action,
                                GError       **error);
/* The caller's own wrap-up; anybody else's does not exist. */
HxRecord *hx_wrapup_load_own   (HxServiceCall *call,
                                GError       **error);
/* Folds what ran out; tells when the next one does. */
void      hx_wrapup_expire_ask (HxServiceCall *call);
gboolean  hx_wrapup_expire     (HxServiceCall *call,
                                gint64        *again_at,
                                GError       **error);

G_END_DECLS
