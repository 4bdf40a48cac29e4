/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-board-filter.h"
#include "hx-rectification-words.h"

/**
 * hx_board_filter_is_set:
 * @self: a filter
 *
 * Returns: whether it leaves anything out
 */
gboolean
hx_board_filter_is_set (const HxBoardFilter *self)
{
  return self->department_id != NULL || self->size >= 0 || self->overdue;
}

/**
 * hx_board_filter_matches:
 * @self: a filter
 * @rectification: a rectification
 * @now: this moment, µs
 *
 * Returns: whether the board shows it
 */
gboolean
hx_board_filter_matches (const HxBoardFilter *self,
                         HxRecord            *rectification,
                         gint64               now)
{
  if (self->department_id != NULL
      && g_strcmp0 (hx_record_get_text (rectification, HX_RECTIFICATION_DEPARTMENT_ID), self->department_id) != 0)
    return FALSE;
  if (self->size >= 0 && hx_record_get_enum (rectification, HX_RECTIFICATION_SIZE) != self->size)
    return FALSE;
  return !self->overdue || hx_rectification_is_overdue (rectification, now);
}
