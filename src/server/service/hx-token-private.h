/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 32 random bytes as text; and the fast hash under which it is stored, which is
 * enough for what nobody can guess. */
char *hx_token_new  (void);
char *hx_token_hash (const char *token);

G_END_DECLS
