/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_POOL_MATRIX (hx_pool_matrix_get_type ())
G_DECLARE_FINAL_TYPE (HxPoolMatrix, hx_pool_matrix, HX, POOL_MATRIX, AdwBin)

void        hx_pool_matrix_set_workspace (HxPoolMatrix *self,
                                          HxWorkspace  *workspace);
void        hx_pool_matrix_set_choosable (HxPoolMatrix *self,
                                          gboolean      choosable);
void        hx_pool_matrix_set_pool      (HxPoolMatrix *self,
                                          HxRecord     *pool);
void        hx_pool_matrix_set_cell      (HxPoolMatrix *self,
                                          HxRecord     *cell);
int         hx_pool_matrix_get_channel   (HxPoolMatrix *self);
const char *hx_pool_matrix_get_category  (HxPoolMatrix *self);
const char *hx_pool_matrix_get_issue_type(HxPoolMatrix *self);
guint       hx_pool_matrix_get_waiting   (HxPoolMatrix *self);
char       *hx_pool_matrix_dup_filter    (HxPoolMatrix *self);
void        hx_pool_matrix_clear_filter  (HxPoolMatrix *self);
void        hx_pool_matrix_get_extent    (HxPoolMatrix *self,
                                          int          *channels,
                                          int          *types);

G_END_DECLS
