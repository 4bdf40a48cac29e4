/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_SIGNIN_PAGE (hx_signin_page_get_type ())
G_DECLARE_FINAL_TYPE (HxSigninPage, hx_signin_page, HX, SIGNIN_PAGE, AdwBin)

GtkWidget *hx_signin_page_new (HxWorkspace *workspace,
                               GMenuModel  *menu);

G_END_DECLS
