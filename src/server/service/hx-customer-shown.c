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

/* Whether there are asterisks in it as masks have them, with other words before them than where some are stored. */
static gboolean
is_masked (const char *stored,
           const char *said)
{
  for (const char *at = strstr (said, "**"); at != NULL; at = strstr (at, "**"))
    {
      const char *from = at > said ? g_utf8_prev_char (at) : at;
      g_autofree char *run = NULL;

      at += strspn (at, "*");
      run = g_strndup (from, (gsize) (at - from));
      if (stored == NULL || strstr (stored, run) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
keep_texts (HxRecord  *customer,
            HxRecord  *input,
            HxProblem *problem)
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
      else if (said != NULL && is_masked (stored, said))
        hx_problem_add (problem, hx_customer_schema.fields[texts[i].field].name, "masked");
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

/* Two tags can be shown alike: each that is stored is given back once. Returns whether there was one. */
static gboolean
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
        return TRUE;
      }
  return FALSE;
}

static void
keep_tags (HxRecord  *customer,
           HxRecord  *input,
           HxProblem *problem)
{
  const char *document = hx_record_get_text (customer, HX_CUSTOMER_TAGS);
  g_autoptr (GPtrArray) stored = read_tags (document);
  g_autoptr (GPtrArray) said = read_tags (hx_record_get_text (input, HX_CUSTOMER_INPUT_TAGS));
  g_autoptr (GString) tags = g_string_new ("[");
  gboolean masked = FALSE;

  for (guint i = 0; i < said->len; i++)
    {
      masked = (!keep_tag (stored, said, i) && is_masked (document, said->pdata[i])) || masked;
      if (i > 0)
        g_string_append_c (tags, ',');
      hx_json_append_string (tags, said->pdata[i]);
    }
  g_string_append_c (tags, ']');
  if (masked)
    hx_problem_add (problem, "tags", "masked");
  if (said->len > 0)
    hx_record_set_text (input, HX_CUSTOMER_INPUT_TAGS, tags->str);
}

/* Returns whether asterisks of @said are no part of what is stored. */
static gboolean
keep_identity (GPtrArray *stored,
               HxRecord  *said)
{
  const char *value = hx_record_get_text (said, HX_IDENTITY_VALUE);
  gboolean masked = value != NULL && is_masked (NULL, value);

  for (guint i = 0; value != NULL && stored != NULL && i < stored->len; i++)
    {
      const char *own = hx_record_get_text (stored->pdata[i], HX_IDENTITY_VALUE);

      if (own == NULL || !hx_record_field_equal (said, stored->pdata[i], HX_IDENTITY_KIND))
        continue;
      if (is_shown_as (&hx_identity_schema.fields[HX_IDENTITY_VALUE], own, value))
        {
          hx_record_set_text (said, HX_IDENTITY_VALUE, own);
          return FALSE;
        }
      masked = masked && is_masked (own, value);
    }
  return masked;
}

static void
keep_identities (HxRecord  *customer,
                 HxRecord  *input,
                 HxProblem *problem)
{
  GPtrArray *stored = hx_record_get_list (customer, HX_CUSTOMER_IDENTITIES);
  GPtrArray *said = hx_record_get_list (input, HX_CUSTOMER_INPUT_IDENTITIES);

  for (guint i = 0; said != NULL && i < said->len; i++)
    if (keep_identity (stored, said->pdata[i]))
      {
        g_autofree char *name = g_strdup_printf ("identities[%u].value", i);

        hx_problem_add (problem, name, "masked");
      }
}

/* What an input repeats as it was shown means what is stored, and other asterisks are refused: nobody writes them over
 * it who sends back a record with a change in it. */
gboolean
hx_customer_keep_shown (HxRecord *customer,
                        HxRecord *input,
                        GError  **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();

  keep_texts (customer, input, problem);
  keep_tags (customer, input, problem);
  keep_identities (customer, input, problem);
  return hx_problem_to_error (problem, error);
}
