/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-header.h"

#include <string.h>

/* Values of headers that mean something to us; all without state. */

#define MAX_KEY 200
#define MAX_TAG 200

/**
 * hx_header_bearer:
 * @value: (nullable): of `Authorization`
 *
 * Returns: (transfer none) (nullable): the token in it
 */
const char *
hx_header_bearer (const char *value)
{
  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  value += 7;
  while (*value == ' ')
    value++;
  return *value != '\0' && strpbrk (value, " \t,") == NULL ? value : NULL;
}

/* Parameters of a media type, all passed over but charset. */
static gboolean
is_utf8 (const char *parameters)
{
  g_auto (GStrv) parts = g_strsplit (parameters, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      gsize length;

      if (g_ascii_strncasecmp (part, "charset=", 8) != 0)
        continue;
      part += 8;
      length = strlen (part);
      if (length >= 2 && part[0] == '"' && part[length - 1] == '"')
        {
          part[length - 1] = '\0';
          part++;
        }
      if (g_ascii_strcasecmp (part, "utf-8") != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * hx_header_media_type:
 * @value: (nullable): of `Content-Type`
 * @type: the type that is looked for, in lower case
 *
 * Returns: whether @value is @type, and in UTF-8
 */
HxMediaType
hx_header_media_type (const char *value,
                      const char *type)
{
  gsize length = strlen (type);

  if (value == NULL || g_ascii_strncasecmp (value, type, length) != 0 || strchr ("; \t", value[length]) == NULL)
    return HX_MEDIA_OTHER;
  return is_utf8 (value + length) ? HX_MEDIA_RIGHT : HX_MEDIA_CHARSET;
}

/**
 * hx_header_etag:
 * @value: of `If-Match`
 *
 * Returns: (transfer full) (nullable): the one strong tag in it, without its quotes
 */
char *
hx_header_etag (const char *value)
{
  gsize length = strlen (value);

  if (length < 2 || length > MAX_TAG || value[0] != '"' || value[length - 1] != '"'
      || memchr (value + 1, '"', length - 2) != NULL)
    return NULL;
  return g_strndup (value + 1, length - 2);
}

/**
 * hx_header_is_key:
 * @value: of `Idempotency-Key`
 *
 * Returns: whether it is 1 to 200 visible ASCII characters
 */
gboolean
hx_header_is_key (const char *value)
{
  gsize length = strlen (value);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (value[i]))
      return FALSE;
  return length > 0 && length <= MAX_KEY;
}

/**
 * hx_header_event_number:
 * @value: (nullable): of `Last-Event-ID`
 *
 * What is no number of ours is some other past, and a number that will never be
 * given stands for it: a stream answers that with reset.
 *
 * Returns: the number, -1 when there is no header
 */
gint64
hx_header_event_number (const char *value)
{
  gint64 number = -1;

  if (value == NULL)
    return -1;
  if (strspn (value, "0123456789") != strlen (value)
      || !g_ascii_string_to_signed (value, 10, 0, G_MAXINT64 - 1, &number, NULL))
    return G_MAXINT64 - 1;
  return number;
}

/**
 * hx_header_forwarded:
 * @value: (nullable): of `X-Forwarded-For`
 *
 * Whatever stands before the last entry is what the client says of itself; the last
 * one is what our own proxy saw.
 *
 * Returns: (transfer full) (nullable): the last entry
 */
char *
hx_header_forwarded (const char *value)
{
  const char *comma = value != NULL ? strrchr (value, ',') : NULL;
  g_autofree char *last = g_strdup (comma != NULL ? comma + 1 : value);

  if (last == NULL || *g_strstrip (last) == '\0')
    return NULL;
  return g_steal_pointer (&last);
}

/**
 * hx_header_find_path:
 * @target: what stands in the request line
 *
 * Servers take the absolute form too, which proxies get (RFC 9112, 3.2.2).
 *
 * Returns: (transfer none): the part of @target from its path on
 */
const char *
hx_header_find_path (const char *target)
{
  static const char *const schemes[] = { "http://", "https://" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (target, schemes[i], strlen (schemes[i])) == 0)
      {
        const char *authority = target + strlen (schemes[i]);
        const char *path = authority + strcspn (authority, "/?");

        return *path == '\0' ? "/" : path;
      }
  return target;
}
