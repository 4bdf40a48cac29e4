/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-sign-in.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_SIGNIN_FORM (hx_signin_form_get_type ())
G_DECLARE_FINAL_TYPE (HxSigninForm, hx_signin_form, HX, SIGNIN_FORM, GtkBox)

void hx_signin_form_follow (HxSigninForm *self,
                            HxSignIn     *sign_in);
void hx_signin_form_ready  (HxSigninForm *self);

G_END_DECLS
