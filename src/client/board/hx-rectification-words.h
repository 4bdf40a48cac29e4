/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"
#include "widgets/hx-pill.h"

G_BEGIN_DECLS

gboolean hx_rectification_is_overdue  (HxRecord     *self,
                                       gint64        now);
gboolean hx_rectification_has_target  (HxRecord     *self);
gboolean hx_rectification_is_met      (HxRecord     *self);
char    *hx_rectification_number      (HxRecord     *self);
char    *hx_rectification_who         (HxRecord     *self);
char    *hx_rectification_voices      (HxRecord     *self);
char    *hx_rectification_value       (HxRecord     *self,
                                       guint         field);
char    *hx_rectification_verdict     (HxRecord     *self);
char    *hx_rectification_criterion   (HxRecord     *self);
void     hx_rectification_show_clock  (HxRecord     *self,
                                       HxPill       *pill,
                                       HxPolicyView *policy,
                                       gint64        now,
                                       gboolean      brief);
void     hx_rectification_show_chips  (HxRecord     *self,
                                       GtkBox       *box,
                                       gboolean      brief);

G_END_DECLS
