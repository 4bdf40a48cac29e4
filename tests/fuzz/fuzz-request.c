/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-api.h"
#include "http/hx-form.h"
#include "http/hx-range.h"

/* What a request carries besides JSON: query, form, range. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (HxRecord) form = hx_form_read_body ((const char *) data, size, &hx_cti_event_schema, NULL);
  guint64 offset = 0, length = 0;

  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    if (hx_operations[i].query != NULL)
      {
        g_autoptr (HxRecord) query = hx_form_read_query (text, hx_operations[i].query, NULL);

        if (query != NULL)
          {
            g_autofree char *uri = hx_operation_uri ((HxOperationId) i, NULL, query);

            g_assert_nonnull (uri);
          }
      }
  if (hx_range_parse (text, 1000, &offset, &length) == HX_RANGE_PART)
    g_assert_cmpuint (offset + length, <=, 1000);
  return 0;
}
