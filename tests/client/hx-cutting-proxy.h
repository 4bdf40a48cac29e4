/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Passes bytes on, and can lose or hold answers: a request with `mark` in it reaches the
 * server, what the server says does not reach the client, or only when it is let go.
 * With a certificate it speaks TLS to the client, as what stands before a team's server does. */
typedef struct
{
  GSocketService *service;
  guint port;
  guint target;
  const char *mark;
  GTlsCertificate *certificate; /* (nullable): of the connections to come */
  guint cuts;   /* how many answers are still to be lost */
  GList *links; /* connections that are open */
  gsize heard;  /* bytes that clients have said, as they are after TLS */
  guint passed; /* requests with the mark that went through to the server */
  char *line;   /* what the last of them asked for, from the mark on */
  gboolean hold;
  gpointer held; /* (nullable): the last one whose answer is held */
} CuttingProxy;

void cutting_proxy_start (CuttingProxy *self,
                          guint         target,
                          const char   *mark);
void cutting_proxy_let_go (CuttingProxy *self);
void cutting_proxy_cut_all (CuttingProxy *self);
void cutting_proxy_stop  (CuttingProxy *self);
