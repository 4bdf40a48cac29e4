/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-guard.h"

G_BEGIN_DECLS

/**
 * HxLinkPhase:
 *
 * What a connection is waited for with a deadline.
 */
typedef enum
{
  HX_LINK_FREE,    /* nothing: we are at work */
  HX_LINK_IDLE,    /* the next request, if there is one */
  HX_LINK_ASKING,  /* the rest of a request: it deserves a 408 */
  HX_LINK_TAKING,  /* that the client takes the answer */
} HxLinkPhase;

/* One connection, watched so that nobody keeps it by sending or reading slowly. */
typedef struct
{
  int fd;
  HxLinkPhase phase;
  gint64 deadline; /* monotonic µs; 0 for none */
  guint64 taken;   /* bytes that the client had taken when the deadline was set */
  guint64 address; /* whose it is, as the guard says */
  gboolean counted;
} HxLink;

/* All connections of a server. */
typedef struct _HxLinks HxLinks;

HxLinks *hx_links_new    (const HxHttpLimits *limits,
                          HxGuard            *guard);
void     hx_links_free   (HxLinks            *self);
HxLink  *hx_links_open   (HxLinks            *self,
                          int                 fd,
                          const struct sockaddr *address);
void     hx_links_close  (HxLinks            *self,
                          HxLink             *link);
void     hx_links_expect (HxLinks            *self,
                          HxLink             *link,
                          HxLinkPhase         phase);
void     hx_links_cut    (HxLinks            *self,
                          HxLink             *link,
                          HxError             code);
void     hx_links_check  (HxLinks            *self);

G_END_DECLS
