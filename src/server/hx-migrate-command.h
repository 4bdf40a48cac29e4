/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/hx-config.h"

G_BEGIN_DECLS

int      hx_migrate_command (HxConfig        *config,
                             int              argc,
                             char           **argv);
gboolean hx_migrate_store_is_missing (const char *store);
gboolean hx_migrate_allowed (const HxConfig  *config,
                             GError         **error);

G_END_DECLS
