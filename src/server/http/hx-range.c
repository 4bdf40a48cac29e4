/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-range.h"

#include <string.h>

/* Digits only, all of them: g_ascii_strtoull would take signs and spaces. */
static gboolean
read_number (const char *text,
             gsize       length,
             guint64    *number)
{
  g_autofree char *digits = g_strndup (text, length);

  return length > 0 && strspn (digits, "0123456789") == length
         && g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT64, number, NULL);
}

/**
 * hx_range_parse:
 * @header: (nullable): the value of `Range`
 * @size: of the file, bytes
 * @offset: (out): first byte to send
 * @length: (out): how many
 *
 * Takes one range: `bytes=0-99`, `bytes=100-`, `bytes=-50`. What cannot be read, or
 * asks for several parts, is passed over, as RFC 9110 allows.
 *
 * Returns: what to answer with
 */
HxRangeResult
hx_range_parse (const char *header,
                guint64     size,
                guint64    *offset,
                guint64    *length)
{
  const char *dash;
  guint64 first, last;

  *offset = 0;
  *length = size;
  if (header == NULL || g_ascii_strncasecmp (header, "bytes=", 6) != 0 || strchr (header, ',') != NULL)
    return HX_RANGE_WHOLE;
  header += 6;
  dash = strchr (header, '-');
  if (dash == NULL)
    return HX_RANGE_WHOLE;
  if (dash == header)
    {
      if (!read_number (dash + 1, strlen (dash + 1), &last))
        return HX_RANGE_WHOLE;
      if (last == 0 || size == 0)
        return HX_RANGE_OUTSIDE;
      *length = MIN (last, size);
      *offset = size - *length;
      return HX_RANGE_PART;
    }
  if (!read_number (header, (gsize) (dash - header), &first))
    return HX_RANGE_WHOLE;
  if (dash[1] == '\0')
    last = G_MAXUINT64;
  else if (!read_number (dash + 1, strlen (dash + 1), &last) || last < first)
    return HX_RANGE_WHOLE;
  if (first >= size)
    return HX_RANGE_OUTSIDE;
  *offset = first;
  *length = MIN (last, size - 1) - first + 1;
  return HX_RANGE_PART;
}
