/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sse-parser.h"

#include <string.h>

/* No event of ours comes near this; a stream that goes on without an end of line is not one. */
#define MAX_EVENT (4 * 1024 * 1024)

struct _HxSseParser
{
  HxSseFunc func;
  gpointer user_data;
  GString *line;
  GString *data;
  char *event;
  char *id;
  gint64 retry;
  gboolean has_data;
  gboolean has_id;   /* of this block, not one before */
  gboolean after_cr; /* a line feed right after it belongs to the same end of line */
  gboolean begun;    /* the byte order mark can only be the first thing */
};

/**
 * hx_sse_parser_new:
 * @func: called for every complete event, and for an id that stands alone
 * @user_data: passed to it
 *
 * Returns: (transfer full): a parser at the beginning of a stream
 */
HxSseParser *
hx_sse_parser_new (HxSseFunc func,
                   gpointer  user_data)
{
  HxSseParser *self = g_new0 (HxSseParser, 1);

  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->retry = -1;
  return self;
}

/**
 * hx_sse_parser_free:
 * @self: (transfer full) (nullable): a parser
 */
void
hx_sse_parser_free (HxSseParser *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self->event);
  g_free (self->id);
  g_free (self);
}

static void
dispatch (HxSseParser *self)
{
  g_autofree char *event = g_steal_pointer (&self->event);

  if (self->has_data && g_utf8_validate_len (self->data->str, self->data->len, NULL))
    self->func (event, self->id, self->data->str, self->user_data);
  else if (!self->has_data && self->has_id)
    self->func (NULL, self->id, NULL, self->user_data);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  self->has_id = FALSE;
}

static void
set_field (HxSseParser *self,
           const char  *name,
           const char  *value)
{
  if (g_str_equal (name, "data"))
    {
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      g_string_append (self->data, value);
      self->has_data = TRUE;
    }
  else if (g_str_equal (name, "event"))
    {
      g_free (self->event);
      self->event = g_strdup (value);
    }
  else if (g_str_equal (name, "id"))
    {
      g_free (self->id);
      self->id = g_strdup (value);
      self->has_id = TRUE;
    }
  else if (g_str_equal (name, "retry"))
    {
      guint64 retry;

      if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &retry, NULL))
        self->retry = (gint64) retry;
    }
}

static void
end_line (HxSseParser *self)
{
  char *line = self->line->str;
  char *colon = memchr (line, ':', self->line->len);
  const char *value = "";

  /* The standard drops a NUL in an id; no field of ours has one, so such a line is passed over. */
  if (self->line->len == 0)
    dispatch (self);
  else if (colon != line && memchr (line, '\0', self->line->len) == NULL)
    {
      if (colon != NULL)
        {
          *colon = '\0';
          value = colon[1] == ' ' ? colon + 2 : colon + 1;
        }
      set_field (self, line, value);
    }
  g_string_truncate (self->line, 0);
}

/* Appends what comes before the next end of line; returns how much that was. */
static gsize
take_text (HxSseParser *self,
           const char  *bytes,
           gsize        length)
{
  gsize n = 0;

  while (n < length && bytes[n] != '\n' && bytes[n] != '\r')
    n++;
  g_string_append_len (self->line, bytes, (gssize) n);
  return n;
}

static void
skip_byte_order_mark (HxSseParser *self)
{
  if (!self->begun && self->line->len >= 3 && memcmp (self->line->str, "\xef\xbb\xbf", 3) == 0)
    g_string_erase (self->line, 0, 3);
  self->begun = TRUE;
}

/**
 * hx_sse_parser_feed:
 * @self: a parser
 * @bytes: what arrived
 * @length: how many bytes
 *
 * Returns: %FALSE when this cannot be a stream of events of ours any more, as
 *   one of them exceeds every measure
 */
gboolean
hx_sse_parser_feed (HxSseParser *self,
                    const char  *bytes,
                    gsize        length)
{
  gsize at = 0;

  while (at < length)
    {
      char c = bytes[at];

      if (c == '\n' && self->after_cr)
        at++;
      else if (c == '\n' || c == '\r')
        {
          skip_byte_order_mark (self);
          end_line (self);
          at++;
        }
      else
        at += take_text (self, bytes + at, length - at);
      self->after_cr = c == '\r';
      if (self->line->len + self->data->len > MAX_EVENT)
        return FALSE;
    }
  return TRUE;
}

/**
 * hx_sse_parser_retry:
 * @self: a parser
 *
 * Returns: how long the server asks to wait before coming back, ms; -1 when it did not say
 */
gint64
hx_sse_parser_retry (HxSseParser *self)
{
  return self->retry;
}
