/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

typedef enum
{
  HX_IDEMPOTENCY_NEW,    /* never seen: do the work, then finish */
  HX_IDEMPOTENCY_REPLAY, /* done before: give the first answer again */
  HX_IDEMPOTENCY_FAILED, /* see the error: KEY_REUSED, or the store's */
} HxIdempotency;

/* The first answer, as it is given again. */
typedef struct
{
  guint status;
  char *headers; /* (nullable): opaque to the store, such as the ETag */
  char *body;    /* (nullable) */
} HxStoredReply;

void          hx_idempotency_ask    (HxDb                 *db,
                                     const char           *key,
                                     const char           *caller);
/* Both run in the transaction of the operation itself, so that key and effect
 * are durable together. `caller` is a user's id. */
HxIdempotency hx_idempotency_begin  (HxDb                 *db,
                                     const char           *key,
                                     const char           *caller,
                                     const char           *digest,
                                     HxStoredReply        *reply,
                                     GError              **error);
gboolean      hx_idempotency_finish (HxDb                 *db,
                                     const char           *key,
                                     const char           *caller,
                                     const char           *digest,
                                     gint64                now,
                                     const HxStoredReply  *reply,
                                     GError              **error);
void          hx_stored_reply_clear (HxStoredReply        *reply);

G_END_DECLS
