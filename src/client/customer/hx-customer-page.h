/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_PAGE (hx_customer_page_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerPage, hx_customer_page, HX, CUSTOMER_PAGE, AdwBin)

GtkWidget *hx_customer_page_new    (HxWorkspace    *workspace);
void       hx_customer_page_open   (HxCustomerPage *self,
                                    const char     *customer_id);
void       hx_customer_page_search (HxCustomerPage *self);

G_END_DECLS
