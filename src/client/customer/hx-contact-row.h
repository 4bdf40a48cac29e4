/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_CONTACT_ROW (hx_contact_row_get_type ())
G_DECLARE_FINAL_TYPE (HxContactRow, hx_contact_row, HX, CONTACT_ROW, GtkWidget)

GtkWidget *hx_contact_row_new        (void);
void       hx_contact_row_bind       (HxContactRow *self,
                                      HxWorkspace  *workspace,
                                      HxRecord     *contact);
void       hx_contact_row_unbind     (HxContactRow *self);
void       hx_contact_row_set_place  (HxContactRow *self,
                                      gint64        now,
                                      gboolean      first_of_day,
                                      gboolean      last_of_day);
void       hx_contact_row_set_player (HxContactRow *self,
                                      GtkWidget    *player);
gboolean   hx_contact_can_unfold     (HxRecord     *contact);

G_END_DECLS
