/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-sign-in.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_SIGNIN_CHANGE (hx_signin_change_get_type ())
G_DECLARE_FINAL_TYPE (HxSigninChange, hx_signin_change, HX, SIGNIN_CHANGE, GtkBox)

void hx_signin_change_follow  (HxSigninChange *self,
                               HxSignIn       *sign_in);
void hx_signin_change_set_old (HxSigninChange *self,
                               const char     *password);
void hx_signin_change_ready   (HxSigninChange *self);

G_END_DECLS
