/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-row.h"

G_BEGIN_DECLS

/* Rows that name rows which come later, among themselves or in a circle: that is written when all rows are there. */
typedef struct _HxLateRows HxLateRows;

HxLateRows *hx_late_rows_new     (const HxCatalog  *catalog);
gboolean    hx_late_rows_is_late (const HxRow      *row,
                                  guint             column);
void        hx_late_rows_note    (HxLateRows       *self,
                                  const HxRow      *row,
                                  guint64           number,
                                  const char       *line,
                                  gsize             length);
gboolean    hx_late_rows_settle  (HxLateRows       *self,
                                  HxDb             *db,
                                  GError          **error);
void        hx_late_rows_free    (HxLateRows       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxLateRows, hx_late_rows_free)

G_END_DECLS
