/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxLog:
 *
 * Where messages go, and which of them. A room is a folder of the source: `http`,
 * `store`, `service`; GLib and libraries are rooms by the name of their domain.
 *
 * Fields of a request: HX_REQUEST_ID, HX_OPERATION, HX_STATUS, HX_DURATION_US. No
 * message and no field has anything personal.
 */
typedef struct _HxLog HxLog;

/* In the order of the setting's words. */
typedef enum
{
  HX_LOG_AUTO,
  HX_LOG_JOURNAL,
  HX_LOG_STDERR,
} HxLogTarget;

#define HX_LOG_TARGETS "auto|journal|stderr"
#define HX_LOG_LEVELS "error|warning|message|info|debug"

HxLog   *hx_log_install      (void);
void     hx_log_set_target   (HxLog       *self,
                              HxLogTarget  target);
void     hx_log_set_levels   (HxLog       *self,
                              guint        level,
                              const char  *rooms);
void     hx_log_get_levels   (HxLog       *self,
                              guint       *level,
                              char       **rooms);
gboolean hx_log_check_rooms  (const char  *rooms,
                              GError     **error);
gboolean hx_log_wants        (HxLog       *self,
                              const char  *room,
                              GLogLevelFlags level);

G_END_DECLS
