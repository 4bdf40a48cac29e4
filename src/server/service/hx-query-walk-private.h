/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-query-private.h"

G_BEGIN_DECLS

/* The rows of a list: of one statement, or of two that are sorted alike. */
typedef struct
{
  HxStatement *rows[2]; /* (nullable) elements */
  HxStep steps[2];
  guint column;         /* of what they are sorted by */
  const HxOrder *order;
} HxQueryWalk;

/* The statement of a page; @also is one of its conditions. */
HxStatement *hx_query_prepare   (HxQuery        *self,
                                 const HxOrder  *order,
                                 const char     *also,
                                 GError        **error);

/* What is asked for each row is to be of the page's state; with @alone nothing is. */
gboolean     hx_query_walk_init (HxQueryWalk    *walk,
                                 HxQuery        *self,
                                 const HxOrder  *order,
                                 gboolean        alone,
                                 GError        **error);
void         hx_query_walk_clear(HxQueryWalk    *walk);
HxStep       hx_query_walk_step (HxQueryWalk    *walk,
                                 GError        **error);
/* The one that stands on the row that is next. */
HxStatement *hx_query_walk_row  (HxQueryWalk    *walk);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxQueryWalk, hx_query_walk_clear)

G_END_DECLS
