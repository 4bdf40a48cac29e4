/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <string.h>

/* What a request's line and headers may look like at all, whatever they ask for. */

/* The library's own buffer is larger, so that whoever sends more is mostly told in our words. */
#define MAX_HEADERS 64
#define MAX_HEADER_BYTES 16384

/* The longest path and query that anybody needs; cursors are at most 400 characters. */
#define MAX_TARGET 8192

/* Two of one of these, and two readers of the request may each believe another one. */
#define NAME(text) { text, sizeof text - 1 }
static const struct
{
  const char *name;
  gsize length;
} once[] = {
  NAME ("Authorization"), NAME ("Content-Encoding"), NAME ("Content-Length"), NAME ("Content-Type"),
  NAME ("Host"),          NAME ("Idempotency-Key"),  NAME ("If-Match"),       NAME ("If-None-Match"),
  NAME ("If-Range"),      NAME ("Last-Event-ID"),    NAME ("Range"),          NAME ("Transfer-Encoding"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (once) <= 32);

typedef struct
{
  guint count;
  gsize bytes;
  guint32 seen; /* a bit for each of once */
  const char *twice;
  gboolean bad_value;
} Head;

static gboolean
fail (HxExchange *self,
      GError    **error,
      HxError     code,
      const char *detail)
{
  /* What follows such a head cannot be told from a body: nothing more is read. */
  self->closing = TRUE;
  g_set_error_literal (error, HX_ERROR, (int) code, detail);
  return FALSE;
}

static gboolean
is_one_line (const char *value,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (((guchar) value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
      return FALSE;
  return TRUE;
}

static enum MHD_Result
on_header (void              *data,
           enum MHD_ValueKind kind,
           const char        *name,
           size_t             name_length,
           const char        *value,
           size_t             value_length)
{
  Head *head = data;

  head->count++;
  head->bytes += name_length + value_length;
  if (value != NULL && !is_one_line (value, value_length))
    head->bad_value = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    {
      if (name_length != once[i].length || g_ascii_strcasecmp (once[i].name, name) != 0)
        continue;
      if (head->seen & (1u << i))
        head->twice = once[i].name;
      head->seen |= 1u << i;
    }
  return MHD_YES;
}

static gboolean
check_headers (HxExchange *self,
               GError    **error)
{
  Head head = { 0 };

  MHD_get_connection_values_n (self->connection, MHD_HEADER_KIND, on_header, &head);
  if (head.count > MAX_HEADERS || head.bytes > MAX_HEADER_BYTES)
    return fail (self, error, HX_ERROR_HEADERS_TOO_LARGE, "At most 64 headers, 16 KiB in all");
  if (head.bad_value)
    return fail (self, error, HX_ERROR_MALFORMED, "A control character in a header");
  if (head.twice != NULL)
    {
      g_autofree char *detail = g_strdup_printf ("%s is there twice", head.twice);

      return fail (self, error, HX_ERROR_MALFORMED, detail);
    }
  if (self->modern && hx_exchange_get_header (self, "Host") == NULL)
    return fail (self, error, HX_ERROR_MALFORMED, "Host is missing");
  return TRUE;
}

/* How long the body is must be said in one way only (RFC 9112, 6.3): a proxy that believes the other one
 * would take the rest for somebody else's request. */
static gboolean
check_framing (HxExchange *self,
               GError    **error)
{
  const char *encoding = hx_exchange_get_header (self, "Transfer-Encoding");
  const char *length = hx_exchange_get_header (self, "Content-Length");

  if (encoding != NULL && (length != NULL || !self->modern))
    return fail (self, error, HX_ERROR_MALFORMED, "Transfer-Encoding does not go with Content-Length or HTTP/1.0");
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "chunked") != 0)
    return fail (self, error, HX_ERROR_MALFORMED, "The only transfer coding is chunked");
  self->chunked = encoding != NULL;
  if (length != NULL
      && (strspn (length, "0123456789") != strlen (length)
          || !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &self->length, NULL)))
    return fail (self, error, HX_ERROR_MALFORMED, "Content-Length is not a number");
  return TRUE;
}

static gboolean
check_target (HxExchange *self,
              GError    **error)
{
  if (strlen (self->target) > MAX_TARGET)
    return fail (self, error, HX_ERROR_TARGET_TOO_LONG, "The address has more than 8192 characters");
  if (!is_one_line (self->target, strlen (self->target)) || strpbrk (self->target, "# \t") != NULL)
    return fail (self, error, HX_ERROR_MALFORMED, "The address has a character that must be encoded");
  return TRUE;
}

/* FALSE: refused; the exchange closes its connection after the answer. */
gboolean
hx_exchange_read_head (HxExchange            *self,
                       struct MHD_Connection *connection,
                       const char            *method,
                       const char            *version,
                       GError               **error)
{
  self->connection = connection;
  self->method = method;
  self->modern = strcmp (version, MHD_HTTP_VERSION_1_1) == 0;
  return check_target (self, error) && check_headers (self, error) && check_framing (self, error);
}
