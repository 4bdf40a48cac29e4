/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_ROW (hx_customer_row_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerRow, hx_customer_row, HX, CUSTOMER_ROW, GtkBox)

GtkWidget *hx_customer_row_new    (void);
void       hx_customer_row_bind   (HxCustomerRow *self,
                                   HxWorkspace   *workspace,
                                   HxRecord      *customer);
void       hx_customer_row_unbind (HxCustomerRow *self);

G_END_DECLS
