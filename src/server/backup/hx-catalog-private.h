/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-catalog.h"

G_BEGIN_DECLS

/* The SQL of a table: of reading, and once it is known which columns are late,
 * of writing. */
void     hx_table_make_texts (HxTable    *self,
                              gboolean    writing);
/* Puts tables after those that their rows name. */
gboolean hx_catalog_order    (HxCatalog  *self,
                              GError    **error);

G_END_DECLS
