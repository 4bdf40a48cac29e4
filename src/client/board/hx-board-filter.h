/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-record.h"
#include "things/hx-rectification.h"

G_BEGIN_DECLS

/**
 * HxBoardFilter:
 *
 * Which rectifications the board shows.
 */
typedef struct
{
  char *department_id; /* (nullable): all */
  int size;            /* HxRectificationSize, -1: all */
  gboolean overdue;    /* only these */
} HxBoardFilter;

gboolean hx_board_filter_is_set  (const HxBoardFilter *self);
gboolean hx_board_filter_matches (const HxBoardFilter *self,
                                  HxRecord            *rectification,
                                  gint64               now);

G_END_DECLS
