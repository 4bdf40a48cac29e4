/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-http.h"

#include <microhttpd.h>

G_BEGIN_DECLS

/* Where a request stands. */
typedef enum
{
  HX_PHASE_HEADERS, /* not yet shown to the handler */
  HX_PHASE_BEGUN,   /* held by the handler before its body */
  HX_PHASE_BODY,    /* its body is coming */
  HX_PHASE_SWALLOW, /* refused; its body is read so that the client hears why */
  HX_PHASE_WORK,    /* the handler has it */
} HxPhase;

/* One connection, watched so that nobody keeps it by sending slowly. */
typedef struct
{
  int fd;
  gint64 deadline; /* monotonic µs; 0 for none */
  gboolean asked;  /* a request has begun: it deserves a 408 */
} HxLink;

struct _HxExchange
{
  HxHttp *http;
  struct MHD_Connection *connection;
  HxLink *link;
  const HxHttpLimits *limits;
  char request_id[17];
  char *target;
  const char *method;
  gboolean local;
  gboolean chunked;
  guint64 length;    /* announced */
  guint64 received;
  gint64 started;
  HxPhase phase;
  GByteArray *body;
  int file;
  char *file_path;
  guint64 file_limit;
  HxReply *reply;
  gpointer data;
  GDestroyNotify destroy;

  GMutex lock;
  gboolean held;     /* suspended until somebody answers; written by the HTTP thread alone */
  gboolean sleeping; /* a stream that waits for more */
  gboolean woken;
};

HxExchange     *hx_exchange_new         (HxHttp                *http,
                                         const HxHttpLimits    *limits,
                                         const char            *target);
void            hx_exchange_free        (HxExchange            *self);
void            hx_exchange_read_headers(HxExchange            *self,
                                         struct MHD_Connection *connection,
                                         const char            *method);
gboolean        hx_exchange_take_body   (HxExchange            *self,
                                         const char            *bytes,
                                         gsize                  length);
HxOrigin        hx_origin_of_address    (const struct sockaddr *address);
enum MHD_Result hx_exchange_queue       (HxExchange            *self);

G_END_DECLS
