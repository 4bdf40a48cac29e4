/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-mask-within.h"
#include "hx-mask-private.h"
#include "hx-text.h"

#include <string.h>

/* A text with fewer digits and no @ has nothing to mask. */
#define FEWEST_DIGITS 7

void
hx_masking_replace (HxMasking  *self,
                    const char *from,
                    const char *to,
                    const char *with)
{
  if (self->out == NULL)
    self->out = g_string_sized_new (256);
  g_string_append_len (self->out, self->done, from - self->done);
  g_string_append (self->out, with);
  self->done = to;
}

/* The text with all that was replaced; NULL when nothing was. */
char *
hx_masking_end (HxMasking  *self,
                const char *end)
{
  if (self->out == NULL)
    return NULL;
  g_string_append_len (self->out, self->done, end - self->done);
  return g_string_free (self->out, FALSE);
}

/* -- the quick look --------------------------------------------------------------- */

/* So many bytes are looked at together, of which compilers make a few wide instructions. */
#define WIDTH 16

static inline guint8
weigh (const guchar *c)
{
  guint8 digit = (guint8) ((guint8) (c[0] - '0') < 10);
  guint8 wide = (guint8) ((guint8) (c[0] == 0xbc) & (guint8) ((guint8) (c[1] - 0x90) < 10));

  return (guint8) (digit | wide | (guint8) ((guint8) (c[0] == '@') << 3));
}

/* Of the last @n of so many bytes. */
static inline guint
weigh_some (const guchar *c,
            guint         n)
{
  guint8 weights[WIDTH], sum = 0;

  for (guint8 i = 0; i < WIDTH; i++)
    weights[i] = (guint8) (weigh (c + i) & (i >= WIDTH - n ? 0xff : 0));
  for (guint i = 0; i < WIDTH; i++)
    sum = (guint8) (sum + weights[i]);
  return sum;
}

/* Whether there is an @, or digits enough. The byte after the last one is read too. */
gboolean
hx_mask_may_hold (const char *text,
                  gsize       length)
{
  const guchar *c = (const guchar *) text, *end = c + length;
  guint weight = 0;

  if (length < WIDTH)
    {
      for (; c < end; c++)
        weight += weigh (c);
      return weight >= FEWEST_DIGITS;
    }
  for (; end - c >= WIDTH; c += WIDTH)
    weight += weigh_some (c, WIDTH);
  return weight + weigh_some (end - WIDTH, (guint) (end - c)) >= FEWEST_DIGITS;
}

/* -- addresses, ids ------------------------------------------------------------------ */

/* What a byte can begin. */
enum
{
  ADDRESS = 1 << 0, /* before an @ */
  NUMBER = 1 << 1,  /* or, of the wide ones, an address */
  ID = 1 << 2,
  ESCAPE = 1 << 3,
  WIDE = 1 << 4, /* an address whose letters are not English */
};

static const guint8 kinds[256] = {
  ['0' ... '9'] = ADDRESS | NUMBER | ID,
  ['a' ... 'f'] = ADDRESS | ID,
  ['A' ... 'F'] = ADDRESS | ID,
  ['g' ... 'z'] = ADDRESS,
  ['G' ... 'Z'] = ADDRESS,
  ['.'] = ADDRESS,
  ['-'] = ADDRESS,
  ['_'] = ADDRESS,
  ['+'] = ADDRESS,
  ['%'] = ADDRESS,
  ['\\'] = ESCAPE,
  [0xc3 ... 0xee] = WIDE,
  [0xef] = NUMBER | WIDE,
  [0xf0 ... 0xf4] = WIDE,
};

/* How many bytes a character has that can be before an @, 0 for another. */
static guint
address_length (const char *at,
                const char *to)
{
  return at < to && (kinds[(guchar) *at] & ADDRESS) ? 1 : hx_mask_digit_length (at, to);
}

/* How many bytes a letter has that is none of ASCII, 0 for anything else: ，。： end an address. */
static guint
wide_length (const char *at,
             const char *to)
{
  gunichar c;

  if (at == to || !(kinds[(guchar) *at] & WIDE) || hx_mask_digit_length (at, to) > 0)
    return 0;
  c = g_utf8_get_char_validated (at, to - at);
  return g_unichar_isalnum (c) || g_unichar_ismark (c) ? (guint) (g_utf8_next_char (at) - at) : 0;
}

/* How many letters there are up to @at in a label of a host in which there were @letters; 0 when it began otherwise. */
static guint
count_letter (const char *at,
              guint       letters)
{
  return g_ascii_isalpha (*at) || letters > 0 || at[-1] == '.' ? letters + 1 : 0;
}

/* After the @: labels with points between, and one of letters that is not the first. */
static gboolean
is_host (const char *at,
         const char *to)
{
  guint letters = 0, points = 0, wide;

  for (; at < to && ((wide = wide_length (at, to)) > 0 || g_ascii_isalnum (*at) || *at == '-' || *at == '.');
       at += MAX (wide, 1))
    {
      points += *at == '.';
      letters = wide > 0 || g_ascii_isalpha (*at) ? count_letter (at, letters) : 0;
      if (points > 0 && letters >= 2)
        return TRUE;
    }
  return FALSE;
}

/* Where the word ends that begins at @at, and what of it is before an @ there: all when its last letter is not
 * English (张三@), otherwise no more than is ASCII (邮箱xue@). */
static const char *
word_end (const char  *from,
          const char  *to,
          const char **local)
{
  const char *at = from;
  gboolean was_wide = TRUE;

  for (*local = from;;)
    {
      guint wide = wide_length (at, to), length = wide > 0 ? wide : address_length (at, to);

      if (length == 0)
        break;
      if (was_wide && wide == 0)
        *local = at;
      was_wide = wide > 0;
      at += length;
    }
  if (was_wide)
    *local = from;
  return at;
}

/* Whether what goes on at @at is the part of an address before its @. Each word is looked at once. */
static gboolean
is_mail (HxMaskPiece *piece,
         const char  *at,
         const char **end)
{
  const char *local;

  if (!piece->mails || at < piece->word)
    return FALSE;
  *end = word_end (at, piece->to, &local);
  piece->word = *end;
  if (*end == at || *end == piece->to || **end != '@' || !is_host (*end + 1, piece->to))
    return FALSE;
  piece->word = local;
  return local == at;
}

/* An id of ours: 36 characters, whatever their digits. */
static gboolean
is_id (const HxMaskPiece *piece,
       const char        *at)
{
  if (piece->to - at < 36 || (at != piece->fresh && hx_mask_follows_a_sign (piece->from, at)))
    return FALSE;
  if (piece->to - at > 36 && (g_ascii_isalnum (at[36]) || hx_mask_digit_length (at + 36, piece->to) > 0))
    return FALSE;
  for (guint i = 0; i < 36; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? at[i] != '-' : !g_ascii_isxdigit (at[i]))
      return FALSE;
  return TRUE;
}

/* Whether at @at something begins of which no number is a part. */
gboolean
hx_mask_is_apart (HxMaskPiece *piece,
                  const char  *at)
{
  const char *end;

  return is_id (piece, at) || is_mail (piece, at, &end);
}

/* -- texts ------------------------------------------------------------------------- */

static const char *
mask_mail (HxMasking   *self,
           HxMaskPiece *piece,
           const char  *at,
           const char  *end)
{
  int first = (int) MAX (wide_length (at, piece->to), address_length (at, piece->to));
  g_autofree char *masked = g_strdup_printf ("%.*s***", first, at);

  hx_masking_replace (self, at, end, masked);
  return end;
}

/* Where to go on after what begins at @at. */
static const char *
mask_one (HxMasking   *self,
          HxMaskPiece *piece,
          const char  *at)
{
  const char *end;

  if (piece->escaped && *at == '\\')
    return piece->fresh = MIN (piece->to, at + (at[1] == 'u' ? 6 : 2));
  if (is_id (piece, at))
    return at + 36;
  if (is_mail (piece, at, &end))
    return mask_mail (self, piece, at, end);
  return hx_mask_digit_length (at, piece->to) > 0 ? hx_mask_number (self, piece, at) : at + 1;
}

/* Masks what is personal between @from and @to; @escaped: as it stands between the quotes of JSON. */
void
hx_mask_piece (HxMasking  *self,
               const char *from,
               const char *to,
               gboolean    escaped,
               gboolean    mails)
{
  HxMaskPiece piece = { from, to, escaped, mails, from, from };
  int stops = NUMBER | ID | (escaped ? ESCAPE : 0) | (mails ? ADDRESS | WIDE : 0);

  while (from < to)
    from = kinds[(guchar) *from] & stops ? mask_one (self, &piece, from) : from + 1;
}

/**
 * hx_mask_within_text:
 * @text: words that somebody wrote, UTF-8
 *
 * Masks what in @text is a number of a person or an e-mail address: seven or more
 * digits (ASCII or full-width, with spaces, hyphens, points, brackets and
 * line ends between groups, a + before them, the X of an identity number after them) as
 * [func@text_mask] masks numbers, and what is before an @, in any script. Dates, years,
 * amounts in 元 or after ¥ of up to nine digits, the codes of customers,
 * feedback and rectifications (C12345, F-0142, ZG-1042) and ids stay.
 * Names in the midst of words cannot be told and stay too. What was masked is not
 * masked again.
 *
 * Returns: (transfer full) (nullable): the masked text, %NULL when there is nothing to mask
 */
char *
hx_mask_within_text (const char *text)
{
  gsize length = strlen (text);
  HxMasking masking = { text, NULL };

  if (!hx_mask_may_hold (text, length))
    return NULL;
  hx_mask_piece (&masking, text, text + length, FALSE, memchr (text, '@', length) != NULL);
  return hx_masking_end (&masking, text + length);
}
