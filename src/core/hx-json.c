/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "hx-locale.h"

#include <json-glib/json-glib.h>

/* HxJson is json-glib's node under a name of our own: nobody else includes it. */
static inline JsonNode *
node (HxJson *self)
{
  return (JsonNode *) self;
}

/**
 * hx_json_parse:
 * @text: JSON
 * @length: its length in bytes
 * @error: %HX_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable): the value, after [func@json_check] passed it
 */
HxJson *
hx_json_parse (const char *text,
               gsize       length,
               GError    **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local = NULL;

  if (!hx_json_check (text, length, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local))
    {
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "Not JSON: %s", local->message);
      return NULL;
    }
  return (HxJson *) json_parser_steal_root (parser);
}

/**
 * hx_json_free:
 * @self: (transfer full) (nullable): a root
 */
void
hx_json_free (HxJson *self)
{
  if (self != NULL)
    json_node_unref (node (self));
}

/**
 * hx_json_get_type:
 * @self: (nullable): a value
 *
 * Returns: what it is; a missing value is %HX_JSON_NULL
 */
HxJsonType
hx_json_get_type (HxJson *self)
{
  if (self == NULL || JSON_NODE_HOLDS_NULL (node (self)))
    return HX_JSON_NULL;
  if (JSON_NODE_HOLDS_OBJECT (node (self)))
    return HX_JSON_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY (node (self)))
    return HX_JSON_ARRAY;
  switch (json_node_get_value_type (node (self)))
    {
    case G_TYPE_STRING:
      return HX_JSON_STRING;
    case G_TYPE_BOOLEAN:
      return HX_JSON_BOOLEAN;
    case G_TYPE_INT64:
      return HX_JSON_INTEGER;
    default:
      return HX_JSON_REAL;
    }
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
  if (hx_json_get_type (self) != HX_JSON_OBJECT)
    return NULL;
  return (HxJson *) json_object_get_member (json_node_get_object (node (self)), name);
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
  return hx_json_get_type (self) == HX_JSON_ARRAY ? json_array_get_length (json_node_get_array (node (self))) : 0;
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
  return (HxJson *) json_array_get_element (json_node_get_array (node (self)), index);
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
  JsonObjectIter iter;
  const char *name;

  if (hx_json_get_type (self) == HX_JSON_OBJECT)
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node (self)));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        g_strv_builder_add (names, name);
    }
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
  return hx_json_get_type (self) == HX_JSON_STRING ? json_node_get_string (node (self)) : NULL;
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
  switch (hx_json_get_type (self))
    {
    case HX_JSON_INTEGER:
      return json_node_get_int (node (self));
    case HX_JSON_BOOLEAN:
      return json_node_get_boolean (node (self));
    case HX_JSON_REAL:
    case HX_JSON_NULL:
    case HX_JSON_STRING:
    case HX_JSON_ARRAY:
    case HX_JSON_OBJECT:
    default:
      return 0;
    }
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
  HxJsonType type = hx_json_get_type (self);

  return type == HX_JSON_REAL || type == HX_JSON_INTEGER ? json_node_get_double (node (self)) : 0;
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
  return json_to_string (node (self), FALSE);
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
