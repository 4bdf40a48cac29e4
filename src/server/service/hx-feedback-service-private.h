/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* What somebody filled in, and what it belongs to. */
typedef struct
{
  HxRecord *agent;      /* who raises it */
  HxRecord *phone_call; /* (nullable) */
  HxRecord *recording;  /* (nullable): of the call */
  HxRecord *customer;   /* (nullable) */
  HxRecord *joined;     /* (nullable): found by the check: the pain point this one says "me too" to */
  HxTemplateView *template;
  const char *wrapup_id; /* (nullable) */
  gboolean late;
  int channel;          /* -1 for none */
  const char *category;
  const char *issue_type;
  const char *case_text;
  const char *pain_point;
  const char *joined_id;
  gboolean has_clip_from, has_clip_to;
  gint64 clip_from_ms, clip_to_ms;
} HxFeedbackDraft;

gboolean  hx_feedback_list   (HxServiceCall *call, GError **error);
gboolean  hx_feedback_get    (HxServiceCall *call, GError **error);
gboolean  hx_feedback_create (HxServiceCall *call, GError **error);
void      hx_feedback_create_ask (HxServiceCall *call);

HxRecord *hx_feedback_view_load (HxDb            *db,
                                 const char      *id,
                                 GError         **error);
gboolean  hx_feedback_tell      (HxServiceCall   *call,
                                 const char      *id,
                                 const char      *action,
                                 GError         **error);
/* The same of a record that is at hand as it would be loaded. */
gboolean  hx_feedback_tell_record (HxServiceCall *call,
                                 HxRecord        *record,
                                 const char      *action,
                                 GError         **error);

/* hx-feedback-check: what is wrong with a draft goes into @problem. */
gboolean  hx_feedback_check     (HxServiceCall   *call,
                                 HxFeedbackDraft *draft,
                                 HxProblem       *problem,
                                 GError         **error);
/* hx-feedback-add: writes a checked draft, counts it, tells of it. */
HxRecord *hx_feedback_add       (HxServiceCall   *call,
                                 HxFeedbackDraft *draft,
                                 GError         **error);
gboolean  hx_feedback_withdraw  (HxServiceCall   *call,
                                 const char      *id,
                                 GError         **error);
/* hx-feedback-facts */
char     *hx_feedback_facts     (HxServiceCall   *call,
                                 HxFeedbackDraft *draft,
                                 GError         **error);
/* What the latter will ask, of a customer. */
void      hx_feedback_propose_ask (HxServiceCall *call,
                                 const char      *customer_id,
                                 const char      *agent_id,
                                 int              channel,
                                 const char      *issue_type);
gboolean  hx_feedback_propose   (HxServiceCall   *call,
                                 HxFeedbackDraft *draft,
                                 HxProposal      *proposal,
                                 GError         **error);
void      hx_feedback_draft_clear (HxFeedbackDraft *draft);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxFeedbackDraft, hx_feedback_draft_clear)

G_END_DECLS
