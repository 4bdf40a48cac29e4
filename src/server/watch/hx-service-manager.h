/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What systemd tells a service and wants to hear from it: sd_listen_fds(3), sd_notify(3) and
 * sd_watchdog_enabled(3), which are small and stable enough to need no library. */

typedef struct
{
  int fd;
  char *name; /* FileDescriptorName=, or the socket unit's */
} HxPassedSocket;

GArray *hx_service_manager_take_sockets (void);
void    hx_service_manager_notify       (const char *state);
guint64 hx_service_manager_get_watchdog (void);

G_END_DECLS
