/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* Answers with a record; %FALSE for %NULL, so that a failed load passes through. */
gboolean hx_reply_with      (HxServiceCall  *call,
                             HxRecord       *record);
/* Fails with the record as it is beside the error. */
gboolean hx_reply_conflict  (HxServiceCall  *call,
                             HxRecord       *record,
                             const char     *message,
                             GError        **error);
/* Writes the record as the answer of a failure that sends it along. */
void     hx_reply_current   (HxServiceCall  *call,
                             HxRecord       *record);
gboolean hx_check_match     (HxServiceCall  *call,
                             HxRecord       *record,
                             GError        **error);

G_END_DECLS
