/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_CUSTOMER_COMPLETION (hx_customer_completion_get_type ())
G_DECLARE_FINAL_TYPE (HxCustomerCompletion, hx_customer_completion, HX, CUSTOMER_COMPLETION, AdwBin)

void hx_customer_completion_show (HxCustomerCompletion *self,
                                  HxWorkspace          *workspace,
                                  HxRecord             *customer);

G_END_DECLS
