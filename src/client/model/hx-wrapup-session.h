/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-workspace.h"

G_BEGIN_DECLS

/**
 * HxWrapupSession:
 *
 * One wrap-up while it is being filled in: the record, what was typed, what is
 * missing, and its way to the server. The window only shows it. Drafts are kept
 * on disk with every change and at the server shortly after.
 *
 * Properties (read): `record` (HxRecord wrapup), `remaining` (int, seconds, from the
 * server's clock), `phase` (int, HxWrapupPhase), `can-submit` (boolean),
 * `missing` (string: "Still missing: category, pain point"), `coach` and `suggestion`
 * (strings, nullable), `count` and `limit` (uint, 字), `error-message` (nullable),
 * `matches` (GListModel of hx_match records).
 * Properties (read-write): `channel` (int), `category`, `issue-type`, `case-text`,
 * `pain-point` (strings), `clip-from`, `clip-to` (int64 ms, -1 for none), `joined-id`.
 * The case follows channel and issue type until it is edited by hand.
 */
typedef enum
{
  HX_WRAPUP_FILLING,
  HX_WRAPUP_SENDING,
  HX_WRAPUP_DONE,     /* submitted; can be undone for a while */
  HX_WRAPUP_FOLDED,   /* ran out: in the late lane, everything typed kept */
} HxWrapupPhase;

#define HX_TYPE_WRAPUP_SESSION (hx_wrapup_session_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupSession, hx_wrapup_session, HX, WRAPUP_SESSION, GObject)

HxWrapupSession *hx_wrapup_session_new          (HxWorkspace         *workspace,
                                                 HxRecord            *wrapup);
HxRecord        *hx_wrapup_session_get_record   (HxWrapupSession     *self);
HxTemplateView  *hx_wrapup_session_get_template (HxWrapupSession     *self);
HxWrapupPhase    hx_wrapup_session_get_phase    (HxWrapupSession     *self);
int              hx_wrapup_session_get_remaining(HxWrapupSession     *self);
int              hx_wrapup_session_get_total    (HxWrapupSession     *self);
gboolean         hx_wrapup_session_is_late      (HxWrapupSession     *self);
/* What the template still asks for at `field`: "required", "too_long", "vague" …; NULL when it is right. */
const char      *hx_wrapup_session_get_complaint(HxWrapupSession     *self,
                                                 const char          *field);
void             hx_wrapup_session_submit_async (HxWrapupSession     *self,
                                                 HxOutcome            outcome,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             data);
gboolean         hx_wrapup_session_submit_finish(HxWrapupSession     *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);
void             hx_wrapup_session_undo_async   (HxWrapupSession     *self,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             data);
gboolean         hx_wrapup_session_undo_finish  (HxWrapupSession     *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);
/* Puts it off: it stays in the late lane / waits on the desk with what was typed. */
void             hx_wrapup_session_later        (HxWrapupSession     *self);
/* One that was put off, or is late, is filled in again. */
void             hx_wrapup_session_resume       (HxWrapupSession     *self);
/* Takes the coach's proposal. */
void             hx_wrapup_session_use_suggestion (HxWrapupSession   *self);
/* "Me too": joins `match` (hx_match record) with the own case, ready to submit. */
void             hx_wrapup_session_join         (HxWrapupSession     *self,
                                                 HxRecord            *match);

G_END_DECLS
