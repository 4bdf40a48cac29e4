/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"
#include "hx-schema.h"

G_BEGIN_DECLS

/* The things that have sealed fields, ended by NULL. */
extern const HxSchema *const hx_sealed_things[];

gboolean hx_reseal_is_due (HxDb      *db,
                           gboolean  *due,
                           GError   **error);
gboolean hx_reseal_spare_new (HxDb      *db,
                              gint64     now,
                              GError   **error);
gboolean hx_reseal_step   (HxDb      *db,
                           guint      limit,
                           gint64     now,
                           gboolean  *done,
                           GError   **error);

G_END_DECLS
