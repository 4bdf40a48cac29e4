/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/**
 * HxSignInMethod:
 * @name: what the session says it began with
 * @applies: whether this is the way for what was sent
 * @look: (nullable): what to find out before slow work, see hx_service_look()
 * @decide: in the transaction: who it is; %NULL with `call->refusal` set, when what
 *   was written about the attempt is to be kept, or else with @error
 * @refreshes: whether the session has a short token and another one to renew it
 *
 * A way to sign in. Another one, such as OpenID Connect, is one more row.
 */
typedef struct
{
  const char *name;
  gboolean (*applies) (HxServiceCall *call);
  gboolean (*look) (HxServiceCall *call, GError **error);
  char *(*decide) (HxServiceCall *call, GError **error);
  gboolean refreshes;
} HxSignInMethod;

extern const HxSignInMethod hx_sign_in_local;
extern const HxSignInMethod hx_sign_in_password;

gboolean hx_session_create      (HxServiceCall *call, GError **error);
gboolean hx_session_create_look (HxServiceCall *call, GError **error);

G_END_DECLS
