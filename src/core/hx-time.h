/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HX_SECOND G_TIME_SPAN_SECOND
#define HX_MINUTE G_TIME_SPAN_MINUTE
#define HX_HOUR G_TIME_SPAN_HOUR
#define HX_DAY G_TIME_SPAN_DAY

/* "2026-11-22T03:31:07.123456Z" and the final NUL. */
#define HX_TIME_LENGTH 28

gint64   hx_time_now    (void);
void     hx_time_format (gint64      time,
                         char        text[HX_TIME_LENGTH]);
gboolean hx_time_parse  (const char *text,
                         gint64     *time);

/* The beginning of an id that tells its time, and the final NUL. */
#define HX_ID_FLOOR_LENGTH 14

char    *hx_id_new      (void);
gboolean hx_id_is_valid (const char *text);
gint64   hx_id_time     (const char *id);
void     hx_id_floor    (gint64      time,
                         char        text[HX_ID_FLOOR_LENGTH]);

G_END_DECLS
