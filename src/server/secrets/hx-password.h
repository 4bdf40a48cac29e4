/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/* The shortest password that is taken, in characters. */
#define HX_PASSWORD_LENGTH 10

const char *hx_password_check    (const char *password,
                                  const char *login);
char       *hx_password_hash     (const char *password,
                                  GError    **error);
gboolean    hx_password_verify   (const char *password,
                                  const char *hash);
char       *hx_password_generate (void);
void        hx_secret_free       (char       *text);

G_END_DECLS
