/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HxPoolRowParts:
 * @HX_POOL_ROW_CHANNEL: say the channel
 * @HX_POOL_ROW_TYPE: say the issue type
 *
 * What a row says of its place in the matrix; what the filter says is not repeated.
 */
typedef enum
{
  HX_POOL_ROW_CHANNEL = 1 << 0,
  HX_POOL_ROW_TYPE = 1 << 1,
} HxPoolRowParts;

#define HX_TYPE_POOL_ROW (hx_pool_row_get_type ())
G_DECLARE_FINAL_TYPE (HxPoolRow, hx_pool_row, HX, POOL_ROW, GtkBox)

GtkWidget *hx_pool_row_new    (void);
void       hx_pool_row_bind   (HxPoolRow     *self,
                               HxWorkspace   *workspace,
                               HxRecord      *feedback,
                               HxPoolRowParts parts);
void       hx_pool_row_unbind (HxPoolRow     *self);
void       hx_pool_row_tick   (HxPoolRow     *self);
char      *hx_pool_row_words  (HxWorkspace   *workspace,
                               HxRecord      *feedback,
                               HxPoolRowParts parts);

G_END_DECLS
