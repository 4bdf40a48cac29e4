/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-keyring.h"

G_BEGIN_DECLS

/* 32 bytes in base64 and the final zero. */
#define HX_CHAIN_CODE_SIZE 44

gboolean hx_chain_code (HxKeyring         *keyring,
                        const char        *key_id,
                        const char        *domain,
                        const char *const *parts,
                        guint              n_parts,
                        char               code[HX_CHAIN_CODE_SIZE]);

G_END_DECLS
