/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer-service-private.h"

#include <string.h>

static gboolean
is_shown_as (const HxField *field,
             const char    *stored,
             const char    *said)
{
  g_autofree char *masked = hx_field_mask (field, stored);

  return masked != NULL && strcmp (masked, said) == 0;
}

static void
keep_texts (HxRecord *customer,
            HxRecord *input)
{
  static const struct
  {
    guint input;
    guint field;
  } texts[] = { { HX_CUSTOMER_INPUT_FAMILY_NAME, HX_CUSTOMER_FAMILY_NAME },
                { HX_CUSTOMER_INPUT_GIVEN_NAME, HX_CUSTOMER_GIVEN_NAME },
                { HX_CUSTOMER_INPUT_REGION, HX_CUSTOMER_REGION } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *stored = hx_record_get_text (customer, texts[i].field);
      const char *said = hx_record_get_text (input, texts[i].input);

      if (stored != NULL && said != NULL && is_shown_as (&hx_customer_schema.fields[texts[i].field], stored, said))
        hx_record_set_text (input, texts[i].input, stored);
    }
}

/* The elements of an array of texts; empty for anything else. */
static GPtrArray *
read_tags (const char *document)
{
  g_autoptr (HxJson) json = document != NULL ? hx_json_parse (document, strlen (document), NULL) : NULL;
  GPtrArray *tags = g_ptr_array_new_with_free_func (g_free);

  if (json == NULL || hx_json_get_type (json) != HX_JSON_ARRAY)
    return tags;
  for (guint i = 0; i < hx_json_get_length (json); i++)
    {
      const char *tag = hx_json_get_string (hx_json_get_element (json, i));

      if (tag == NULL)
        {
          g_ptr_array_set_size (tags, 0);
          return tags;
        }
      g_ptr_array_add (tags, g_strdup (tag));
    }
  return tags;
}

/* Two tags can be shown alike: each that is stored is given back once. */
static void
keep_tag (GPtrArray *stored,
          GPtrArray *said,
          guint      index)
{
  /* One tag is a text, whatever holds it. */
  static const HxField tag = { .kind = HX_KIND_TEXT, .flags = HX_FIELD_MASKED_WITHIN };

  for (guint i = 0; i < stored->len; i++)
    if (is_shown_as (&tag, stored->pdata[i], said->pdata[index]))
      {
        g_free (said->pdata[index]);
        said->pdata[index] = g_ptr_array_steal_index (stored, i);
        return;
      }
}

static void
keep_tags (HxRecord *customer,
           HxRecord *input)
{
  g_autoptr (GPtrArray) stored = read_tags (hx_record_get_text (customer, HX_CUSTOMER_TAGS));
  g_autoptr (GPtrArray) said = read_tags (hx_record_get_text (input, HX_CUSTOMER_INPUT_TAGS));
  g_autoptr (GString) tags = g_string_new ("[");

  for (guint i = 0; i < said->len; i++)
    {
      keep_tag (stored, said, i);
      if (i > 0)
        g_string_append_c (tags, ',');
      hx_json_append_string (tags, said->pdata[i]);
    }
  g_string_append_c (tags, ']');
  if (said->len > 0)
    hx_record_set_text (input, HX_CUSTOMER_INPUT_TAGS, tags->str);
}

static void
keep_identities (HxRecord *customer,
                 HxRecord *input)
{
  GPtrArray *stored = hx_record_get_list (customer, HX_CUSTOMER_IDENTITIES);
  GPtrArray *said = hx_record_get_list (input, HX_CUSTOMER_INPUT_IDENTITIES);

  for (guint i = 0; said != NULL && stored != NULL && i < said->len; i++)
    for (guint j = 0; j < stored->len; j++)
      {
        const char *value = hx_record_get_text (said->pdata[i], HX_IDENTITY_VALUE);
        const char *own = hx_record_get_text (stored->pdata[j], HX_IDENTITY_VALUE);

        if (value != NULL && own != NULL && hx_record_field_equal (said->pdata[i], stored->pdata[j], HX_IDENTITY_KIND)
            && is_shown_as (&hx_identity_schema.fields[HX_IDENTITY_VALUE], own, value))
          hx_record_set_text (said->pdata[i], HX_IDENTITY_VALUE, own);
      }
}

/* What an input repeats as it was shown means what is stored: nobody writes asterisks over it who sends back a record
 * with a change in it. */
void
hx_customer_keep_shown (HxRecord *customer,
                        HxRecord *input)
{
  keep_texts (customer, input);
  keep_tags (customer, input);
  keep_identities (customer, input);
}
