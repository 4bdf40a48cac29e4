/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxSessionClaim:
 *
 * The right of one running program to the session that the keyring keeps for a
 * server. A refresh token works once, and the server takes a second use for theft:
 * two programs that went on with the same one would sign each other out.
 *
 * It ends with the program, however that ends.
 */
typedef struct _HxSessionClaim HxSessionClaim;

HxSessionClaim *hx_session_claim_new      (const char     *server);
void            hx_session_claim_free     (HxSessionClaim *self);
char           *hx_session_claim_dup_path (const char     *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxSessionClaim, hx_session_claim_free)

G_END_DECLS
