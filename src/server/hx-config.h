/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/hx-http.h"

G_BEGIN_DECLS

/**
 * HxConfig:
 *
 * What the administrator, or the client that starts its own server, decides.
 */
typedef struct
{
  char *store;            /* sqlite:FILE */
  char *recordings;       /* folder */
  char *socket;           /* (nullable): path of a private socket */
  char *address;          /* to listen on */
  gint64 port;            /* -1: not at all; 0: any that is free */
  char *integration_key;  /* (nullable): file with a token for calls from outside, made at first start */
  char *keys;             /* key file: what personal data is sealed with */
  char *key_command;      /* (nullable): a program that prints the keys; goes before the file */
  gboolean embedded;      /* belongs to one client on one computer */
  gboolean lifeline;      /* ends when standard input does */
  guint readers;
  guint http_threads;
  guint heartbeat_s;
  HxHttpLimits limits;
} HxConfig;

HxConfig *hx_config_new        (void);
void      hx_config_free       (HxConfig   *self);
gboolean  hx_config_load       (HxConfig   *self,
                                const char *path,
                                GError    **error);
gboolean  hx_config_parse      (HxConfig   *self,
                                int        *argc,
                                char     ***argv,
                                GError    **error);
gboolean  hx_config_complete   (HxConfig   *self,
                                GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxConfig, hx_config_free)

G_END_DECLS
