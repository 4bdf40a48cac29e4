/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-draft-file.h"
#include "hx-workspace-private.h"
#include "hx-wrapup-session.h"

G_BEGIN_DECLS

typedef enum
{
  HX_SESSION_PROP_RECORD = 1,
  HX_SESSION_PROP_REMAINING,
  HX_SESSION_PROP_PHASE,
  HX_SESSION_PROP_CAN_SUBMIT,
  HX_SESSION_PROP_MISSING,
  HX_SESSION_PROP_COACH,
  HX_SESSION_PROP_SUGGESTION,
  HX_SESSION_PROP_COUNT,
  HX_SESSION_PROP_LIMIT,
  HX_SESSION_PROP_ERROR_MESSAGE,
  HX_SESSION_PROP_MATCHES,
  HX_SESSION_PROP_CHANNEL,
  HX_SESSION_PROP_CATEGORY,
  HX_SESSION_PROP_ISSUE_TYPE,
  HX_SESSION_PROP_CASE_TEXT,
  HX_SESSION_PROP_PAIN_POINT,
  HX_SESSION_PROP_CLIP_FROM,
  HX_SESSION_PROP_CLIP_TO,
  HX_SESSION_PROP_JOINED_ID,
  HX_SESSION_N_PROPERTIES
} HxSessionProperty;

struct _HxWrapupSession
{
  GObject parent_instance;

  HxWorkspace *workspace;
  HxRecord *record;
  HxTemplateView *template; /* (nullable) */
  HxRecord *input;          /* what is filled in, as it will be submitted */
  gboolean case_edited;
  HxWrapupPhase phase;
  gboolean resumed;         /* taken up again after it was put off or ran out: its time is nobody's business any more */
  int remaining;

  HxProblem *problem;       /* what the template asks for */
  GHashTable *refused;      /* field → reason: what the server said of it, until it is changed */
  char *missing;
  char *coach;
  char *suggestion;
  char *error_message;

  GListStore *matches;
  guint matches_timer;
  GCancellable *matching;

  HxDraftFile *file;
  guint draft_timer;
  gboolean draft_sending;
  gboolean draft_dirty;

  char *key;                /* (nullable): of the submission that has no answer yet */
  char *sent;               /* its body: another body is another submission */
  HxOutcome outcome;
};

void hx_wrapup_session_notify     (HxWrapupSession   *self,
                                   HxSessionProperty  property);
void hx_wrapup_session_set_phase  (HxWrapupSession   *self,
                                   HxWrapupPhase      phase);
void hx_wrapup_session_set_error  (HxWrapupSession   *self,
                                   const GError      *error);

/* hx-wrapup-session-check.c */
void hx_wrapup_session_check      (HxWrapupSession   *self);
void hx_wrapup_session_match_soon (HxWrapupSession   *self);
void hx_wrapup_session_fill_case  (HxWrapupSession   *self);

/* hx-wrapup-session-draft.c */
void hx_wrapup_session_restore    (HxWrapupSession   *self);
void hx_wrapup_session_keep       (HxWrapupSession   *self);
void hx_wrapup_session_keep_now   (HxWrapupSession   *self);

G_END_DECLS
