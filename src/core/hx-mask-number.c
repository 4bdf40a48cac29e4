/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-mask-private.h"
#include "hx-text.h"

#include <string.h>

/* As many digits can be a person's number. */
#define PERSONAL 7
/* And so many with points between them, as versions have some. */
#define PERSONAL_WITH_POINTS 10
/* Amounts and our own codes have no more. */
#define SHORT 9
/* No number is longer; what follows is another one. */
#define LONGEST 24
/* Characters between two groups of one number: 138 - 0013. */
#define MAX_JOINERS 3
/* Without its last one, which can be an X. */
#define IDENTITY_NUMBER 17

typedef struct
{
  const char *from, *to; /* with a leading + */
  char digits[LONGEST + PERSONAL + 3];
  guint length;          /* of digits, with a + */
  guint n_digits;
  guint n_groups;
  gboolean hyphens;      /* nothing else is between the groups */
  gboolean points;       /* some are */
} Number;

/* Whether a letter or a digit is before @at. */
gboolean
hx_mask_follows_a_sign (const char *from,
                        const char *at)
{
  return at > from && (g_ascii_isalnum (at[-1]) || (at - from >= 3 && hx_mask_digit_length (at - 3, at) == 3));
}

static guint
count_digits (const char  *at,
              const char  *to,
              const char **end)
{
  guint count = 0, length;

  for (; (length = hx_mask_digit_length (at, to)) > 0; at += length)
    count++;
  *end = at;
  return count;
}

static gboolean
begins (const char *at,
        const char *to,
        const char *with)
{
  return (gsize) (to - at) >= strlen (with) && memcmp (at, with, strlen (with)) == 0;
}

/* How many bytes of it the first of @texts has that begins at @at, 0 for none. */
static guint
begin_length (const char        *at,
              const char        *to,
              const char *const *texts,
              guint              n_texts)
{
  for (guint i = 0; i < n_texts; i++)
    if (begins (at, to, texts[i]))
      return (guint) strlen (texts[i]);
  return 0;
}

/* The bytes of a character that stands between groups of digits, 0 for another. */
static guint
joiner_length (const HxMaskPiece *piece,
               const char        *at)
{
  static const char *const escapes[] = { "\\t", "\\n", "\\r", "\\u0009", "\\u000a", "\\u000A", "\\u000d", "\\u000D" };
  static const char *const wide[] = { "\xc2\xa0", "\xe3\x80\x80", "－", "（", "）", "．", "−" };
  const guchar *c = (const guchar *) at;
  const char *to = piece->to;

  if (at == to)
    return 0;
  if (piece->escaped && c[0] == '\\')
    return begin_length (at, to, escapes, G_N_ELEMENTS (escapes));
  if (c[0] < 0x80)
    return strchr (" -.()\t\n\r", c[0]) != NULL && c[0] != '\0' ? 1 : 0;
  if (strchr ("\xc2\xe2\xe3\xef", c[0]) == NULL)
    return 0;
  /* U+2000 to U+2015: spaces, those without width, hyphens and dashes. */
  if (to - at >= 3 && c[0] == 0xe2 && c[1] == 0x80 && c[2] <= 0x95)
    return 3;
  return begin_length (at, to, wide, G_N_ELEMENTS (wide));
}

/* -- what is no person's ---------------------------------------------------------- */

static guint
read_value (const char  *at,
            const char  *to,
            guint       *count,
            const char **end)
{
  guint value = 0;

  for (*count = 0; at < to && g_ascii_isdigit (*at) && *count < 5; at++)
    {
      value = value * 10 + (guint) (*at - '0');
      (*count)++;
    }
  *end = at;
  return value;
}

static gboolean
is_year (guint value,
         guint count)
{
  return count == 4 && value >= 1900 && value < 2100;
}

/* 2026-11-22, 2026/11/22 and 22.11.2026, and where it ends. */
static gboolean
is_date (const char  *at,
         const char  *to,
         const char **end)
{
  guint values[3], counts[3];

  for (guint i = 0; i < 3; i++)
    {
      const char *after;

      values[i] = read_value (at, to, &counts[i], &after);
      if (counts[i] == 0 || (i < 2 && (after == to || strchr ("-/.", *after) == NULL || (i == 1 && *after != at[-1]))))
        return FALSE;
      at = i < 2 ? after + 1 : after;
    }
  *end = at;
  if (hx_mask_digit_length (at, to) > 0 || values[1] < 1)
    return FALSE;
  if (is_year (values[0], counts[0]))
    return counts[1] <= 2 && counts[2] <= 2 && values[1] <= 12 && values[2] >= 1 && values[2] <= 31;
  return counts[0] <= 2 && counts[1] <= 2 && values[0] >= 1 && MIN (values[0], values[1]) <= 12
         && MAX (values[0], values[1]) <= 31 && is_year (values[2], counts[2]);
}

static gboolean
ends (const char *from,
      const char *at,
      const char *with)
{
  return (gsize) (at - from) >= strlen (with) && memcmp (at - strlen (with), with, strlen (with)) == 0;
}

/* C12345, F-0142, ZG-1042: what our own things are called. */
static gboolean
is_code (const Number      *number,
         const HxMaskPiece *piece)
{
  static const char *const codes[] = { "C", "F-", "ZG-" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const char *at = number->from - strlen (codes[i]);

      if (ends (piece->from, number->from, codes[i]) && !hx_mask_follows_a_sign (piece->from, at))
        return number->n_groups == 1 && number->n_digits <= SHORT;
    }
  return FALSE;
}

/* ¥1200000, 1200000.50 元, 6000-12000元; but 元旦 is New Year's day. */
static gboolean
is_amount (const Number      *number,
           const HxMaskPiece *piece)
{
  static const char *const days[] = { "元旦", "元月", "元宵" };
  const char *before = number->from, *after = number->to, *cents;

  if (number->n_groups > 2 || (number->n_groups == 2 && !number->hyphens) || number->n_digits > SHORT
      || number->digits[0] == '0' || number->digits[0] == '+')
    return FALSE;
  if (before > piece->from && before[-1] == ' ')
    before--;
  if (ends (piece->from, before, "¥") || ends (piece->from, before, "￥") || ends (piece->from, before, "$"))
    return TRUE;
  if (begins (after, piece->to, ".") && count_digits (after + 1, piece->to, &cents) <= 2 && cents > after + 1)
    after = cents;
  if (begins (after, piece->to, " "))
    after++;
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (begins (after, piece->to, days[i]))
      return FALSE;
  return begins (after, piece->to, "元");
}

/* 2024-2026. */
static gboolean
is_years (const Number *number)
{
  const char *end;
  guint count;

  return number->n_groups == 2 && number->n_digits == 8 && number->hyphens
         && is_year (read_value (number->digits, number->digits + 4, &count, &end), 4)
         && is_year (read_value (number->digits + 4, number->digits + 8, &count, &end), 4);
}

/* -- numbers ---------------------------------------------------------------------- */

static void
take_digits (Number     *number,
             const char *at,
             const char *to)
{
  guint length;

  for (; at < to && number->length + 2 < sizeof number->digits; at += length)
    {
      length = hx_mask_digit_length (at, to);
      number->digits[number->length++] = (char) ('0' + (length == 1 ? at[0] - '0' : (guchar) at[2] - 0x90));
    }
  number->digits[number->length] = '\0';
}

/* A mobile number that is complete: what follows is another number. */
static gboolean
is_mobile (const Number *number)
{
  const char *national = number->digits + (number->digits[0] == '+');

  if (g_str_has_prefix (national, "00"))
    national += 2;
  if (g_str_has_prefix (national, "86"))
    national += 2;
  return strlen (national) == 11 && national[0] == '1' && national[1] >= '3';
}

/* What was masked already is no part of another number. */
static gboolean
is_touched (const HxMaskPiece *piece,
            const char        *at,
            const char        *end)
{
  return (at > piece->from && at[-1] == '*') || (end < piece->to && *end == '*');
}

/* A point joins what has the length of groups, but neither prices nor versions: 138.0013.8000, 99.50, 1.2.10. */
static gboolean
may_join (guint    before,
          guint    count,
          gboolean point)
{
  return count > 0 && count < PERSONAL && (!point || (before >= 3 && count >= 3));
}

/* The next group of the same number; NULL when there is none. */
static const char *
next_group (Number      *number,
            HxMaskPiece *piece,
            guint        before,
            const char **end)
{
  const char *at = number->to, *date;
  gboolean point = FALSE, hyphens = TRUE;
  guint length, n = 0;

  for (; n < MAX_JOINERS && (length = joiner_length (piece, at)) > 0; n++, at += length)
    {
      if (*at == '\\')
        piece->fresh = at + length;
      point = point || *at == '.';
      hyphens = hyphens && *at == '-';
    }
  if (n == 0 || !may_join (before, count_digits (at, piece->to, end), point) || is_touched (piece, at, *end)
      || is_date (at, piece->to, &date) || hx_mask_is_apart (piece, at))
    return NULL;
  number->hyphens = number->hyphens && hyphens;
  number->points = number->points || point;
  return at;
}

static void
gather (Number      *number,
        HxMaskPiece *piece,
        const char  *at,
        const char  *end)
{
  guint count = count_digits (at, piece->to, &end);

  number->from = at;
  number->to = end;
  if (at > piece->from && at[-1] == '+' && !hx_mask_follows_a_sign (piece->from, at - 1))
    {
      number->from--;
      number->digits[number->length++] = '+';
    }
  take_digits (number, at, end);
  number->n_digits = count;
  number->n_groups = 1;
  number->hyphens = TRUE;
  if (count >= PERSONAL || is_touched (piece, number->from, end))
    return;
  while (number->n_digits < LONGEST && !is_mobile (number) && (at = next_group (number, piece, count, &end)) != NULL)
    {
      take_digits (number, at, end);
      count = count_digits (at, piece->to, &end);
      number->to = end;
      number->n_digits += count;
      number->n_groups++;
    }
}

static void
take_check_character (Number            *number,
                      const HxMaskPiece *piece)
{
  static const char *const characters[] = { "X", "x", "Ｘ" };

  if (number->n_digits != IDENTITY_NUMBER)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    if (begins (number->to, piece->to, characters[i]))
      {
        number->to += strlen (characters[i]);
        number->digits[number->length++] = 'X';
        number->digits[number->length] = '\0';
        return;
      }
}

/* Masks the number that begins at @at with a digit, if it can be a person's. Returns where to go on. */
const char *
hx_mask_number (HxMasking   *self,
                HxMaskPiece *piece,
                const char  *at)
{
  Number number = { 0 };
  g_autofree char *masked = NULL;
  const char *end;

  /* Most are short and alone: 12 次, 10:30. */
  if (count_digits (at, piece->to, &end) < PERSONAL && joiner_length (piece, end) == 0 && !begins (end, piece->to, "/"))
    return end;
  if (is_date (at, piece->to, &end))
    return end;
  gather (&number, piece, at, end);
  if (number.n_digits < (number.points ? PERSONAL_WITH_POINTS : PERSONAL) || is_code (&number, piece) || is_amount (&number, piece) || is_years (&number))
    return number.to;
  take_check_character (&number, piece);
  masked = hx_text_mask (number.digits);
  hx_masking_replace (self, number.from, number.to, masked);
  return number.to;
}
