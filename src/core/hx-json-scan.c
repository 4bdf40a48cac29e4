/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"

#include <math.h>
#include <string.h>

/* json-glib recurses without a limit, takes comments, keeps the last of two
 * equal keys and wraps large integers. Whatever arrives from outside is walked
 * here first, with a stack of our own and RFC 8259 to the letter. */

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const char *complaint;
  guint depth;
  gboolean in_object[HX_JSON_MAX_DEPTH + 1];
  GHashTable *keys[HX_JSON_MAX_DEPTH + 1];
} Scan;

static gboolean
complain (Scan       *scan,
          const char *complaint)
{
  if (scan->complaint == NULL)
    scan->complaint = complaint;
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end && strchr (" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
    scan->at++;
}

static gboolean
take (Scan *scan,
      char  expected)
{
  if (scan->at == scan->end || *scan->at != expected)
    return FALSE;
  scan->at++;
  return TRUE;
}

static gboolean
scan_hex4 (Scan     *scan,
           gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, scan->at++)
    {
      if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
        return complain (scan, "a \\u escape needs four hexadecimal digits");
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (*scan->at);
    }
  return TRUE;
}

static gboolean
scan_unicode_escape (Scan    *scan,
                     GString *decoded)
{
  gunichar unit, low;

  if (!scan_hex4 (scan, &unit))
    return FALSE;
  if (unit == 0)
    return complain (scan, "text may not contain U+0000");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return complain (scan, "a lone surrogate is not text");
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!take (scan, '\\') || !take (scan, 'u'))
        return complain (scan, "a lone surrogate is not text");
      if (!scan_hex4 (scan, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return complain (scan, "a lone surrogate is not text");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (decoded != NULL)
    g_string_append_unichar (decoded, unit);
  return TRUE;
}

static gboolean
scan_escape (Scan    *scan,
             GString *decoded)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (take (scan, 'u'))
    return scan_unicode_escape (scan, decoded);
  found = scan->at < scan->end && *scan->at != '\0' ? strchr (letters, *scan->at) : NULL;
  if (found == NULL)
    return complain (scan, "an unknown escape");
  if (decoded != NULL)
    g_string_append_c (decoded, meanings[found - letters]);
  scan->at++;
  return TRUE;
}

/* After the opening quote. @decoded is only wanted for keys. */
static gboolean
scan_string (Scan    *scan,
             GString *decoded)
{
  while (scan->at < scan->end)
    {
      char c = *scan->at++;

      if (c == '"')
        return TRUE;
      if ((guchar) c < 0x20)
        return complain (scan, "a control character in text");
      if (c == '\\' && !scan_escape (scan, decoded))
        return FALSE;
      if (c != '\\' && decoded != NULL)
        g_string_append_c (decoded, c);
    }
  return complain (scan, "text that does not end");
}

static gboolean
scan_digits (Scan *scan)
{
  const char *before = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return scan->at > before || complain (scan, "a number without digits");
}

static gboolean
integer_fits (const char *from,
              gsize       length)
{
  g_autofree char *text = g_strndup (from, length);

  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

/* JSON has no infinity, and 1e999 would become one. */
static gboolean
real_fits (const char *from,
           gsize       length)
{
  g_autofree char *text = g_strndup (from, length);

  return isfinite (g_ascii_strtod (text, NULL));
}

static gboolean
scan_number (Scan *scan)
{
  const char *from = scan->at;
  gboolean real = FALSE;

  take (scan, '-');
  if (!take (scan, '0') && !scan_digits (scan))
    return FALSE;
  if (take (scan, '.'))
    {
      real = TRUE;
      if (!scan_digits (scan))
        return FALSE;
    }
  if (take (scan, 'e') || take (scan, 'E'))
    {
      real = TRUE;
      if (!take (scan, '+'))
        take (scan, '-');
      if (!scan_digits (scan))
        return FALSE;
    }
  if (scan->at - from > 400)
    return complain (scan, "a number too long to mean anything");
  if (real)
    return real_fits (from, (gsize) (scan->at - from)) || complain (scan, "a number out of range");
  return integer_fits (from, (gsize) (scan->at - from)) || complain (scan, "an integer out of range");
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return complain (scan, "a word that is not JSON");
  scan->at += length;
  return TRUE;
}

static gboolean
scan_key (Scan *scan)
{
  g_autoptr (GString) key = g_string_new (NULL);

  skip_space (scan);
  if (!take (scan, '"'))
    return complain (scan, "a member needs a name in double quotes");
  if (!scan_string (scan, key))
    return FALSE;
  if (!g_hash_table_add (scan->keys[scan->depth], g_strdup (key->str)))
    return complain (scan, "the same name twice in one object");
  skip_space (scan);
  return take (scan, ':') || complain (scan, "a colon is missing");
}

static gboolean
open_container (Scan *scan,
                char  bracket)
{
  if (scan->depth == HX_JSON_MAX_DEPTH)
    return complain (scan, "nested too deep");
  scan->depth++;
  scan->in_object[scan->depth] = bracket == '{';
  scan->keys[scan->depth]
      = bracket == '{' ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  return TRUE;
}

static gboolean
close_container (Scan *scan)
{
  if (!take (scan, scan->in_object[scan->depth] ? '}' : ']'))
    return FALSE;
  g_clear_pointer (&scan->keys[scan->depth], g_hash_table_unref);
  scan->depth--;
  return TRUE;
}

static gboolean
scan_scalar (Scan *scan)
{
  switch (*scan->at)
    {
    case '"':
      scan->at++;
      return scan_string (scan, NULL);
    case 't':
      return scan_word (scan, "true");
    case 'f':
      return scan_word (scan, "false");
    case 'n':
      return scan_word (scan, "null");
    default:
      return scan_number (scan);
    }
}

/* After a value: closes what ends here and steps over the comma before the
 * next value. FALSE with no complaint: the root has ended. */
static gboolean
scan_after_value (Scan *scan)
{
  for (;;)
    {
      if (scan->depth == 0)
        return FALSE;
      skip_space (scan);
      if (take (scan, ','))
        return !scan->in_object[scan->depth] || scan_key (scan);
      if (!close_container (scan))
        return complain (scan, "a comma or a closing bracket is missing");
    }
}

static gboolean
scan_open (Scan *scan,
           gboolean *empty)
{
  if (!open_container (scan, *scan->at++))
    return FALSE;
  skip_space (scan);
  *empty = close_container (scan);
  return *empty || !scan->in_object[scan->depth] || scan_key (scan);
}

static void
scan_root (Scan *scan)
{
  gboolean more = TRUE;

  while (more)
    {
      skip_space (scan);
      if (scan->at == scan->end)
        more = complain (scan, "it ends too early");
      else if (*scan->at == '{' || *scan->at == '[')
        {
          gboolean empty = FALSE;

          more = scan_open (scan, &empty) && (!empty || scan_after_value (scan));
        }
      else
        more = scan_scalar (scan) && scan_after_value (scan);
    }
  skip_space (scan);
  if (scan->complaint == NULL && scan->at != scan->end)
    complain (scan, "something follows the value");
}

/**
 * hx_json_check:
 * @text: what should be one JSON value
 * @length: its length in bytes
 * @error: %HX_ERROR_MALFORMED with the place of the first fault
 *
 * Returns: whether @text is exactly one JSON value in UTF-8, nested at most
 *   %HX_JSON_MAX_DEPTH deep, without repeated names, comments, or integers
 *   that do not fit 64 bits
 */
gboolean
hx_json_check (const char *text,
               gsize       length,
               GError    **error)
{
  Scan scan = { .start = text, .at = text, .end = text + length };

  if (!g_utf8_validate_len (text, length, &scan.at))
    scan.complaint = "not UTF-8";
  else
    {
      scan.at = text;
      scan_root (&scan);
    }
  for (guint i = 0; i <= HX_JSON_MAX_DEPTH; i++)
    g_clear_pointer (&scan.keys[i], g_hash_table_unref);
  if (scan.complaint == NULL)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "Not JSON at byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (scan.at - scan.start), scan.complaint);
  return FALSE;
}
