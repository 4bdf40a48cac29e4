/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reply.h"
#include "hx-json.h"

#include <string.h>
#include <unistd.h>

static void
header_clear (gpointer data)
{
  HxHeader *header = data;

  g_free (header->name);
  g_free (header->value);
}

/**
 * hx_reply_new:
 * @status: an HTTP status
 *
 * Returns: (transfer full): a reply without headers or body
 */
HxReply *
hx_reply_new (guint status)
{
  HxReply *self = g_new0 (HxReply, 1);

  self->status = status;
  self->file = -1;
  self->headers = g_array_new (FALSE, FALSE, sizeof (HxHeader));
  g_array_set_clear_func (self->headers, header_clear);
  return self;
}

/**
 * hx_reply_free:
 * @self: (transfer full) (nullable): a reply
 */
void
hx_reply_free (HxReply *self)
{
  if (self == NULL)
    return;
  if (self->stream.close != NULL)
    self->stream.close (self->stream.data);
  if (self->file >= 0)
    close (self->file);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_array_unref (self->headers);
  g_free (self);
}

/**
 * hx_reply_add_header:
 * @self: a reply
 * @name: a header's name
 * @value: its value, one line
 */
void
hx_reply_add_header (HxReply    *self,
                     const char *name,
                     const char *value)
{
  HxHeader header = { g_strdup (name), g_strdup (value) };

  g_array_append_val (self->headers, header);
}

/**
 * hx_reply_take_text:
 * @self: a reply
 * @media_type: what the text is
 * @text: (transfer full): the body
 */
void
hx_reply_take_text (HxReply    *self,
                    const char *media_type,
                    GString    *text)
{
  self->text = text;
  hx_reply_add_header (self, "Content-Type", media_type);
}

/**
 * hx_reply_take_file:
 * @self: a reply
 * @file: a descriptor, which the reply closes
 * @offset: first byte to send
 * @length: how many bytes
 */
void
hx_reply_take_file (HxReply *self,
                    int      file,
                    guint64  offset,
                    guint64  length)
{
  self->file = file;
  self->offset = offset;
  self->length = length;
}

/**
 * hx_reply_take_stream:
 * @self: a reply
 * @stream: where the body comes from; closed with the reply unless it was started
 * @outlet: (transfer none): who sends it; @stream ends it when it is closed before its start
 */
void
hx_reply_take_stream (HxReply             *self,
                      const HxReplyStream *stream,
                      HxOutlet            *outlet)
{
  self->stream = *stream;
  self->outlet = outlet;
}

/* "name: reason; name: reason", as hx_problem_to_error() writes it. */
static void
append_invalid_params (GString    *out,
                       const char *message)
{
  g_auto (GStrv) parts = g_strsplit (message, "; ", -1);
  gboolean any = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *colon = strstr (parts[i], ": ");

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (!any)
        hx_json_append_member (out, "invalid_params");
      g_string_append (out, any ? ",{" : "[{");
      hx_json_append_member (out, "name");
      hx_json_append_string (out, parts[i]);
      hx_json_append_member (out, "reason");
      hx_json_append_string (out, colon + 2);
      g_string_append_c (out, '}');
      any = TRUE;
    }
  if (any)
    g_string_append_c (out, ']');
}

static gboolean
names_fields (HxError code)
{
  return code == HX_ERROR_INVALID || code == HX_ERROR_UNKNOWN_PARAMETER;
}

static void
append_detail (GString      *out,
               HxError       code,
               const GError *error)
{
  /* A fault of our own is the log's business: its text could carry anything. */
  if (hx_error_status (code) >= 500)
    return;
  hx_json_append_member (out, "detail");
  if (g_utf8_validate (error->message, -1, NULL))
    hx_json_append_string (out, error->message);
  else
    hx_json_append_string (out, hx_error_title (code));
}

static void
append_pair (GString    *out,
             const char *name,
             const char *value)
{
  hx_json_append_member (out, name);
  hx_json_append_string (out, value);
}

/**
 * hx_reply_new_problem:
 * @error: what went wrong
 * @request_id: the request's id
 * @current: (nullable): JSON of the record as it is, when the request knew an older state
 *
 * Returns: (transfer full): a problem document (RFC 9457)
 */
HxReply *
hx_reply_new_problem (const GError *error,
                      const char   *request_id,
                      const char   *current)
{
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;
  HxReply *self = hx_reply_new (hx_error_status (code));
  g_autofree char *type = g_strdup_printf ("urn:huixiang:problem:%s", hx_error_name (code));
  GString *out = g_string_new ("{");

  append_pair (out, "type", type);
  append_pair (out, "title", hx_error_title (code));
  hx_json_append_member (out, "status");
  g_string_append_printf (out, "%u", self->status);
  append_detail (out, code, error);
  append_pair (out, "code", hx_error_name (code));
  append_pair (out, "request_id", request_id);
  if (names_fields (code) && g_utf8_validate (error->message, -1, NULL))
    append_invalid_params (out, error->message);
  if (current != NULL)
    {
      hx_json_append_member (out, "current");
      g_string_append (out, current);
    }
  g_string_append_c (out, '}');
  hx_reply_take_text (self, "application/problem+json", out);
  if (self->status == 503 || self->status == 429 || code == HX_ERROR_IN_PROGRESS)
    {
      guint seconds = hx_error_get_retry_after (error);
      g_autofree char *text = g_strdup_printf ("%u", MAX (seconds, 1));

      hx_reply_add_header (self, "Retry-After", text);
    }
  if (self->status == 401)
    hx_reply_add_header (self, "WWW-Authenticate", "Bearer");
  return self;
}
