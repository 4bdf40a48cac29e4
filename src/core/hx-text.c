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

static char *
mask_phone (const char *text)
{
  gsize length = strlen (text);
  const char *national = g_str_has_prefix (text, "+86") && length == 14 ? text + 3 : text;

  length = strlen (national);
  /* Of a number in one place three and four digits would be nearly all of it. */
  if (length < 11)
    return g_strdup_printf ("****%s", national + (length > 2 ? length - 2 : 0));
  return g_strdup_printf ("%.3s****%s", national, national + length - 4);
}

static gboolean
is_phone (const char *text)
{
  return text[strspn (text, "+0123456789 -")] == '\0' && strpbrk (text, "0123456789") != NULL;
}

/* What is masked is not masked again; no name or number is so short behind so many. */
static gboolean
is_masked (const char *text)
{
  gsize stars = strspn (text, "*");

  return stars >= 2 && strlen (text + stars) <= 2;
}

/**
 * hx_text_mask:
 * @text: personal data: a number, an address, an account or a name
 *
 * What is shown to who may not see it (domain: 138****8000). The form follows
 * from the text itself: numbers keep three and four digits (short ones two),
 * addresses their first letter and host, names their first character unless it is
 * the only one. What was masked stays as it is.
 *
 * Returns: (transfer full): the masked text
 */
char *
hx_text_mask (const char *text)
{
  const char *at = strchr (text, '@');
  glong length = g_utf8_strlen (text, -1);

  if (*text == '\0' || is_masked (text))
    return g_strdup (text);
  if (is_phone (text))
    return mask_phone (text);
  if (at > text)
    return g_strdup_printf ("%.*s***%s", (int) (g_utf8_next_char (text) - text), text, at);
  if (length > 8)
    return g_strdup_printf ("%.*s****%s", (int) (g_utf8_offset_to_pointer (text, 3) - text), text,
                            g_utf8_offset_to_pointer (text, length - 4));
  if (length == 1)
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
