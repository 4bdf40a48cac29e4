/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-api.h"
#include "hx-json.h"

/* What the scanner lets through must be read by json-glib, and an input of
 * every operation either fits its schema or says why not. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (HxJson) json = NULL;
  g_autoptr (GError) error = NULL;
  gboolean right = hx_json_check ((const char *) data, size, &error);

  if (!right)
    {
      g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
      return 0;
    }
  json = hx_json_parse ((const char *) data, size, &error);
  g_assert_no_error (error);
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
