/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* What an open pain point is compared with; whatever is not known is NULL. */
typedef struct
{
  const char *channel;
  const char *template_id;
  const char *category;
  const char *issue_type;
  const char *text;
  const char *not_feedback_id;
} HxMatchQuestion;

gboolean   hx_matches_search (HxServiceCall *call, GError **error);

/* At most three, the best first. */
GPtrArray *hx_match_find   (HxDb                  *db,
                            const HxMatchQuestion *question,
                            GError               **error);
double     hx_match_similarity (const char        *a,
                                const char        *b);

G_END_DECLS
