/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

static gboolean
is_ideograph (UChar32 c)
{
  UErrorCode status = U_ZERO_ERROR;

  switch (uscript_getScript (c, &status))
    {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * hx_text_count:
 * @text: UTF-8
 *
 * Counts 字 the way a Chinese reader does (domain: a Han, Kana or Hangul
 * grapheme is 1, a run of Latin letters or digits is 1, punctuation and spaces
 * are 0). Combining marks belong to what they stand on; an emoji is 1.
 *
 * Returns: the number of 字
 */
guint
hx_text_count (const char *text)
{
  guint count = 0;
  gboolean in_run = FALSE;
  gsize length = strlen (text);

  for (gsize at = 0; at < length;)
    {
      UChar32 c = (UChar32) g_utf8_get_char (text + at);

      at = (gsize) (g_utf8_next_char (text + at) - text);
      if (u_hasBinaryProperty (c, UCHAR_GRAPHEME_EXTEND) || c == 0x200d)
        continue;
      if (is_ideograph (c) || u_hasBinaryProperty (c, UCHAR_EXTENDED_PICTOGRAPHIC))
        {
          count++;
          in_run = FALSE;
        }
      else if (u_isalnum (c))
        {
          count += in_run ? 0 : 1;
          in_run = TRUE;
        }
      else
        in_run = FALSE;
    }
  return count;
}

/* Of a number with fewer digits three and four would be nearly all of it. */
#define LONG_NUMBER 11

static char *
mask_digits (const char *digits)
{
  gsize length = strlen (digits);
  const char *national = g_str_has_prefix (digits, "+86") && length == 14 ? digits + 3 : digits;

  length = strlen (national);
  if (length - (*national == '+') < LONG_NUMBER)
    return g_strdup_printf ("****%s", national + (length > 2 ? length - 2 : 0));
  return g_strdup_printf ("%.3s****%s", national, national + length - 4);
}

/* The digits of what is nothing but a number, with a + before them; letters may be before that: (021) 6234 5678, E12345678.
 * NULL for anything else. */
static char *
read_number (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  while (g_ascii_isalpha (*text))
    text++;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      int value = g_unichar_digit_value (c);

      if (value >= 0)
        g_string_append_c (digits, (char) ('0' + value));
      else if (c == '+' && digits->len == 0)
        g_string_append_c (digits, '+');
      else if (c > 0xffff || g_utf8_strchr ("+ -.()（）－", -1, c) == NULL)
        return NULL;
    }
  return digits->len > (*digits->str == '+') ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

/* wx_abcd8f2c: letters, digits and signs without a space, long enough for three and four of them. */
static gboolean
is_account (const char *text)
{
  const char *at = text;

  while (g_ascii_isgraph (*at))
    at++;
  return *at == '\0' && at - text >= LONG_NUMBER && strpbrk (text, "0123456789") != NULL;
}

/* Whether no more than a host follows, in which no number of a person is: it is shown. */
static gboolean
is_host (const char *at)
{
  guint digits = 0;

  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      digits += g_unichar_isdigit (c) ? 1 : 0;
      if (!g_unichar_isalnum (c) && c != '.' && c != '-')
        return FALSE;
    }
  return digits < 7;
}

/* What is masked is not masked again: **, ****78 and 138****8000. No name or number is so short behind so many. */
static gboolean
is_masked (const char *text)
{
  gsize stars = strspn (text, "*");

  return (stars >= 2 && strlen (text + stars) <= 2)
         || (g_utf8_strlen (text, -1) == 11 && g_str_has_prefix (g_utf8_offset_to_pointer (text, 3), "****"));
}

/**
 * hx_text_mask:
 * @text: personal data: a number, an address, an account or a name
 *
 * What is shown to who may not see it (domain: 138****8000). The form follows
 * from the text itself: numbers, whatever stands between their digits and which
 * letters before them, keep three and four digits, or two of fewer than eleven;
 * accounts of eleven or more characters with digits in them three and four
 * characters; addresses their first letter and host; all else, such as names, its
 * first character unless it is the only one. What was masked stays as it is.
 *
 * Returns: (transfer full): the masked text
 */
char *
hx_text_mask (const char *text)
{
  const char *at = strchr (text, '@');
  g_autofree char *digits = NULL;

  if (*text == '\0' || is_masked (text))
    return g_strdup (text);
  digits = read_number (text);
  if (digits != NULL)
    return mask_digits (digits);
  if (at > text && is_host (at + 1))
    return g_strdup_printf ("%.*s***%s", (int) (g_utf8_next_char (text) - text), text, at);
  if (is_account (text))
    return g_strdup_printf ("%.3s****%s", text, text + strlen (text) - 4);
  if (*g_utf8_next_char (text) == '\0')
    return g_strdup ("**");
  return g_strdup_printf ("%.*s**", (int) (g_utf8_next_char (text) - text), text);
}

/**
 * hx_text_normalize_phone:
 * @number: a number as a PBX or a form writes it
 * @country_code: what a number without a country code belongs to, such as "86"
 *
 * Returns: (transfer full) (nullable): the number in E.164, %NULL when it is none.
 *   Short numbers (extensions, 10086) stay as they are.
 */
char *
hx_text_normalize_phone (const char *number,
                         const char *country_code)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean international = FALSE;

  for (const char *p = number; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (*p == '+' && digits->len == 0 && !international)
        international = TRUE;
      else if (strchr (" -().", *p) == NULL)
        return NULL;
    }
  if (!international && g_str_has_prefix (digits->str, "00"))
    {
      international = TRUE;
      g_string_erase (digits, 0, 2);
    }
  if (digits->len == 0 || digits->len > 15)
    return NULL;
  if (international)
    return g_strdup_printf ("+%s", digits->str);
  if (digits->len < 7)
    return g_strdup (digits->str);
  if (digits->str[0] == '0')
    g_string_erase (digits, 0, 1);
  return g_strdup_printf ("+%s%s", country_code, digits->str);
}

/**
 * hx_text_fold:
 * @text: UTF-8
 *
 * The form in which texts are compared: NFKC, lower case, without spaces and
 * punctuation, so that "抖音 线索，无标签" and "抖音线索无标签" are one.
 *
 * Returns: (transfer full): the folded text
 */
char *
hx_text_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *lower = g_utf8_strdown (normal != NULL ? normal : "", -1);
  GString *folded = g_string_sized_new (strlen (lower));

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || g_unichar_ismark (c))
        g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}
