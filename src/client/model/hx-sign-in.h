/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HX_SIGN_IN_NEEDED,   /* nobody is signed in */
  HX_SIGN_IN_RESUMING, /* the keyring or the server is asked whether the last session goes on */
  HX_SIGN_IN_CHANGE,   /* signed in, but a password that others know must be changed first */
  HX_SIGN_IN_DONE,
} HxSignInState;

typedef enum
{
  HX_SIGN_IN_NOTHING,
  HX_SIGN_IN_ENDED,      /* the server ended the session */
  HX_SIGN_IN_NO_KEYRING, /* staying signed in was asked for, and there is nowhere to keep it */
  HX_SIGN_IN_KEPT_ELSEWHERE, /* it was asked for, and another program that runs is the one that stays signed in */
} HxSignInNotice;

/**
 * HxSignIn:
 *
 * Signing in and out at the server of a team, and staying signed in.
 *
 * Properties: `state` (int HxSignInState), `notice` (int HxSignInNotice), `address`
 * (string: what was typed, as it was typed, until it is good), `login` (string),
 * `stay` (boolean: keep the session in the keyring).
 */
#define HX_TYPE_SIGN_IN (hx_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (HxSignIn, hx_sign_in, HX, SIGN_IN, GObject)

/* (transfer full): the address as it is used; HX_ERROR_INVALID about `server`. */
char           *hx_sign_in_read_address    (const char           *text,
                                            GError              **error);
HxSignInState   hx_sign_in_get_state       (HxSignIn             *self);
HxSignInNotice  hx_sign_in_get_notice      (HxSignIn             *self);
const char     *hx_sign_in_get_address     (HxSignIn             *self);
const char     *hx_sign_in_get_login       (HxSignIn             *self);
void            hx_sign_in_start_async     (HxSignIn             *self,
                                            const char           *address,
                                            const char           *login,
                                            const char           *password,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              data);
gboolean        hx_sign_in_start_finish    (HxSignIn             *self,
                                            GAsyncResult         *result,
                                            GError              **error);
void            hx_sign_in_change_async    (HxSignIn             *self,
                                            const char           *old_password,
                                            const char           *new_password,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              data);
gboolean        hx_sign_in_change_finish   (HxSignIn             *self,
                                            GAsyncResult         *result,
                                            GError              **error);
void            hx_sign_in_out             (HxSignIn             *self);

G_END_DECLS
