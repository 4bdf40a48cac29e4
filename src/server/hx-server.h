/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/hx-config.h"

G_BEGIN_DECLS

/**
 * HxServer:
 *
 * A store, the threads that work on it, and the sockets that requests come from.
 */
typedef struct _HxServer HxServer;

HxServer *hx_server_new      (const HxConfig  *config,
                              HxLog           *log,
                              GArray          *sockets,
                              GError         **error);
void      hx_server_free     (HxServer        *self);
gboolean  hx_server_reload   (HxServer        *self,
                              const HxConfig  *config,
                              GError         **error);
guint     hx_server_get_port (HxServer        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxServer, hx_server_free)

G_END_DECLS
