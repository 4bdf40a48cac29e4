/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json-private.h"

#include <math.h>
#include <string.h>

/* Texts, numbers and words of JSON. */

/* No number that means anything is longer. */
#define MAX_NUMBER 400

static gboolean
take_hex4 (HxJsonParser *self,
           gunichar     *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return hx_json_complain (self, "a \\u escape needs four hexadecimal digits");
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

/* What an escape means is never longer than the escape. */
static gboolean
take_unicode_escape (HxJsonParser *self,
                     char        **out)
{
  gunichar unit, low;

  if (!take_hex4 (self, &unit))
    return FALSE;
  if (unit == 0)
    return hx_json_complain (self, "text may not contain U+0000");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return hx_json_complain (self, "a lone surrogate is not text");
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!hx_json_take (self, '\\') || !hx_json_take (self, 'u'))
        return hx_json_complain (self, "a lone surrogate is not text");
      if (!take_hex4 (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return hx_json_complain (self, "a lone surrogate is not text");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  *out += g_unichar_to_utf8 (unit, *out);
  return TRUE;
}

static gboolean
take_escape (HxJsonParser *self,
             char        **out)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (hx_json_take (self, 'u'))
    return take_unicode_escape (self, out);
  found = self->at < self->end && *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  if (found == NULL)
    return hx_json_complain (self, "an unknown escape");
  *(*out)++ = meanings[found - letters];
  self->at++;
  return TRUE;
}

/* Up to the closing quote; an escaped one closes nothing. */
static gboolean
find_close (HxJsonParser *self,
            gboolean     *escaped)
{
  *escaped = FALSE;
  for (; self->at < self->end && *self->at != '"'; self->at++)
    {
      if ((guchar) *self->at < 0x20)
        return hx_json_complain (self, "a control character in text");
      if (*self->at != '\\')
        continue;
      *escaped = TRUE;
      if (++self->at == self->end)
        break;
    }
  return self->at < self->end || hx_json_complain (self, "text that does not end");
}

/* After the opening quote. */
const char *
hx_json_take_string (HxJsonParser *self)
{
  const char *from = self->at, *close;
  gboolean escaped;
  char *string, *out;

  if (!find_close (self, &escaped))
    return NULL;
  close = self->at;
  string = out = hx_json_take_room (self, (gsize) (close - from) + 1);
  if (!escaped)
    out = (char *) mempcpy (out, from, (gsize) (close - from));
  for (self->at = escaped ? from : close; self->at < close;)
    {
      char c = *self->at++;

      if (c != '\\')
        *out++ = c;
      else if (!take_escape (self, &out))
        return NULL;
    }
  *out = '\0';
  self->at = close + 1;
  return string;
}

static gboolean
skip_digits (HxJsonParser *self)
{
  const char *before = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > before || hx_json_complain (self, "a number without digits");
}

/* JSON has no infinity, and 1e999 would become one. */
static gboolean
set_number (HxJsonParser *self,
            const char   *from,
            gboolean      real,
            HxJson       *value)
{
  gsize length = (gsize) (self->at - from);
  char text[MAX_NUMBER + 1];

  if (length > MAX_NUMBER)
    return hx_json_complain (self, "a number too long to mean anything");
  memcpy (text, from, length);
  text[length] = '\0';
  value->type = real ? HX_JSON_REAL : HX_JSON_INTEGER;
  if (!real)
    return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value->integer, NULL)
           || hx_json_complain (self, "an integer out of range");
  value->real = g_ascii_strtod (text, NULL);
  return isfinite (value->real) || hx_json_complain (self, "a number out of range");
}

gboolean
hx_json_take_number (HxJsonParser *self,
                     HxJson       *value)
{
  const char *from = self->at;
  gboolean real = FALSE;

  hx_json_take (self, '-');
  if (!hx_json_take (self, '0') && !skip_digits (self))
    return FALSE;
  if (hx_json_take (self, '.'))
    {
      real = TRUE;
      if (!skip_digits (self))
        return FALSE;
    }
  if (hx_json_take (self, 'e') || hx_json_take (self, 'E'))
    {
      real = TRUE;
      if (!hx_json_take (self, '+'))
        hx_json_take (self, '-');
      if (!skip_digits (self))
        return FALSE;
    }
  return set_number (self, from, real, value);
}

gboolean
hx_json_take_word (HxJsonParser *self,
                   const char   *word,
                   HxJsonType    type,
                   HxJson       *value)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return hx_json_complain (self, "a word that is not JSON");
  self->at += length;
  value->type = type;
  value->integer = *word == 't';
  return TRUE;
}
