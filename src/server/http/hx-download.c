/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"
#include "hx-range.h"

#include <string.h>
#include <unistd.h>

/* A range of another state of the file would be half of each. */
static const char *
wanted_range (HxRequest  *self,
              const char *tag)
{
  const char *condition = hx_exchange_get_header (self->exchange, "If-Range");

  if (condition != NULL && strcmp (condition, tag) != 0)
    return NULL;
  return hx_exchange_get_header (self->exchange, "Range");
}

static HxReply *
make_outside (HxRequest *self,
              guint64    size)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_RANGE, "The range begins after the end");
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size);
  HxReply *reply = hx_reply_new_problem (error, hx_exchange_get_request_id (self->exchange), NULL);

  hx_reply_add_header (reply, "Content-Range", range);
  return reply;
}

static HxReply *
make_part (int     file,
           guint64 offset,
           guint64 length,
           guint64 size)
{
  HxReply *reply = hx_reply_new (206);
  g_autofree char *range
      = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, offset,
                         offset + length - 1, size);

  hx_reply_add_header (reply, "Content-Range", range);
  hx_reply_take_file (reply, file, offset, length);
  return reply;
}

static HxReply *
make_whole (int     file,
            guint64 size)
{
  HxReply *reply = hx_reply_new (200);

  hx_reply_take_file (reply, file, 0, size);
  return reply;
}

/* The file that a service function named, or the part of it that is asked for. */
HxReply *
hx_download_reply (HxRequest *self,
                   GError   **error)
{
  g_autofree char *tag = g_strdup_printf ("\"%s\"", self->call.digest != NULL ? self->call.digest : "");
  const char *known = hx_exchange_get_header (self->exchange, "If-None-Match");
  guint64 size, offset, length;
  HxReply *reply = NULL;
  int file;

  if (known != NULL && strcmp (known, tag) == 0)
    {
      reply = hx_reply_new (304);
      hx_reply_add_header (reply, "ETag", tag);
      return reply;
    }
  file = hx_file_store_open_file (hx_site_get_files (self->front->site), self->call.file, &size, error);
  if (file < 0)
    return NULL;
  switch (hx_range_parse (wanted_range (self, tag), size, &offset, &length))
    {
    case HX_RANGE_OUTSIDE:
      close (file);
      return make_outside (self, size);
    case HX_RANGE_PART:
      reply = make_part (file, offset, length, size);
      break;
    case HX_RANGE_WHOLE:
    default:
      reply = make_whole (file, size);
      break;
    }
  hx_reply_add_header (reply, "Content-Type", self->call.media_type != NULL ? self->call.media_type : "application/octet-stream");
  /* A browser that is led here neither shows it as ours nor runs what may be in it. */
  hx_reply_add_header (reply, "Content-Security-Policy", "default-src 'none'; sandbox");
  hx_reply_add_header (reply, "Content-Disposition", "attachment");
  hx_reply_add_header (reply, "Accept-Ranges", "bytes");
  hx_reply_add_header (reply, "Cache-Control", "private, no-cache");
  hx_reply_add_header (reply, "ETag", tag);
  return reply;
}
