/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

G_BEGIN_DECLS

gboolean hx_partitions_ensure (HxDb    *db,
                               gint64   now,
                               GError **error);

G_END_DECLS
