/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-json.h"
#include "http/hx-header.h"
#include "http/hx-reply.h"

#include <string.h>

static void
check_problem (const char *text,
               HxError     code)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, (int) code, text);
  g_autoptr (HxReply) reply = hx_reply_new_problem (error, "0123456789abcdef", NULL);

  /* However it is told what is wrong, the answer is JSON, and no header has two lines. */
  g_assert_true (hx_json_check (reply->text->str, reply->text->len, NULL));
  for (guint i = 0; i < reply->headers->len; i++)
    g_assert_null (strpbrk (g_array_index (reply->headers, HxHeader, i).value, "\r\n"));
}

/* Every header that means something to us, and texts that end up in problem documents. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *tag = hx_header_etag (text);
  g_autofree char *forwarded = hx_header_forwarded (text);
  const char *token = hx_header_bearer (text);
  gint64 number = hx_header_event_number (text);

  hx_header_media_type (text, "application/json");
  hx_header_media_type (text, "application/x-www-form-urlencoded");
  if (hx_header_is_key (text))
    g_assert_cmpuint (strlen (text), <=, 200);
  if (tag != NULL)
    g_assert_null (strchr (tag, '"'));
  if (token != NULL)
    g_assert_cmpint (*token, !=, '\0');
  if (forwarded != NULL)
    g_assert_null (strchr (forwarded, ','));
  g_assert_cmpint (number, >=, 0);
  check_problem (text, HX_ERROR_INVALID);
  check_problem (text, HX_ERROR_UNKNOWN_PARAMETER);
  check_problem (text, HX_ERROR_MALFORMED);
  return 0;
}
