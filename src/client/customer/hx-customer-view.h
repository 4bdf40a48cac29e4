/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_VIEW (hx_customer_view_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerView, hx_customer_view, HX, CUSTOMER_VIEW, AdwBin)

GtkWidget *hx_customer_view_new  (HxWorkspace    *workspace);
void       hx_customer_view_open (HxCustomerView *self,
                                  const char     *customer_id);

G_END_DECLS
