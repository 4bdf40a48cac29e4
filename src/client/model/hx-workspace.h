/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"
#include "hx-list.h"
#include "hx-sign-in.h"
#include "rules/hx-policy.h"
#include "rules/hx-template.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HX_CONNECTION_STARTING, /* the own server is being started, or the first request is under way */
  HX_CONNECTION_ONLINE,
  HX_CONNECTION_OFFLINE,
  HX_CONNECTION_FAILED,   /* cannot work: the reason is in `error-message` */
  HX_CONNECTION_SIGNED_OUT, /* nobody is signed in at the server of a team: see its HxSignIn */
} HxConnection;

/* What a room shows that is nobody's own, and hears of only while it does. */
typedef enum
{
  HX_SHOWN_BOARD,
  HX_SHOWN_CUSTOMERS,
  HX_SHOWN_CUSTOMER,
} HxShown;

/**
 * HxWorkspace:
 *
 * What every room is given: who is signed in, what they may do, policy and
 * templates, lists and calls of operations, the server's clock, and the events.
 * Rooms know nothing of HTTP behind it.
 *
 * Properties: `connection` (int), `offline-since` (int64 µs), `error-message`,
 * `user` (HxRecord of hx_user_schema), `permissions` (uint64), `pool-total`
 * (int64), `board` (HxRecord of hx_board_schema, nullable), `late-count` (uint),
 * `wrapups` (GListModel of HxWrapupSession: waiting, nearest to its end first),
 * `locale` (string).
 *
 * Signals: `event` (const char *thing, const char *action, HxRecord *record
 * (nullable)): detail is the thing: "event::feedback"; `reset`: reload what you show;
 * `tick`: once a second, the one shared tick for everything that shows a clock.
 */
#define HX_TYPE_WORKSPACE (hx_workspace_get_type ())
G_DECLARE_FINAL_TYPE (HxWorkspace, hx_workspace, HX, WORKSPACE, GObject)

HxWorkspace    *hx_workspace_new            (const char          *locale);
/* The server of a team: HX_ERROR_INVALID when `address` is none. */
gboolean        hx_workspace_use_server     (HxWorkspace         *self,
                                             const char          *address,
                                             const char          *token, /* (nullable) */
                                             GError             **error);
/* The server of this computer, which is started and ended with the workspace. */
void            hx_workspace_use_computer   (HxWorkspace         *self,
                                             const char          *folder, /* (nullable): of the store */
                                             gboolean             sample);
void            hx_workspace_start          (HxWorkspace         *self);
void            hx_workspace_stop           (HxWorkspace         *self);
void            hx_workspace_retry          (HxWorkspace         *self);
/* Begins with asking which team's server it is, whatever was used before. */
void            hx_workspace_ask_server     (HxWorkspace         *self);
HxSignIn       *hx_workspace_get_sign_in    (HxWorkspace         *self);
/* On the server of this computer: to be another person. */
void            hx_workspace_switch_person  (HxWorkspace         *self,
                                             const char          *user_id); /* (nullable): the first agent */
gboolean        hx_workspace_is_local       (HxWorkspace         *self);
/* Where calls come in from outside on this computer: 0 and NULL when not known. */
guint           hx_workspace_get_cti_port   (HxWorkspace         *self);
const char     *hx_workspace_get_key_file   (HxWorkspace         *self);
HxConnection    hx_workspace_get_connection (HxWorkspace         *self);
HxRecord       *hx_workspace_get_user       (HxWorkspace         *self);
gboolean        hx_workspace_may            (HxWorkspace         *self,
                                             HxPermission         permission);
HxPolicyView   *hx_workspace_get_policy     (HxWorkspace         *self);
HxTemplateView *hx_workspace_get_template   (HxWorkspace         *self,
                                             const char          *id); /* (nullable) id: the own team's */
GPtrArray      *hx_workspace_get_templates  (HxWorkspace         *self);
const char     *hx_workspace_get_locale     (HxWorkspace         *self);
gint64          hx_workspace_now            (HxWorkspace         *self); /* the server's clock, µs UTC */
GListModel     *hx_workspace_get_wrapups    (HxWorkspace         *self);
/* (transfer full): the session of an open wrap-up, the same for as long as somebody holds it;
 * include hx-wrapup-session.h. One that was put off is filled in again. */
struct _HxWrapupSession *
                hx_workspace_open_wrapup    (HxWorkspace         *self,
                                             HxRecord            *wrapup);
/* Each show is taken back by one hide; what is shown again has to be loaded anew. */
void            hx_workspace_show           (HxWorkspace         *self,
                                             HxShown              what,
                                             const char          *id); /* (nullable): of HX_SHOWN_CUSTOMER */
void            hx_workspace_hide           (HxWorkspace         *self,
                                             HxShown              what,
                                             const char          *id);
HxList         *hx_workspace_list           (HxWorkspace         *self,
                                             HxOperationId        operation,
                                             const char          *id,
                                             HxRecord            *query); /* (transfer full) */
/* The cache's object for a record that the server sent (merged by id and rev). */
HxRecord       *hx_workspace_merge          (HxWorkspace         *self,
                                             HxRecord            *record); /* (transfer full) */
void            hx_workspace_call_async     (HxWorkspace         *self,
                                             HxOperationId        operation,
                                             const char          *id,
                                             HxRecord            *query,
                                             HxRecord            *input,
                                             const char          *if_match, /* (nullable) */
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             data);
/* (transfer full) (nullable): the item; NULL without error for HX_SHAPE_NONE */
HxRecord       *hx_workspace_call_finish    (HxWorkspace         *self,
                                             GAsyncResult        *result,
                                             GError             **error);
/* "pain_point" of an HX_ERROR_INVALID: the reason's code, or NULL. */
const char     *hx_error_field_reason       (const GError        *error,
                                             const char          *field,
                                             char                *buffer,
                                             gsize                size);
/* A sentence for people, in their language; never a stack of codes. */
char           *hx_error_to_sentence        (const GError        *error);
char           *hx_workspace_display_name   (HxWorkspace         *self,
                                             HxRecord            *customer_or_call);
/* For telephone systems, when the server is this computer's own; see hx-workspace-cti.c. */
char           *hx_workspace_dup_cti_address (HxWorkspace        *self);
char           *hx_workspace_dup_cti_key    (HxWorkspace         *self,
                                             GError             **error);

G_END_DECLS
