/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-mask-within.h"
#include "hx-text.h"
#include "hx-time.h"

#include <string.h>

/* What is shown shows no less when it is shown again: it may come back that way, and be kept. */
static void
check_masks (const char *text)
{
  g_autofree char *masked = hx_text_mask (text), *again = hx_text_mask (masked);
  g_autofree char *within = hx_mask_within_text (text);
  g_autofree char *within_again = within != NULL ? hx_mask_within_text (within) : NULL;

  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_cmpstr (again, ==, masked);
  g_assert_true (within == NULL || g_utf8_validate (within, -1, NULL));
  g_assert_cmpstr (within_again, ==, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autofree char *phone = hx_text_normalize_phone (text, "86");
  g_autofree char *folded = hx_text_fold (text);
  gint64 time;

  check_masks (text);
  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpuint (hx_text_count (text), <=, (guint) g_utf8_strlen (text, -1));
  if (phone != NULL)
    g_assert_cmpuint (strlen (phone), <=, 19);
  if (hx_time_parse (text, &time) && time > 0 && time < G_GINT64_CONSTANT (253402300799000000))
    {
      char back[HX_TIME_LENGTH];

      hx_time_format (time, back);
    }
  hx_id_is_valid (text);
  return 0;
}
