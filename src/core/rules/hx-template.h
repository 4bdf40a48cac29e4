/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-json.h"
#include "../things/hx-feedback.h"

G_BEGIN_DECLS

/**
 * HxTemplateView:
 *
 * A feedback template, parsed: categories with a digit key, each with issue
 * types with a letter key, the words of the case, the limit of the pain point
 * and what counts as vague.
 */
typedef struct _HxTemplateView HxTemplateView;

typedef struct
{
  char *id;
  char *key;
  HxJson *labels;
  HxJson *case_words; /* (nullable) */
  HxJson *pain_words; /* (nullable) */
} HxIssueType;

typedef struct
{
  char *id;
  char *key;
  HxJson *labels;
  GArray *types; /* of HxIssueType */
} HxCategory;

/* What the mandatory template looks at, whoever fills it in. */
typedef struct
{
  gboolean has_channel;
  const char *category;
  const char *issue_type;
  const char *case_text;
  const char *pain_point;
} HxTemplateAnswer;

HxTemplateView    *hx_template_view_new           (HxRecord               *record,
                                                   GError                **error);
HxTemplateView    *hx_template_view_ref           (HxTemplateView         *self);
void               hx_template_view_unref         (HxTemplateView         *self);
const char        *hx_template_view_get_id        (HxTemplateView         *self);
gint64             hx_template_view_get_version   (HxTemplateView         *self);
const char        *hx_template_view_get_name      (HxTemplateView         *self,
                                                   const char             *locale);
guint              hx_template_view_get_limit     (HxTemplateView         *self);
guint              hx_template_view_n_categories  (HxTemplateView         *self);
gboolean           hx_template_view_has_plain_ids (HxTemplateView         *self);
const HxCategory  *hx_template_view_category      (HxTemplateView         *self,
                                                   guint                   index);
const HxCategory  *hx_template_view_find_category (HxTemplateView         *self,
                                                   const char             *id);
const HxIssueType *hx_template_view_find_type     (HxTemplateView         *self,
                                                   const char             *category,
                                                   const char             *id);
const char        *hx_template_view_category_label(HxTemplateView         *self,
                                                   const char             *category,
                                                   const char             *locale);
const char        *hx_template_view_type_label    (HxTemplateView         *self,
                                                   const char             *category,
                                                   const char             *id,
                                                   const char             *locale);
char              *hx_template_view_case          (HxTemplateView         *self,
                                                   const char             *customer_code,
                                                   const char             *channel_label,
                                                   const char             *category,
                                                   const char             *issue_type,
                                                   const char             *locale);
gboolean           hx_template_view_check         (HxTemplateView         *self,
                                                   const HxTemplateAnswer *answer,
                                                   HxProblem              *problem);
gboolean           hx_template_view_is_vague      (HxTemplateView         *self,
                                                   const char             *pain_point);
gboolean           hx_template_view_sounds_vague  (HxTemplateView         *self,
                                                   const char             *pain_point);
const char        *hx_template_view_coach         (HxTemplateView         *self,
                                                   const char             *locale);
char              *hx_template_view_suggest       (HxTemplateView         *self,
                                                   const char             *channel_label,
                                                   const char             *category,
                                                   const char             *issue_type,
                                                   const char             *locale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxTemplateView, hx_template_view_unref)

G_END_DECLS
