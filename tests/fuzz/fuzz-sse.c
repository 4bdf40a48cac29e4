/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/hx-sse-parser.h"
#include "fuzz.h"

static void
on_event (const char *event,
          const char *id,
          const char *data,
          gpointer    user_data)
{
  g_string_append_printf (user_data, "%s|%s|%s\n", event != NULL ? event : "", id != NULL ? id : "",
                          data != NULL ? data : "-");
}

/* However the stream is cut into pieces, the same events come out of it. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GString) whole = g_string_new (NULL), pieces = g_string_new (NULL);
  g_autoptr (HxSseParser) one = hx_sse_parser_new (on_event, whole);
  g_autoptr (HxSseParser) other = hx_sse_parser_new (on_event, pieces);
  gboolean good = hx_sse_parser_feed (one, (const char *) data, size), piecewise = TRUE;

  for (gsize i = 0; i < size && piecewise; i++)
    piecewise = hx_sse_parser_feed (other, (const char *) data + i, 1);
  g_assert_cmpint (good, ==, piecewise);
  if (good)
    g_assert_cmpstr (whole->str, ==, pieces->str);
  return 0;
}
