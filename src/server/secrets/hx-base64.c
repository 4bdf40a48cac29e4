/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-base64.h"

/* Of RFC 4648 with padding, for what is no secret itself: how long it takes tells what it reads. A page opens a hundred
 * sealed texts, and GLib's decoder, which goes through letters one by one and over what is none, was a tenth of it. */

static const char letter_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Four letters are three bytes. What each of them stands for in these is looked up where it belongs; what is no letter has a
 * bit that no letter has. */
#define NONE (1u << 24)

#define SIX(n, s) (n) << (s), ((n) + 1) << (s), ((n) + 2) << (s), ((n) + 3) << (s), ((n) + 4) << (s), ((n) + 5) << (s)
#define VALUES(s) \
  { \
    [0 ... 255] = NONE, \
    ['A'] = SIX (0u, s), SIX (6u, s), SIX (12u, s), SIX (18u, s), 24u << (s), 25u << (s), \
    ['a'] = SIX (26u, s), SIX (32u, s), SIX (38u, s), SIX (44u, s), 50u << (s), 51u << (s), \
    ['0'] = SIX (52u, s), 58u << (s), 59u << (s), 60u << (s), 61u << (s), \
    ['+'] = 62u << (s), ['/'] = 63u << (s), \
  }

static const guint32 value_of[4][256] = { VALUES (18), VALUES (12), VALUES (6), VALUES (0) };

/**
 * hx_base64_encode:
 * @bytes: what to write
 * @size: how many
 * @text: (out caller-allocates): HX_BASE64_TEXT() of @size
 *
 * Returns: the length of @text without its end
 */
gsize
hx_base64_encode (const guint8 *bytes,
                  gsize         size,
                  char         *text)
{
  const guint8 *end = bytes + size;
  char *at = text;

  for (; end - bytes >= 3; bytes += 3)
    {
      guint group = (guint) bytes[0] << 16 | (guint) bytes[1] << 8 | bytes[2];

      *at++ = letter_of[group >> 18];
      *at++ = letter_of[group >> 12 & 63];
      *at++ = letter_of[group >> 6 & 63];
      *at++ = letter_of[group & 63];
    }
  if (bytes < end)
    {
      guint group = (guint) bytes[0] << 16 | (end - bytes == 2 ? (guint) bytes[1] << 8 : 0);

      *at++ = letter_of[group >> 18];
      *at++ = letter_of[group >> 12 & 63];
      *at++ = end - bytes == 2 ? letter_of[group >> 6 & 63] : '=';
      *at++ = '=';
    }
  *at = '\0';
  return (gsize) (at - text);
}

/**
 * hx_base64_decode:
 * @text: what should be base64
 * @length: its length
 * @bytes: (out caller-allocates): HX_BASE64_BYTES() of @length
 * @size: (out): how many there are
 *
 * Returns: whether @text is what [func@base64_encode] writes, and nothing else
 */
gboolean
hx_base64_decode (const char *text,
                  gsize       length,
                  guint8     *bytes,
                  gsize      *size)
{
  const guint8 *from = (const guint8 *) text;
  gsize padding = 0;
  guint32 group, seen = 0;
  guint8 *at = bytes;

  if (length % 4 != 0)
    return FALSE;
  if (length > 0 && text[length - 1] == '=')
    padding = text[length - 2] == '=' ? 2 : 1;
  for (const guint8 *end = from + length - (padding > 0 ? 4 : 0); from < end; from += 4)
    {
      group = value_of[0][from[0]] | value_of[1][from[1]] | value_of[2][from[2]] | value_of[3][from[3]];
      seen |= group;
      *at++ = (guint8) (group >> 16);
      *at++ = (guint8) (group >> 8);
      *at++ = (guint8) group;
    }
  if (padding > 0)
    {
      group = value_of[0][from[0]] | value_of[1][from[1]] | (padding == 1 ? value_of[2][from[2]] : 0);
      seen |= group;
      *at++ = (guint8) (group >> 16);
      if (padding == 1)
        *at++ = (guint8) (group >> 8);
      /* What is left over of the last letter is nothing. */
      if ((group & (padding == 1 ? 0xff : 0xffff)) != 0)
        seen |= NONE;
    }
  *size = (gsize) (at - bytes);
  return seen < NONE;
}
