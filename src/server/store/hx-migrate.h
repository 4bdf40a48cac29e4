/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"

G_BEGIN_DECLS

/* One numbered step of the store's form. */
typedef struct
{
  guint number;
  const char *name;
  const char *script;
} HxMigration;

gboolean hx_migrate       (HxDb              *db,
                           GError           **error);
gboolean hx_migrate_with  (HxDb              *db,
                           const HxMigration *migrations,
                           guint              n_migrations,
                           GError           **error);
GArray  *hx_migrate_plan  (HxDb              *db,
                           GError           **error);

G_END_DECLS
