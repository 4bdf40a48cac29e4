/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/* How an answer leaves: through the library, or, when it has no end, past it. */

static struct MHD_Response *
make_response (HxExchange *self)
{
  HxReply *reply = self->reply;

  if (reply->file >= 0)
    {
      int file = reply->file;

      reply->file = -1; /* the response closes it */
      return MHD_create_response_from_fd_at_offset64 (reply->length, file, reply->offset);
    }
  return MHD_create_response_from_buffer (reply->text != NULL ? reply->text->len : 0,
                                          reply->text != NULL ? reply->text->str : NULL, MHD_RESPMEM_PERSISTENT);
}

static void
append_header (GString    *head,
               const char *name,
               const char *value)
{
  g_string_append_printf (head, "%s: %s\r\n", name, value);
}

static char *
make_head (HxExchange *self)
{
  GString *head = g_string_new ("HTTP/1.1 200 OK\r\n");
  time_t now = time (NULL);
  struct tm utc;
  char date[40];

  gmtime_r (&now, &utc);
  strftime (date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  append_header (head, "Date", date);
  for (guint i = 0; i < self->reply->headers->len; i++)
    {
      const HxHeader *header = &g_array_index (self->reply->headers, HxHeader, i);

      append_header (head, header->name, header->value);
    }
  append_header (head, "X-Request-Id", self->request_id);
  append_header (head, "X-Content-Type-Options", "nosniff");
  append_header (head, "Connection", "close");
  if (self->modern)
    append_header (head, "Transfer-Encoding", "chunked");
  g_string_append (head, "\r\n");
  return g_string_free (head, FALSE);
}

/* The library lets go of the connection without shutting it down (that is what its TURBO means), and our
 * second descriptor keeps the socket open. */
static enum MHD_Result
hand_over (HxExchange *self)
{
  int fd = fcntl (self->link->fd, F_DUPFD_CLOEXEC, 3);
  g_autofree char *head = make_head (self);
  HxReplyStream stream = self->reply->stream;
  HxOutlet *outlet = self->reply->outlet;

  if (fd < 0)
    return MHD_NO;
  self->reply->stream = (HxReplyStream){ NULL, NULL, NULL };
  hx_outlet_start (outlet, fd, head, self->modern, &stream);
  return MHD_NO;
}

enum MHD_Result
hx_exchange_queue (HxExchange *self)
{
  gboolean stream = self->reply->stream.read != NULL;
  struct MHD_Response *response;
  enum MHD_Result result;

  if (stream && g_strcmp0 (self->method, "HEAD") != 0)
    return hand_over (self);
  response = make_response (self);
  if (response == NULL)
    return MHD_NO;
  for (guint i = 0; i < self->reply->headers->len; i++)
    {
      const HxHeader *header = &g_array_index (self->reply->headers, HxHeader, i);

      MHD_add_response_header (response, header->name, header->value);
    }
  if (self->closing)
    MHD_add_response_header (response, "Connection", "close");
  MHD_add_response_header (response, "X-Request-Id", self->request_id);
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  result = MHD_queue_response (self->connection, self->reply->status, response);
  MHD_destroy_response (response);
  return result;
}
