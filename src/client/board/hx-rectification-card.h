/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_RECTIFICATION_CARD (hx_rectification_card_get_type ())
G_DECLARE_FINAL_TYPE (HxRectificationCard, hx_rectification_card, HX, RECTIFICATION_CARD, GtkBox)

GtkWidget *hx_rectification_card_new      (void);
void       hx_rectification_card_bind     (HxRectificationCard *self,
                                           HxWorkspace         *workspace,
                                           HxRecord            *rectification);
void       hx_rectification_card_unbind   (HxRectificationCard *self);
void       hx_rectification_card_set_open (HxRectificationCard *self,
                                           gboolean             open);
void       hx_rectification_card_tick     (HxRectificationCard *self);

G_END_DECLS
