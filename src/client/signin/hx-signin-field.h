/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_SIGNIN_FIELD (hx_signin_field_get_type ())
G_DECLARE_FINAL_TYPE (HxSigninField, hx_signin_field, HX, SIGNIN_FIELD, GtkBox)

const char *hx_signin_field_get_text  (HxSigninField *self);
void        hx_signin_field_set_text  (HxSigninField *self,
                                       const char    *text);
void        hx_signin_field_set_fault (HxSigninField *self,
                                       const char    *words);
void        hx_signin_field_set_busy  (HxSigninField *self,
                                       gboolean       busy);

G_END_DECLS
