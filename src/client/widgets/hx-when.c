/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <time.h>

#include "hx-when.h"

/* Moments and spans in words, as every screen says them: relative where it is a clock, absolute on hover. */

/* The C library's own: GLib 2.74 reads the zone from disk for every local GDateTime, and lists make thousands. */
static struct tm
local_time (gint64 at)
{
  time_t second = (time_t) (at / G_USEC_PER_SEC);
  struct tm time = { 0 };

  localtime_r (&second, &time);
  return time;
}

static char *
format (gint64 at, const char *pattern)
{
  struct tm time = local_time (at);
  g_autoptr (GDateTime) shown = g_date_time_new_utc (time.tm_year + 1900, time.tm_mon + 1, time.tm_mday, time.tm_hour,
                                                     time.tm_min, MIN (time.tm_sec, 59));

  return shown != NULL ? g_date_time_format (shown, pattern) : g_strdup ("");
}

/* Days between two moments by the calendar, not by 24 hours. */
static int
days_before (gint64 at, gint64 now)
{
  return hx_when_day_number (now) - hx_when_day_number (at);
}

static gboolean
same_year (gint64 at, gint64 now)
{
  return local_time (at).tm_year == local_time (now).tm_year;
}

/**
 * hx_when_day_number:
 * @at: a moment, µs
 *
 * Returns: number of its day by the calendar here; the next day has the next number
 */
int
hx_when_day_number (gint64 at)
{
  struct tm time = local_time (at);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) time.tm_mday, (GDateMonth) (time.tm_mon + 1), (GDateYear) (time.tm_year + 1900));
  return (int) g_date_get_julian (&date);
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
  struct tm time = local_time (at);
  time_t start;

  time.tm_hour = time.tm_min = time.tm_sec = 0;
  time.tm_isdst = -1;
  start = mktime (&time);
  return start != (time_t) -1 ? start * G_USEC_PER_SEC : at;
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
  if (same_year (at, now))
    return format (at, _ ("%A, %B %-d"));
  /* Translators: a date of another year with the day of the week, as in g_date_time_format() */
  return format (at, _ ("%A, %B %-d, %Y"));
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

/**
 * hx_when_left_brief:
 * @due: when it must be done, µs
 * @now: this moment, µs
 *
 * Returns: (transfer full): the same with its largest unit only, "2 h left", where there is little room
 */
char *
hx_when_left_brief (gint64 due, gint64 now)
{
  gint64 span = due > now ? due - now : now - due;
  gint64 unit = span >= G_TIME_SPAN_DAY ? G_TIME_SPAN_DAY : span >= G_TIME_SPAN_HOUR ? G_TIME_SPAN_HOUR : 1;

  return hx_when_left (due > now ? now + span / unit * unit : now - span / unit * unit, now);
}
