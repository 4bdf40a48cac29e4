/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

gboolean hx_integration_key_ensure (const char  *path,
                                    HxDb        *db,
                                    gint64       now,
                                    GError     **error);

G_END_DECLS
