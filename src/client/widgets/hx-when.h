/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All moments are µs since 1970 UTC and are shown in the zone of this computer. */
gint64 hx_when_day_start (gint64 at);
int    hx_when_day_number(gint64 at);
char  *hx_when_clock     (gint64 at);
char  *hx_when_day       (gint64 at,
                          gint64 now);
char  *hx_when_date      (gint64 at,
                          gint64 now);
char  *hx_when_short     (gint64 at,
                          gint64 now);
char  *hx_when_absolute  (gint64 at);
char  *hx_when_span      (gint64 span);
char  *hx_when_ago       (gint64 at,
                          gint64 now);
char  *hx_when_left      (gint64 due,
                          gint64 now);
char  *hx_when_left_brief(gint64 due,
                          gint64 now);

G_END_DECLS
