/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json-private.h"
#include "hx-locale.h"

#include <string.h>

/**
 * hx_json_get_type:
 * @self: (nullable): a value
 *
 * Returns: what it is; a missing value is %HX_JSON_NULL
 */
HxJsonType
hx_json_get_type (HxJson *self)
{
  return self != NULL ? self->type : HX_JSON_NULL;
}

/**
 * hx_json_get_member:
 * @self: (nullable): a value
 * @name: a member's name
 *
 * Returns: (transfer none) (nullable): the member of an object
 */
HxJson *
hx_json_get_member (HxJson     *self,
                    const char *name)
{
  guint low = 0, high = hx_json_get_type (self) == HX_JSON_OBJECT ? self->length : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strcmp (name, self->by_name[middle]->name);

      if (order == 0)
        return self->by_name[middle];
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/**
 * hx_json_get_length:
 * @self: (nullable): a value
 *
 * Returns: the number of elements of an array, else 0
 */
guint
hx_json_get_length (HxJson *self)
{
  return hx_json_get_type (self) == HX_JSON_ARRAY ? self->length : 0;
}

/**
 * hx_json_get_element:
 * @self: an array
 * @index: less than its length
 *
 * Returns: (transfer none): the element
 */
HxJson *
hx_json_get_element (HxJson *self,
                     guint   index)
{
  return self->items[index];
}

/**
 * hx_json_get_name:
 * @self: an object
 * @index: from 0
 *
 * Returns: (nullable): what its member of that number is called, in the order of the text; %NULL after the last
 */
const char *
hx_json_get_name (HxJson *self,
                  guint   index)
{
  return hx_json_get_type (self) == HX_JSON_OBJECT && index < self->length ? self->items[index]->name : NULL;
}

/**
 * hx_json_dup_names:
 * @self: an object
 *
 * Returns: (transfer full): the names of its members, in their order
 */
char **
hx_json_dup_names (HxJson *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *name;

  for (guint i = 0; (name = hx_json_get_name (self, i)) != NULL; i++)
    g_strv_builder_add (names, name);
  return g_strv_builder_end (names);
}

/**
 * hx_json_get_string:
 * @self: (nullable): a value
 *
 * Returns: (nullable): the text, %NULL when it is no string
 */
const char *
hx_json_get_string (HxJson *self)
{
  return hx_json_get_type (self) == HX_JSON_STRING ? self->string : NULL;
}

/**
 * hx_json_get_integer:
 * @self: (nullable): a value
 *
 * Returns: an integer, or a boolean as 0 or 1; else 0
 */
gint64
hx_json_get_integer (HxJson *self)
{
  HxJsonType type = hx_json_get_type (self);

  return type == HX_JSON_INTEGER || type == HX_JSON_BOOLEAN ? self->integer : 0;
}

/**
 * hx_json_get_real:
 * @self: (nullable): a value
 *
 * Returns: a number, else 0
 */
double
hx_json_get_real (HxJson *self)
{
  switch (hx_json_get_type (self))
    {
    case HX_JSON_REAL:
      return self->real;
    case HX_JSON_INTEGER:
      return (double) self->integer;
    case HX_JSON_NULL:
    case HX_JSON_BOOLEAN:
    case HX_JSON_STRING:
    case HX_JSON_ARRAY:
    case HX_JSON_OBJECT:
    default:
      return 0;
    }
}

/* Read again it is as real as before. */
static void
append_real (GString *out,
             double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_dtostr (text, sizeof text, value));
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void append_value (GString *out, HxJson *self);

static void
append_container (GString *out,
                  HxJson  *self)
{
  gboolean object = self->type == HX_JSON_OBJECT;

  g_string_append_c (out, object ? '{' : '[');
  for (guint i = 0; i < self->length; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (object)
        {
          hx_json_append_string (out, self->items[i]->name);
          g_string_append_c (out, ':');
        }
      append_value (out, self->items[i]);
    }
  g_string_append_c (out, object ? '}' : ']');
}

static void
append_value (GString *out,
              HxJson  *self)
{
  switch (self->type)
    {
    case HX_JSON_BOOLEAN:
      g_string_append (out, self->integer != 0 ? "true" : "false");
      break;
    case HX_JSON_INTEGER:
      hx_json_append_int (out, self->integer);
      break;
    case HX_JSON_REAL:
      append_real (out, self->real);
      break;
    case HX_JSON_STRING:
      hx_json_append_string (out, self->string);
      break;
    case HX_JSON_ARRAY:
    case HX_JSON_OBJECT:
      append_container (out, self);
      break;
    case HX_JSON_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

/**
 * hx_json_to_text:
 * @self: a value
 *
 * Returns: (transfer full): the value as compact JSON
 */
char *
hx_json_to_text (HxJson *self)
{
  GString *out = g_string_new (NULL);

  append_value (out, self);
  return g_string_free (out, FALSE);
}

/**
 * hx_json_member_string:
 * @self: (nullable): an object
 * @name: a member's name
 *
 * Returns: (nullable): the member's text
 */
const char *
hx_json_member_string (HxJson     *self,
                       const char *name)
{
  return hx_json_get_string (hx_json_get_member (self, name));
}

/**
 * hx_json_member_integer:
 * @self: (nullable): an object
 * @name: a member's name
 * @fallback: the value when there is no such member
 *
 * Returns: the member's integer
 */
gint64
hx_json_member_integer (HxJson     *self,
                        const char *name,
                        gint64      fallback)
{
  HxJson *member = hx_json_get_member (self, name);

  return member != NULL ? hx_json_get_integer (member) : fallback;
}

/**
 * hx_json_localized:
 * @self: (nullable): an object of texts by locale: `{"en": …, "zh_CN": …}`
 * @locale: a locale such as `zh_TW.UTF-8`
 *
 * Content that a site writes itself, such as a template's words, carries its own
 * languages. Whoever reads Chinese gets the form of hx_locale_chinese(), everybody
 * else English.
 *
 * Returns: (nullable): the best text
 */
const char *
hx_json_localized (HxJson     *self,
                   const char *locale)
{
  const char *chinese = hx_locale_chinese (locale);
  const char *text = chinese != NULL ? hx_json_member_string (self, chinese) : NULL;

  if (text == NULL && chinese != NULL)
    text = hx_json_member_string (self, "zh_CN");
  return text != NULL ? text : hx_json_member_string (self, "en");
}
