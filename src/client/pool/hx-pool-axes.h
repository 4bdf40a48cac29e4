/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/hx-template.h"
#include "things/hx-rectification.h"
#include "widgets/hx-heat-map.h"

G_BEGIN_DECLS

/**
 * HxPoolColumn:
 *
 * One issue type of the matrix.
 */
typedef struct
{
  char *category;
  char *issue_type;
  char *group; /* its category, in words */
  char *label; /* the issue type, in words */
} HxPoolColumn;

/**
 * HxPoolAxes:
 *
 * Which channel is which row and which issue type which column. They only grow,
 * so that no row or column ever moves while somebody looks at it.
 */
typedef struct _HxPoolAxes HxPoolAxes;

HxPoolAxes         *hx_pool_axes_new         (void);
void                hx_pool_axes_free        (HxPoolAxes     *self);
gboolean            hx_pool_axes_add_template(HxPoolAxes     *self,
                                              HxTemplateView *template,
                                              const char     *locale);
gboolean            hx_pool_axes_add_cell    (HxPoolAxes     *self,
                                              HxRecord       *cell,
                                              GPtrArray      *templates,
                                              const char     *locale);
gboolean            hx_pool_axes_add_channels(HxPoolAxes     *self,
                                              HxRecord       *pool);
int                 hx_pool_axes_find_row    (HxPoolAxes     *self,
                                              int             channel);
int                 hx_pool_axes_find_column (HxPoolAxes     *self,
                                              const char     *category,
                                              const char     *issue_type);
int                 hx_pool_axes_channel     (HxPoolAxes     *self,
                                              int             row);
const HxPoolColumn *hx_pool_axes_column      (HxPoolAxes     *self,
                                              int             column);
void                hx_pool_axes_get_size    (HxPoolAxes     *self,
                                              int            *rows,
                                              int            *columns);
void                hx_pool_axes_show        (HxPoolAxes     *self,
                                              HxHeatMap      *heat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxPoolAxes, hx_pool_axes_free)

G_END_DECLS
