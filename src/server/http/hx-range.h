/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HX_RANGE_WHOLE,   /* none asked for, or none that we give: the whole file */
  HX_RANGE_PART,
  HX_RANGE_OUTSIDE, /* 416 */
} HxRangeResult;

HxRangeResult hx_range_parse (const char *header,
                              guint64     size,
                              guint64    *offset,
                              guint64    *length);

G_END_DECLS
