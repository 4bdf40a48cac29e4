/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_HEADER (hx_customer_header_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerHeader, hx_customer_header, HX, CUSTOMER_HEADER, GtkBox)

void hx_customer_header_show (HxCustomerHeader *self,
                              HxWorkspace      *workspace,
                              HxRecord         *customer);

G_END_DECLS
