/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* What whoever looks after the files found out about one of them. */
typedef enum
{
  HX_FILE_REMOVED, /* it was doomed, and is gone */
  HX_FILE_MISSING, /* it should be there, and is not */
  HX_FILE_BACK,    /* it was missing, and is there again */
} HxFileNews;

gboolean hx_service_file_news (HxServiceCall  *call,
                               const char     *name,
                               HxFileNews      news,
                               GError        **error);

G_END_DECLS
