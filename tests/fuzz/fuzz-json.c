/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-api.h"
#include "hx-json.h"
#include "hx-mask-within.h"

#include <string.h>

/* A document stays one, and what was masked in it is not masked again. */
static void
check_mask (const char *text)
{
  g_autofree char *masked = hx_mask_within_document (text);
  g_autofree char *again = masked != NULL ? hx_mask_within_document (masked) : NULL;

  g_assert_true (masked == NULL || hx_json_check (masked, strlen (masked), NULL));
  g_assert_cmpstr (again, ==, NULL);
}

/* What is taken is written as JSON of the same meaning, and an input of
 * every operation either fits its schema or says why not. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (HxJson) json = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *given = NULL, *text = NULL, *again = NULL;
  g_autoptr (HxJson) back = NULL;

  json = hx_json_parse ((const char *) data, size, &error);
  if (json == NULL)
    {
      g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
      return 0;
    }
  text = hx_json_to_text (json);
  back = hx_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  again = hx_json_to_text (back);
  g_assert_cmpstr (text, ==, again);
  given = g_strndup ((const char *) data, size);
  check_mask (given);
  check_mask (text);
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    if (hx_operations[i].input != NULL)
      {
        g_autoptr (HxProblem) problem = hx_problem_new ();
        g_autoptr (HxRecord) record = hx_json_read_input (json, hx_operations[i].input, problem);
        g_autoptr (GString) out = g_string_new (NULL);

        hx_json_append_record (out, record, HX_JSON_MASKED);
        g_assert_true (hx_json_check (out->str, out->len, NULL));
      }
  return 0;
}
