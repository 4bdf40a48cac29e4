/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-catalog.h"

G_BEGIN_DECLS

#define HX_EXPORT_FORMAT "huixiang-export"
#define HX_EXPORT_VERSION 1

gboolean hx_export_write   (HxDb        *db,
                            int          fd,
                            guint64     *rows,
                            GError     **error);
gboolean hx_import_read    (HxDb        *db,
                            int          fd,
                            guint64     *rows,
                            GError     **error);

G_END_DECLS
