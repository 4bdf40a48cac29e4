/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-mask-within.h"
#include "hx-json.h"
#include "hx-mask-private.h"
#include "hx-text.h"

#include <string.h>

/* A bare number of JSON has more digits than amounts, lengths and counts when it is a person's. */
#define BARE_DIGITS 10
/* One with fewer is no person's whatever its name says: 电话次数. */
#define FEWEST_BARE_DIGITS 5

/* Where in a document one is. */
typedef struct
{
  HxMasking masking;
  const char *document;
  const char *end;
  GHashTable *taken; /* (nullable): the numbers that names of it may have; not looked for yet */
  gboolean holds;    /* numbers or addresses somewhere */
  gboolean mails;    /* addresses */
  gboolean personal; /* so says the name before the value */
  guint depth;
  guint all_from;    /* from this depth on everything is a person's; 0 for nothing is */
  guint n_names;     /* up to here they are ours */
} Walk;

static const char *
string_end (const char *at,
            const char *end)
{
  for (at++; at < end && *at != '"'; at++)
    if (*at == '\\')
      at++;
  return MIN (at, end);
}

static void
replace_value (Walk       *self,
               const char *from,
               const char *to,
               const char *with)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  hx_json_append_string (quoted, with);
  hx_masking_replace (&self->masking, from, to, quoted->str);
}

static gboolean
is_personal (const Walk *self)
{
  return self->personal || self->all_from != 0;
}

static void
mask_escaped_string (Walk       *self,
                     const char *from,
                     const char *to)
{
  g_autoptr (HxJson) json = hx_json_parse (from, (gsize) (to - from), NULL);
  const char *text = hx_json_get_string (json);
  g_autofree char *masked = text != NULL ? hx_text_mask (text) : NULL;

  if (masked != NULL && strcmp (masked, text) != 0)
    replace_value (self, from, to, masked);
}

/* The whole text is a person's. */
static void
mask_string (Walk       *self,
             const char *from,
             const char *to)
{
  g_autofree char *text = NULL, *masked = NULL;

  if (memchr (from, '\\', (gsize) (to - from)) != NULL)
    {
      mask_escaped_string (self, from, to);
      return;
    }
  text = g_strndup (from + 1, (gsize) (to - from) - 2);
  masked = hx_text_mask (text);
  if (strcmp (masked, text) != 0)
    hx_masking_replace (&self->masking, from + 1, to - 1, masked);
}

/* The number at @at that ends a name as ours do, 0 for none. We never get to one of more digits. */
static guint
read_own_number (const char *at)
{
  gsize digits = strspn (at, "0123456789");

  return digits > 0 && digits <= 6 && at[digits] == '"' ? (guint) g_ascii_strtoull (at, NULL, 10) : 0;
}

/* One look through the document, however many names there are. */
static GHashTable *
find_taken (const char *document)
{
  GHashTable *taken = g_hash_table_new (NULL, NULL);

  for (const char *at = strstr (document, " #"); at != NULL; at = strstr (at + 2, " #"))
    g_hash_table_add (taken, GUINT_TO_POINTER (read_own_number (at + 2)));
  return taken;
}

static guint
next_own_number (Walk *self)
{
  if (self->taken == NULL)
    self->taken = find_taken (self->document);
  do
    self->n_names++;
  while (g_hash_table_contains (self->taken, GUINT_TO_POINTER (self->n_names)));
  return self->n_names;
}

/* A member whose name is a number. No two names of an object may be the same, so each gets a number of ours. */
static void
mask_name (Walk       *self,
           const char *from,
           const char *to)
{
  HxMasking name = { from, NULL };
  g_autofree char *masked = NULL, *unlike = NULL;

  hx_mask_piece (&name, from + 1, to - 1, TRUE, self->mails);
  masked = hx_masking_end (&name, to - 1);
  if (masked == NULL)
    return;
  unlike = g_strdup_printf ("%s #%u\"", masked, next_own_number (self));
  hx_masking_replace (&self->masking, from, to, unlike);
}

static const char *
walk_string (Walk       *self,
             const char *at)
{
  const char *to = MIN (string_end (at, self->end) + 1, self->end), *after = to;

  while (after < self->end && g_ascii_isspace (*after))
    after++;
  if (after < self->end && *after == ':')
    {
      if (self->holds)
        mask_name (self, at, to);
      self->personal = hx_mask_is_personal_name (at + 1, (gsize) (to - at - 2));
      return after + 1;
    }
  if (is_personal (self))
    mask_string (self, at, to);
  else if (self->holds)
    hx_mask_piece (&self->masking, at + 1, to - 1, TRUE, self->mails);
  self->personal = FALSE;
  return to;
}

static const char *
walk_number (Walk       *self,
             const char *at)
{
  const char *to = at + strspn (at, "+-0123456789.eE"), *whole = at + (*at == '-');
  gsize digits = strspn (whole, "0123456789");

  if (digits >= (is_personal (self) ? FEWEST_BARE_DIGITS : BARE_DIGITS))
    {
      g_autofree char *text = g_strndup (whole, digits), *masked = hx_text_mask (text);

      replace_value (self, at, to, masked);
    }
  self->personal = FALSE;
  return MAX (to, at + 1);
}

static const char *
walk_mark (Walk       *self,
           const char *at)
{
  switch (*at)
    {
    case '{':
    case '[':
      self->depth++;
      if (self->personal && self->all_from == 0)
        self->all_from = self->depth;
      self->personal = FALSE;
      break;
    case '}':
    case ']':
      if (self->depth == self->all_from)
        self->all_from = 0;
      self->depth--;
      break;
    case ',':
      self->personal = FALSE;
      break;
    default:
      break;
    }
  return at + 1;
}

/**
 * hx_mask_within_document:
 * @document: JSON that [func@json_check] takes
 *
 * As [func@mask_within_text] in each text of @document and in bare numbers of ten
 * or more digits, and the whole value of members whose name says that it is a
 * person's: 姓名, 手机, 身份证, `email`, `home_address` and others, in any case. If such
 * a value is an array or an object, all that is in it. One pass, without a tree.
 *
 * Returns: (transfer full) (nullable): the masked document, %NULL when there is nothing to mask
 */
char *
hx_mask_within_document (const char *document)
{
  gsize length = strlen (document);
  Walk walk = { .masking = { document, NULL }, .document = document, .end = document + length,
                .holds = hx_mask_may_hold (document, length) };

  if (!walk.holds && memchr (document, ':', length) == NULL)
    return NULL;
  walk.mails = walk.holds && memchr (document, '@', length) != NULL;
  for (const char *at = document; at < walk.end;)
    {
      if (*at == '"')
        at = walk_string (&walk, at);
      else if (*at == '-' || g_ascii_isdigit (*at))
        at = walk_number (&walk, at);
      else
        at = walk_mark (&walk, at);
    }
  g_clear_pointer (&walk.taken, g_hash_table_unref);
  return hx_masking_end (&walk.masking, walk.end);
}
