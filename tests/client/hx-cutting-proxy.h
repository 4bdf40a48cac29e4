/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Passes bytes on, and can lose answers: a request with `mark` in it reaches the
 * server, what the server says does not reach the client. */
typedef struct
{
  GSocketService *service;
  guint port;
  guint target;
  const char *mark;
  guint cuts;   /* how many answers are still to be lost */
  guint passed; /* requests with the mark that went through to the server */
} CuttingProxy;

void cutting_proxy_start (CuttingProxy *self,
                          guint         target,
                          const char   *mark);
void cutting_proxy_stop  (CuttingProxy *self);
