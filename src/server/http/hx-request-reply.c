/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"

#include <string.h>

static void
add_tag (HxReply *reply,
         gint64   rev)
{
  g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", rev);

  if (rev > 0)
    hx_reply_add_header (reply, "ETag", tag);
}

/* RFC 8288: the same list with the next cursor. */
static void
add_link (HxRequest *self,
          HxReply   *reply)
{
  g_autoptr (HxRecord) query = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *link = NULL;

  if (self->call.next == NULL || self->operation->query == NULL)
    return;
  query = self->query != NULL ? g_object_ref (self->query) : hx_record_new (self->operation->query);
  hx_record_set_text (query, HX_PAGE_CURSOR, self->call.next);
  uri = hx_operation_uri ((HxOperationId) (self->operation - hx_operations), self->id, query);
  link = g_strdup_printf ("<%s>; rel=\"next\"", uri);
  hx_reply_add_header (reply, "Link", link);
}

static HxReply *
make_replay (HxRequest *self)
{
  HxReply *reply = hx_reply_new (self->replay_status);

  if (self->replay_status != 204)
    hx_reply_take_text (reply, "application/json", g_string_new (self->replay));
  hx_reply_add_header (reply, "Idempotency-Replayed", "true");
  add_tag (reply, self->call.rev);
  return reply;
}

HxReply *
hx_request_make_reply (HxRequest *self,
                       GError   **error)
{
  HxReply *reply;

  if (self->replay != NULL)
    return make_replay (self);
  if (self->operation->shape == HX_SHAPE_STREAM)
    return hx_event_stream_reply (g_steal_pointer (&self->stream));
  if (self->operation->shape == HX_SHAPE_BYTES)
    return hx_download_reply (self, error);
  if (self->operation->shape == HX_SHAPE_NONE)
    return hx_reply_new (204);
  reply = hx_reply_new (self->operation->flags & HX_OP_CREATES ? 201 : 200);
  hx_reply_take_text (reply, "application/json", g_steal_pointer (&self->call.body));
  hx_reply_add_header (reply, "Cache-Control", "no-store");
  add_tag (reply, self->call.rev);
  add_link (self, reply);
  return reply;
}
