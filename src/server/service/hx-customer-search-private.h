/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-query-private.h"

G_BEGIN_DECLS

void     hx_customer_search     (HxQuery     *query,
                                 const char  *identity,
                                 const char  *words);
char    *hx_customer_find_owner (HxDb        *db,
                                 const char  *kind,
                                 const char  *value,
                                 GError     **error);
gboolean hx_customer_fill       (HxDb        *db,
                                 HxSite      *site,
                                 HxRecord    *customer,
                                 gint64       now,
                                 GError     **error);

G_END_DECLS
