/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-row.h"

G_BEGIN_DECLS

typedef gboolean (*HxRowWriter) (HxDb *db, const HxRow *row, GError **error);

/* Rows of a file's lines that are written together, as a store may say only some rows later that one is wrong; which
 * line it was is found out by writing them again one by one. */
typedef struct _HxRowGroup HxRowGroup;

HxRowGroup  *hx_row_group_new    (HxDb         *db,
                                  HxRowWriter   writer);
gboolean     hx_row_group_add    (HxRowGroup   *self,
                                  HxRow        *row,
                                  guint64       line,
                                  gsize         length,
                                  GError      **error);
gboolean     hx_row_group_finish (HxRowGroup   *self,
                                  GError      **error);
const HxRow *hx_row_group_last   (HxRowGroup   *self);
void         hx_row_group_free   (HxRowGroup   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxRowGroup, hx_row_group_free)

G_END_DECLS
