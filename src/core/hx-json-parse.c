/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json-private.h"

#include <stdlib.h>
#include <string.h>

/* RFC 8259 to the letter, and less than it allows: what other readers would take for something else, as the last of two
 * equal names or a number that does not fit, is refused. */

/* Most of what is sent fits into one. */
#define BLOCK 2048

gpointer
hx_json_take_room (HxJsonParser *self,
                   gsize         size)
{
  gpointer taken;

  size = (size + 7) & ~(gsize) 7;
  if (size > self->left)
    {
      gsize bytes = MAX (size, BLOCK);
      HxJsonBlock *block = g_malloc (sizeof *block + bytes);

      block->next = self->document->blocks;
      self->document->blocks = block;
      self->room = (char *) block->bytes;
      self->left = bytes;
    }
  taken = self->room;
  self->room += size;
  self->left -= size;
  return taken;
}

gboolean
hx_json_complain (HxJsonParser *self,
                  const char   *complaint)
{
  if (self->complaint == NULL)
    self->complaint = complaint;
  return FALSE;
}

static void
skip_space (HxJsonParser *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

static gboolean
parse_name (HxJsonParser *self,
            HxJson       *member)
{
  skip_space (self);
  if (!hx_json_take (self, '"'))
    return hx_json_complain (self, "a member needs a name in double quotes");
  member->name = hx_json_take_string (self);
  if (member->name == NULL)
    return FALSE;
  skip_space (self);
  return hx_json_take (self, ':') || hx_json_complain (self, "a colon is missing");
}

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp ((*(HxJson *const *) a)->name, (*(HxJson *const *) b)->name);
}

static gboolean
sort_names (HxJsonParser *self,
            HxJson       *object)
{
  gsize size = object->length * sizeof (HxJson *);

  object->by_name = hx_json_take_room (self, size);
  memcpy (object->by_name, object->items, size);
  qsort (object->by_name, object->length, sizeof (HxJson *), compare_names);
  for (guint i = 1; i < object->length; i++)
    if (compare_names (&object->by_name[i - 1], &object->by_name[i]) == 0)
      return hx_json_complain (self, "the same name twice in one object");
  return TRUE;
}

static gboolean
close_container (HxJsonParser *self,
                 HxJson       *container,
                 HxJson       *first)
{
  guint i = 0;

  if (container->length == 0)
    return TRUE;
  container->items = hx_json_take_room (self, container->length * sizeof (HxJson *));
  for (HxJson *item = first; item != NULL; item = item->next)
    container->items[i++] = item;
  return container->type == HX_JSON_ARRAY || sort_names (self, container);
}

static gboolean parse_value (HxJsonParser *self, HxJson *value);

/* Goes as deep as the text, of which HX_JSON_MAX_DEPTH is taken. */
static gboolean
parse_container (HxJsonParser *self,
                 HxJson       *container)
{
  gboolean object = *self->at++ == '{';
  HxJson *first = NULL, **last = &first;

  if (self->depth++ == HX_JSON_MAX_DEPTH)
    return hx_json_complain (self, "nested too deep");
  container->type = object ? HX_JSON_OBJECT : HX_JSON_ARRAY;
  skip_space (self);
  if (!hx_json_take (self, object ? '}' : ']'))
    {
      do
        {
          HxJson *item = hx_json_take_room (self, sizeof *item);

          *item = (HxJson){ .type = HX_JSON_NULL };
          if ((object && !parse_name (self, item)) || !parse_value (self, item))
            return FALSE;
          *last = item;
          last = &item->next;
          container->length++;
          skip_space (self);
        }
      while (hx_json_take (self, ','));
      if (!hx_json_take (self, object ? '}' : ']'))
        return hx_json_complain (self, "a comma or a closing bracket is missing");
    }
  self->depth--;
  return close_container (self, container, first);
}

static gboolean
parse_value (HxJsonParser *self,
             HxJson       *value)
{
  skip_space (self);
  if (self->at == self->end)
    return hx_json_complain (self, "it ends too early");
  switch (*self->at)
    {
    case '{':
    case '[':
      return parse_container (self, value);
    case '"':
      self->at++;
      value->type = HX_JSON_STRING;
      value->string = hx_json_take_string (self);
      return value->string != NULL;
    case 't':
      return hx_json_take_word (self, "true", HX_JSON_BOOLEAN, value);
    case 'f':
      return hx_json_take_word (self, "false", HX_JSON_BOOLEAN, value);
    case 'n':
      return hx_json_take_word (self, "null", HX_JSON_NULL, value);
    default:
      return hx_json_take_number (self, value);
    }
}

static gboolean
parse_root (HxJsonParser *self)
{
  if (!parse_value (self, &self->document->root))
    return FALSE;
  skip_space (self);
  return self->at == self->end || hx_json_complain (self, "something follows the value");
}

/**
 * hx_json_parse:
 * @text: what should be one JSON value
 * @length: its length in bytes
 * @error: %HX_ERROR_MALFORMED with the place of a fault: the first, or of equal names the end of their object
 *
 * Returns: (transfer full) (nullable): the value, if @text is exactly one in UTF-8, nested at most
 *   %HX_JSON_MAX_DEPTH deep, without repeated names, comments, or integers
 *   that do not fit 64 bits
 */
HxJson *
hx_json_parse (const char *text,
               gsize       length,
               GError    **error)
{
  HxJsonDocument *document = g_new0 (HxJsonDocument, 1);
  HxJsonParser parser = { .document = document, .start = text, .at = text, .end = text + length };

  if (!g_utf8_validate_len (text, length, &parser.at))
    hx_json_complain (&parser, "not UTF-8");
  else
    {
      parser.at = text;
      if (parse_root (&parser))
        return &document->root;
    }
  g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "Not JSON at byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (parser.at - parser.start), parser.complaint);
  hx_json_free (&document->root);
  return NULL;
}

/**
 * hx_json_check:
 * @text: what should be one JSON value
 * @length: its length in bytes
 * @error: as of [func@json_parse]
 *
 * Returns: whether [func@json_parse] takes it
 */
gboolean
hx_json_check (const char *text,
               gsize       length,
               GError    **error)
{
  g_autoptr (HxJson) value = hx_json_parse (text, length, error);

  return value != NULL;
}

/**
 * hx_json_free:
 * @self: (transfer full) (nullable): a root
 */
void
hx_json_free (HxJson *self)
{
  HxJsonDocument *document = (HxJsonDocument *) self;
  HxJsonBlock *next;

  if (self == NULL)
    return;
  for (HxJsonBlock *block = document->blocks; block != NULL; block = next)
    {
      next = block->next;
      g_free (block);
    }
  g_free (document);
}
