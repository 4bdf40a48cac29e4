/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

int   hx_listen_private (const char  *path,
                         GError     **error);
guint16 hx_listen_port  (int          fd);
gboolean hx_listen_check (const char *address,
                          guint16     port,
                          GError    **error);
int   hx_listen_tcp     (const char  *address,
                         guint16      port,
                         guint16     *given,
                         GError     **error);

G_END_DECLS
