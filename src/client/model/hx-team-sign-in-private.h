/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/hx-client.h"
#include "hx-session-claim.h"
#include "hx-sign-in.h"

G_BEGIN_DECLS

struct _HxSignIn
{
  GObject parent_instance;

  HxClient *client;
  char *address;
  char *login;
  gboolean stay;
  HxSignInState state;
  HxSignInNotice notice;
  HxSessionClaim *claim; /* (nullable): what the keyring keeps for this server is ours, from its first use on */
};

/* What the workspace does with it; nobody else includes this. */
HxSignIn *hx_sign_in_new         (HxClient            *client);
void      hx_sign_in_set_address (HxSignIn            *self,
                                  const char          *address);
void      hx_sign_in_set_state   (HxSignIn            *self,
                                  HxSignInState        state);
void      hx_sign_in_set_notice  (HxSignIn            *self,
                                  HxSignInNotice       notice);
/* Whether what the keyring keeps for this server is ours, or can be from now on. */
gboolean  hx_sign_in_claim       (HxSignIn            *self);
/* A session of this server has begun or goes on. */
void      hx_sign_in_take        (HxSignIn            *self,
                                  HxRecord            *session);
void      hx_sign_in_forget      (HxSignIn            *self,
                                  HxSignInNotice       notice);
/* Goes on with the session in the keyring, if there is one: the state says what came of it. */
void      hx_sign_in_resume_async (HxSignIn            *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             data);
gboolean  hx_sign_in_resume_finish (HxSignIn           *self,
                                  GAsyncResult        *result,
                                  GError             **error);

G_END_DECLS
