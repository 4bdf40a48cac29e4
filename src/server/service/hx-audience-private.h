/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* Whose a recording or a rectification is: of everybody in a call, of everybody whose feedback it came from. A text of
 * letters and ids, so that it travels with the record to where the streams are and no store is. */
gboolean    hx_audience_of_recording     (HxDb           *db,
                                          const char     *recording_id,
                                          HxRecord       *record,
                                          guint           field,
                                          GError        **error);
gboolean    hx_audience_of_rectification (HxDb           *db,
                                          HxRecord       *rectification,
                                          GError        **error);
gboolean    hx_audience_allows           (const HxCaller *caller,
                                          const char     *audience);
char      **hx_audience_agents           (const char     *audience);
const char *hx_audience_get              (HxRecord       *record);

G_END_DECLS
