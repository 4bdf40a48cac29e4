/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"

G_BEGIN_DECLS

char *hx_customer_initial (HxRecord *customer);
char *hx_customer_moment  (gint64    at,
                           gint64    now);

G_END_DECLS
