/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HX_SERVER_STOPPED,
  HX_SERVER_SEEDING,  /* the sample data is being made */
  HX_SERVER_STARTING,
  HX_SERVER_READY,    /* our own runs, and ends with us */
  HX_SERVER_ATTACHED, /* another client's runs on the same store */
  HX_SERVER_FAILED,   /* it cannot run: see the error of `changed` */
} HxServerState;

/**
 * HxServerProcess:
 *
 * The server of this computer: `huixiangd` on a private socket, started with
 * the client, restarted after a crash, ended with the client. Where another
 * client already runs one on the same store, that one is used, and this one
 * takes over when it ends.
 *
 * Signals: `changed` (int HxServerState, const GError * (nullable)).
 */
#define HX_TYPE_SERVER_PROCESS (hx_server_process_get_type ())
G_DECLARE_FINAL_TYPE (HxServerProcess, hx_server_process, HX, SERVER_PROCESS, GObject)

HxServerProcess *hx_server_process_new          (const char      *folder);
void             hx_server_process_set_sample   (HxServerProcess *self,
                                                 gboolean         sample);
void             hx_server_process_start        (HxServerProcess *self);
void             hx_server_process_stop         (HxServerProcess *self);
void             hx_server_process_lost         (HxServerProcess *self);
HxServerState    hx_server_process_get_state    (HxServerProcess *self);
const char      *hx_server_process_get_socket   (HxServerProcess *self);
guint            hx_server_process_get_port     (HxServerProcess *self);
const char      *hx_server_process_get_key_file (HxServerProcess *self);
const char      *hx_server_process_get_pid      (HxServerProcess *self);

G_END_DECLS
