/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

char *hx_server_address_read (const char  *text,
                              GError     **error);

G_END_DECLS
