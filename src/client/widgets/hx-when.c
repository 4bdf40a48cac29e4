/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-when.h"

/* Moments and spans in words, as every screen says them: relative where it is a clock, absolute on hover. */

static GDateTime *
local_time (gint64 at)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_local (at / G_USEC_PER_SEC);

  return second != NULL ? g_steal_pointer (&second) : g_date_time_new_from_unix_local (0);
}

static char *
format (gint64 at, const char *pattern)
{
  g_autoptr (GDateTime) time = local_time (at);

  return g_date_time_format (time, pattern);
}

/* Days between two moments by the calendar, not by 24 hours. */
static int
days_before (gint64 at, gint64 now)
{
  g_autoptr (GDateTime) then = local_time (at), today = local_time (now);
  GDate a, b;

  g_date_set_dmy (&a, (GDateDay) g_date_time_get_day_of_month (then), (GDateMonth) g_date_time_get_month (then),
                  (GDateYear) g_date_time_get_year (then));
  g_date_set_dmy (&b, (GDateDay) g_date_time_get_day_of_month (today), (GDateMonth) g_date_time_get_month (today),
                  (GDateYear) g_date_time_get_year (today));
  return g_date_days_between (&a, &b);
}

static gboolean
same_year (gint64 at, gint64 now)
{
  g_autoptr (GDateTime) a = local_time (at), b = local_time (now);

  return g_date_time_get_year (a) == g_date_time_get_year (b);
}

/**
 * hx_when_day_start:
 * @at: a moment, µs
 *
 * Returns: when its day began here, µs
 */
gint64
hx_when_day_start (gint64 at)
{
  g_autoptr (GDateTime) time = local_time (at);
  g_autoptr (GDateTime) start = g_date_time_new_local (g_date_time_get_year (time), g_date_time_get_month (time),
                                                       g_date_time_get_day_of_month (time), 0, 0, 0);

  return start != NULL ? g_date_time_to_unix (start) * G_USEC_PER_SEC : at;
}

/**
 * hx_when_clock:
 * @at: a moment, µs
 *
 * Returns: (transfer full): its time of day, "14:22"
 */
char *
hx_when_clock (gint64 at)
{
  /* Translators: time of day, as in g_date_time_format() */
  return format (at, _ ("%H:%M"));
}

/**
 * hx_when_date:
 * @at: a moment, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): its date with the day of the week, the year only when it is another
 */
char *
hx_when_date (gint64 at, gint64 now)
{
  /* Translators: a date of this year with the day of the week, as in g_date_time_format() */
  const char *this_year = _ ("%A, %B %-d");
  /* Translators: a date of another year with the day of the week, as in g_date_time_format() */
  const char *other_year = _ ("%A, %B %-d, %Y");

  return format (at, same_year (at, now) ? this_year : other_year);
}

/**
 * hx_when_day:
 * @at: a moment, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full) (nullable): "Today" or "Yesterday"; %NULL for other days
 */
char *
hx_when_day (gint64 at, gint64 now)
{
  int days = days_before (at, now);

  if (days == 0)
    return g_strdup (_ ("Today"));
  return days == 1 ? g_strdup (_ ("Yesterday")) : NULL;
}

/**
 * hx_when_short:
 * @at: a moment, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): as little as says it: time today, "Yesterday", day of the week, date
 */
char *
hx_when_short (gint64 at, gint64 now)
{
  int days = days_before (at, now);

  if (days == 0)
    return hx_when_clock (at);
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (days > 1 && days < 7)
    return format (at, "%A");
  /* Translators: a short date of this year, as in g_date_time_format() */
  if (same_year (at, now))
    return format (at, _ ("%b %-d"));
  /* Translators: a short date of another year, as in g_date_time_format() */
  return format (at, _ ("%b %-d, %Y"));
}

/**
 * hx_when_absolute:
 * @at: a moment, µs
 *
 * Returns: (transfer full): date and time in full, for hovering over a relative one
 */
char *
hx_when_absolute (gint64 at)
{
  /* Translators: date and time in full, as in g_date_time_format() */
  return format (at, _ ("%A, %B %-d, %Y, %H:%M"));
}

/**
 * hx_when_span:
 * @span: how long, µs
 *
 * Returns: (transfer full): its two largest units: "24 s", "18 min", "2 h 10 min", "1 d 4 h"
 */
char *
hx_when_span (gint64 span)
{
  gint64 seconds = MAX (span, 0) / G_USEC_PER_SEC;
  int minutes = (int) (seconds / 60 % 60), hours = (int) (seconds / 3600 % 24), days = (int) (seconds / 86400);

  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%d min"), minutes);
  if (days == 0 && minutes == 0)
    return g_strdup_printf (_ ("%d h"), hours);
  if (days == 0)
    /* Translators: hours and minutes */
    return g_strdup_printf (_ ("%d h %d min"), hours, minutes);
  if (hours == 0)
    return g_strdup_printf (_ ("%d d"), days);
  /* Translators: days and hours */
  return g_strdup_printf (_ ("%d d %d h"), days, hours);
}

/**
 * hx_when_ago:
 * @at: a moment that has passed, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): "Just now", "18 min ago", and from a day on the date
 */
char *
hx_when_ago (gint64 at, gint64 now)
{
  g_autofree char *span = hx_when_span (now - at);

  if (now - at < G_TIME_SPAN_MINUTE)
    return g_strdup (_ ("Just now"));
  if (now - at >= G_TIME_SPAN_DAY)
    return hx_when_short (at, now);
  /* Translators: %s is a span such as "2 h 10 min" */
  return g_strdup_printf (_ ("%s ago"), span);
}

/**
 * hx_when_left:
 * @due: when it must be done, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): "2 h 10 min left" or "3 h overdue"
 */
char *
hx_when_left (gint64 due, gint64 now)
{
  g_autofree char *span = hx_when_span (due > now ? due - now : now - due);

  /* Translators: %s is a span such as "2 h 10 min" */
  return g_strdup_printf (due > now ? _ ("%s left") : _ ("%s overdue"), span);
}
