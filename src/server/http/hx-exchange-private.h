/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-http.h"
#include "hx-link-private.h"
#include "hx-outlet.h"

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

struct _HxExchange
{
  HxOutlets *outlets;
  struct MHD_Connection *connection;
  HxLink *link;
  const HxHttpLimits *limits;
  char request_id[17];
  char *target;
  const char *method;
  gboolean local;
  gboolean modern;   /* HTTP/1.1 */
  gboolean chunked;
  gboolean closing;  /* whatever follows cannot be told from its body */
  guint64 length;    /* announced */
  guint64 received;
  gint64 started;
  HxPhase phase;
  GByteArray *body;
  int file;
  int file_error;    /* `errno` of the first write that failed: what comes behind it is dropped */
  char *file_path;
  guint64 file_limit;
  HxReply *reply;
  gpointer data;
  GDestroyNotify destroy;

  gboolean held;     /* suspended until somebody answers; written by the HTTP thread alone */
};

HxExchange     *hx_exchange_new         (HxOutlets             *outlets,
                                         const HxHttpLimits    *limits,
                                         const char            *target);
void            hx_exchange_free        (HxExchange            *self);
gboolean        hx_exchange_read_head   (HxExchange            *self,
                                         struct MHD_Connection *connection,
                                         const char            *method,
                                         const char            *version,
                                         GError               **error);
gboolean        hx_exchange_take_body   (HxExchange            *self,
                                         const char            *bytes,
                                         gsize                  length);
void            hx_exchange_write_file  (HxExchange            *self,
                                         const char            *bytes,
                                         gsize                  length);
HxOrigin        hx_origin_of_address    (const struct sockaddr *address);
enum MHD_Result hx_exchange_queue       (HxExchange            *self);

G_END_DECLS
