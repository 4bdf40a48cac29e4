/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hx_signin_address_words (const GError *error);
char *hx_signin_server_words  (const GError *error,
                               const char   *address);
char *hx_signin_wait_words    (guint         seconds);
char *hx_signin_new_words     (const GError *error);

G_END_DECLS
