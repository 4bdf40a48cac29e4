/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-rectification.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (rectification_state,
                { "pending", N_ ("Pending"), NULL },
                { "in_progress", N_ ("In progress"), NULL },
                { "verifying", N_ ("Verifying"), NULL },
                { "tracking", N_ ("Tracking"), NULL },
                { "done", N_ ("Done"), NULL },
                { "cancelled", N_ ("Cancelled"), NULL })

HX_DEFINE_ENUM (rectification_size, { "small", N_ ("Small"), NULL }, { "big", N_ ("Big"), NULL })

HX_DEFINE_ENUM (lane, { "normal", NULL, NULL }, { "promotion", N_ ("Promotion lane"), NULL })

HX_DEFINE_ENUM (board_column,
                { "pending", N_ ("Pending"), NULL },
                { "in_progress", N_ ("In progress"), NULL },
                { "done", N_ ("Done"), NULL })

HX_DEFINE_THING (rectification, "rectifications", HX_RECTIFICATION_FIELDS, "The improvement a set of feedback leads to")
HX_DEFINE_THING (board, NULL, HX_BOARD_FIELDS, "How many of the rectifications that one may list stand in each column")
HX_DEFINE_THING (pool_cell, NULL, HX_POOL_CELL_FIELDS, "Channel × issue type")
HX_DEFINE_THING (pool, NULL, HX_POOL_FIELDS, "All feedback that nobody has triaged yet")

/**
 * hx_rectification_column:
 * @state: a rectification's state, not cancelled
 *
 * Returns: the column of the board it stands in; verifying and tracking are
 *   still work in progress
 */
HxBoardColumnId
hx_rectification_column (HxRectificationState state)
{
  if (state == HX_RECTIFICATION_PENDING)
    return HX_COLUMN_PENDING;
  return state >= HX_RECTIFICATION_DONE ? HX_COLUMN_DONE : HX_COLUMN_IN_PROGRESS;
}
