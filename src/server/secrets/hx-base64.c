/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-base64.h"

/* Of RFC 4648 with padding, for what is no secret itself: how long it takes tells what it reads. A page opens a hundred
 * sealed texts, and GLib's decoder, which goes through letters one by one and over what is none, was a tenth of it. */

#define NONE 0xff

static const char letter_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static const guint value_of[256] = {
  [0 ... 255] = NONE,
  ['A'] = 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
  ['a'] = 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
  ['0'] = 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
  ['+'] = 62, ['/'] = 63,
};

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
  guint seen = 0; /* all values together: NONE among them has bits that no other has */
  guint8 *at = bytes;

  if (length % 4 != 0)
    return FALSE;
  if (length > 0 && text[length - 1] == '=')
    padding = text[length - 2] == '=' ? 2 : 1;
  for (const guint8 *end = from + length - (padding > 0 ? 4 : 0); from < end; from += 4)
    {
      guint a = value_of[from[0]], b = value_of[from[1]], c = value_of[from[2]], d = value_of[from[3]];
      guint group = a << 18 | b << 12 | c << 6 | d;

      seen |= a | b | c | d;
      *at++ = (guint8) (group >> 16);
      *at++ = (guint8) (group >> 8);
      *at++ = (guint8) group;
    }
  if (padding > 0)
    {
      guint a = value_of[from[0]], b = value_of[from[1]], c = padding == 1 ? value_of[from[2]] : 0;
      guint over = padding == 1 ? c & 3 : b & 15;

      seen |= a | b | c | (over != 0 ? NONE : 0);
      *at++ = (guint8) (a << 2 | b >> 4);
      if (padding == 1)
        *at++ = (guint8) (b << 4 | c >> 2);
    }
  *size = (gsize) (at - bytes);
  return seen < 64;
}
