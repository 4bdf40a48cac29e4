/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_LIST (hx_customer_list_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerList, hx_customer_list, HX, CUSTOMER_LIST, AdwBin)

GtkWidget *hx_customer_list_new    (HxWorkspace    *workspace);
void       hx_customer_list_search (HxCustomerList *self);

G_END_DECLS
