/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream's text may be cut anywhere: every case is tried in pieces of every size. */
#include "api/hx-sse-parser.h"

#include <string.h>

static void
on_event (const char *event,
          const char *id,
          const char *data,
          gpointer    user_data)
{
  g_string_append_printf (user_data, "[%s|%s|%s]", event != NULL ? event : "-", id != NULL ? id : "-",
                          data != NULL ? data : "-");
}

static char *
parse (const char *text,
       gsize       length,
       gsize       piece)
{
  GString *seen = g_string_new (NULL);
  g_autoptr (HxSseParser) parser = hx_sse_parser_new (on_event, seen);

  for (gsize at = 0; at < length; at += piece)
    g_assert_true (hx_sse_parser_feed (parser, text + at, MIN (piece, length - at)));
  return g_string_free (seen, FALSE);
}

static void
check (const char *text,
       gsize       length,
       const char *expected)
{
  for (gsize piece = 1; piece <= length; piece++)
    {
      g_autofree char *seen = parse (text, length, piece);

      g_assert_cmpstr (seen, ==, expected);
    }
}

static void
test_cases (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "data: a\n\n", "[-|-|a]" },
    { "data:a\n\ndata:  b\n\n", "[-|-|a][-|-| b]" },
    { "id: 7\nevent: call.created\ndata: {}\n\n", "[call.created|7|{}]" },
    { "id: 7\ndata: x\n\ndata: y\n\n", "[-|7|x][-|7|y]" },
    { "id: 7\n:\n\ndata: y\n\n", "[-|7|-][-|7|y]" },
    { "id: 7\nevent: lost\n\n\n", "[-|7|-]" },
    { "id: 7\ndata: x\n\n:\n\nid: 8\n", "[-|7|x]" },
    { "data: a\ndata: b\n\n", "[-|-|a\nb]" },
    { "data\n\n", "[-|-|]" },
    { ": heartbeat\n\n", "" },
    { ":\n\ndata: a\n\n", "[-|-|a]" },
    { "event: lost\n\ndata: a\n\n", "[-|-|a]" },
    { "data: a\r\n\r\ndata: b\r\rdata: c\n\r\n", "[-|-|a][-|-|b][-|-|c]" },
    { "\xef\xbb\xbf" "data: a\n\n", "[-|-|a]" },
    { "data: 客户\n\n", "[-|-|客户]" },
    { "data: \xff\xfe\n\ndata: a\n\n", "[-|-|a]" },
    { "unknown: a\nretry: x\ndata: b\n\n", "[-|-|b]" },
    { "data: never finished\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (cases[i].text, strlen (cases[i].text), cases[i].expected);
  check ("id: 1\0002\ndata: a\n\n", 18, "[-|-|a]");
}

static void
test_retry (void)
{
  GString *seen = g_string_new (NULL);
  g_autoptr (HxSseParser) parser = hx_sse_parser_new (on_event, seen);

  g_assert_cmpint (hx_sse_parser_retry (parser), ==, -1);
  g_assert_true (hx_sse_parser_feed (parser, "retry: 2500\n\n", 13));
  g_assert_cmpint (hx_sse_parser_retry (parser), ==, 2500);
  g_assert_true (hx_sse_parser_feed (parser, "retry: 99999999999999999999\n", 28));
  g_assert_cmpint (hx_sse_parser_retry (parser), ==, 2500);
  g_string_free (seen, TRUE);
}

static void
test_endless (void)
{
  GString *seen = g_string_new (NULL);
  g_autoptr (HxSseParser) parser = hx_sse_parser_new (on_event, seen);
  g_autofree char *block = g_strnfill (65536, 'x');
  guint fed = 0;

  while (hx_sse_parser_feed (parser, block, 65536))
    g_assert_cmpuint (fed++, <, 1000);
  g_string_free (seen, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/sse/cases", test_cases);
  g_test_add_func ("/client/sse/retry", test_retry);
  g_test_add_func ("/client/sse/endless", test_endless);
  return g_test_run ();
}
