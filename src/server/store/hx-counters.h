/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

G_BEGIN_DECLS

gint64   hx_counter_next    (HxDb       *db,
                             const char *name,
                             GError    **error);
void     hx_counters_hold   (HxDb       *db);
void     hx_counters_drop   (HxDb       *db);
void     hx_counters_mark   (HxDb       *db);
void     hx_counters_undo   (HxDb       *db);
gboolean hx_counters_settle (HxDb       *db,
                             GError    **error);

G_END_DECLS
