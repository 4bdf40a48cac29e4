/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

struct _HxClient
{
  GObject parent_instance;

  SoupSession *session;
  char *base;
  char *token;         /* (nullable): who asks */
  char *refresh_token; /* (nullable): good for one renewal */
  GPtrArray *renewing; /* (nullable): of GTask, who waits for the renewal that is under way */
  guint renew_timer;
};

void         hx_client_emit_renewed (HxClient   *self,
                                     HxRecord   *session);
void         hx_client_emit_ended   (HxClient   *self);

SoupMessage *hx_message_new         (const char *method,
                                     const char *uri,
                                     const char *token);

/* For the event source, which keeps its answer open. */
SoupSession *hx_client_get_session (HxClient    *self);
SoupMessage *hx_client_new_message (HxClient    *self,
                                    const char  *method,
                                    const char  *path);

/* What an answer that is no success says, as an error. */
GError      *hx_problem_read       (SoupMessage *message,
                                    GBytes      *body);
/* What kept a request from being answered at all, as an error for people. */
GError      *hx_problem_unanswered (SoupMessage  *message,
                                    const GError *error);
HxReply     *hx_reply_read         (SoupMessage   *message,
                                    HxOperationId  operation,
                                    GBytes        *body,
                                    GError       **error);
void         hx_reply_read_async   (SoupMessage   *message,
                                    HxOperationId  operation,
                                    GBytes        *body,
                                    GAsyncReadyCallback callback,
                                    gpointer       data);
HxReply     *hx_reply_read_finish  (GAsyncResult  *result,
                                    GError       **error);

G_END_DECLS
