/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-customer-words.h"
#include "widgets/hx-when.h"

/**
 * hx_customer_initial:
 * @customer: a customer
 *
 * Returns: (transfer full): the first character of the family name, for the round badge; "?" while nobody knows it
 */
char *
hx_customer_initial (HxRecord *customer)
{
  const char *family = hx_record_get_text (customer, HX_CUSTOMER_FAMILY_NAME);
  char character[7] = { 0 };

  if (family == NULL || *family == '\0')
    return g_strdup ("?");
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (family)), character);
  return g_strdup (character);
}

/**
 * hx_customer_moment:
 * @at: a moment soon to come, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): "14:22" today, "tomorrow at 08:15", or the date and time
 */
char *
hx_customer_moment (gint64 at,
                    gint64 now)
{
  g_autofree char *clock = hx_when_clock (at);
  gint64 today = hx_when_day_start (now), day = hx_when_day_start (at);

  if (day == today)
    return g_steal_pointer (&clock);
  /* A day has 23 to 25 hours when the clock is changed. */
  if (day - today <= 25 * G_TIME_SPAN_HOUR)
    /* Translators: %s is a time of day; stands within a sentence */
    return g_strdup_printf (_ ("tomorrow at %s"), clock);
  return hx_when_absolute (at);
}
