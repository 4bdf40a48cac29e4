/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-json.h"
#include "../things/hx-feedback.h"

G_BEGIN_DECLS

/**
 * HxPolicyKey:
 *
 * The numbers of the domain. Code names the key; the site's policy has the value.
 */
typedef enum
{
  HX_KEY_WRAPUP_SECONDS,         /* the 30-second popup */
  HX_KEY_WRAPUP_URGENT_SECONDS,  /* when the countdown turns urgent */
  HX_KEY_WRAPUP_FOLD_SECONDS,    /* how long the folded form stays on screen */
  HX_KEY_WRAPUP_UNDO_SECONDS,    /* how long a submission can be taken back */
  HX_KEY_BOOKMARK_SECONDS,       /* either side of a marked moment */
  HX_KEY_LEAD_DAYS,              /* how far back a call's channel is looked for */
  HX_KEY_TOUCH_LIMIT,            /* outbound touches in 24 hours */
  HX_KEY_TOUCH_GAP_HOURS,
  HX_KEY_POOL_REVIEW_MINUTES,    /* how long the oldest may wait in the pool */
  HX_KEY_FEEDBACK_HANDLE_HOURS,
  HX_KEY_DUPLICATE_DAYS,
  HX_KEY_VALID_GOAL,             /* valid feedback a month */
  HX_KEY_SOON_PERCENT,           /* of a clock: its reminder point */
  HX_KEY_CALL_STALE_HOURS,       /* without a hang-up, a call is taken for ended */
  HX_KEY_KEEP_RECORDINGS_DAYS,   /* then their audio is erased; 0 for ever */
  HX_KEY_KEEP_CONTACT_TEXT_DAYS, /* then summary and attributes of a contact are erased; 0 for ever */
  HX_KEY_KEEP_CALL_NUMBERS_DAYS, /* then the number of a call is erased; 0 for ever */
  HX_KEY_KEEP_DRAFTS_DAYS,       /* then what was typed into a wrap-up is erased; 0 for ever */
  HX_KEY_KEEP_FEEDBACK_TEXT_DAYS, /* then case text and linked facts of a feedback are erased; 0 for ever */
  HX_KEY_KEEP_ATTACHMENTS_DAYS,  /* then what was attached is removed; 0 for ever */
  HX_KEY_KEEP_CUSTOMERS_DAYS,    /* without a contact, then a customer is erased; 0 for ever */
  HX_KEY_KEEP_EVENTS_DAYS,       /* how long a stream can be resumed; 0 for ever */
  HX_N_POLICY_KEYS
} HxPolicyKey;

typedef struct _HxPolicyView HxPolicyView;

HxPolicyView *hx_policy_view_new          (HxRecord     *policy);
HxPolicyView *hx_policy_view_ref          (HxPolicyView *self);
void          hx_policy_view_unref        (HxPolicyView *self);
gint64        hx_policy_view_get          (HxPolicyView *self,
                                           HxPolicyKey   key);
HxWrapupMode  hx_policy_view_get_mode     (HxPolicyView *self,
                                           const char   *queue);
const char   *hx_policy_view_country_code (HxPolicyView *self);
char         *hx_policy_default_document  (void);
void          hx_policy_check             (HxJson       *document,
                                           HxProblem    *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxPolicyView, hx_policy_view_unref)

G_END_DECLS
