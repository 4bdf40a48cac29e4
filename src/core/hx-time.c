/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-time.h"

#include <string.h>
#include <sys/random.h>

/**
 * hx_time_now:
 *
 * Returns: µs since 1970 UTC
 */
gint64
hx_time_now (void)
{
  return g_get_real_time ();
}

/* All of a time is written by twos. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
                            "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495"
                            "96979899";

static void
put (char  *text,
     guint  value)
{
  memcpy (text, pairs + 2 * value, 2);
}

/* Days since 1970 to a civil date (Howard Hinnant's days algorithm): a page of
 * 50 records holds 200 times, and g_date_time_format would be most of its cost. */
static void
civil_from_days (gint64 days,
                 guint *year,
                 guint *month,
                 guint *day)
{
  gint64 shifted = days + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  guint day_of_era = (guint) (shifted - era * 146097);
  guint year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint shifted_month = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = (guint) (year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

/**
 * hx_time_format:
 * @time: µs since 1970 UTC, of the years 0 to 9999
 * @text: (out): RFC 3339 in UTC with microseconds
 */
void
hx_time_format (gint64 time,
                char   text[HX_TIME_LENGTH])
{
  gint64 days = time / HX_DAY - (time % HX_DAY < 0 ? 1 : 0);
  gint64 rest = time % HX_DAY + (time % HX_DAY < 0 ? HX_DAY : 0);
  guint second = (guint) (rest / HX_SECOND), fraction = (guint) (rest % HX_SECOND);
  guint year, month, day;

  civil_from_days (days, &year, &month, &day);
  memcpy (text, "0000-00-00T00:00:00.000000Z", HX_TIME_LENGTH);
  put (text, year / 100 % 100);
  put (text + 2, year % 100);
  put (text + 5, month);
  put (text + 8, day);
  put (text + 11, second / 3600);
  put (text + 14, second / 60 % 60);
  put (text + 17, second % 60);
  put (text + 20, fraction / 10000);
  put (text + 22, fraction / 100 % 100);
  put (text + 24, fraction % 100);
}

/**
 * hx_time_parse:
 * @text: RFC 3339, with any offset
 * @time: (out): µs since 1970 UTC
 *
 * Returns: whether @text is a time; one without an offset is not
 */
gboolean
hx_time_parse (const char *text,
               gint64     *time)
{
  g_autoptr (GDateTime) parsed = NULL;

  if (strlen (text) < 20 || text[10] != 'T' || text[4] != '-')
    return FALSE;
  parsed = g_date_time_new_from_iso8601 (text, NULL);
  if (parsed == NULL)
    return FALSE;
  *time = g_date_time_to_unix (parsed) * HX_SECOND + g_date_time_get_microsecond (parsed);
  return TRUE;
}

/**
 * hx_id_new:
 *
 * A UUID of version 7 (RFC 9562): ids made later sort later, so new rows land
 * at the end of an index.
 *
 * Returns: (transfer full): 36 characters
 */
char *
hx_id_new (void)
{
  static const char hex[] = "0123456789abcdef";
  guint8 bytes[16];
  guint64 milliseconds = (guint64) (hx_time_now () / 1000);
  char *text = g_malloc (37);
  guint at = 0;

  while (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    continue;
  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8) (milliseconds >> (40 - 8 * i));
  bytes[6] = (guint8) (0x70 | (bytes[6] & 0x0f));
  bytes[8] = (guint8) (0x80 | (bytes[8] & 0x3f));
  for (guint i = 0; i < sizeof bytes; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        text[at++] = '-';
      text[at++] = hex[bytes[i] >> 4];
      text[at++] = hex[bytes[i] & 15];
    }
  text[at] = '\0';
  return text;
}

/**
 * hx_id_is_valid:
 * @text: what should be an id
 *
 * Returns: whether @text is a UUID as [func@id_new] writes them
 */
gboolean
hx_id_is_valid (const char *text)
{
  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !(g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f')))
        return FALSE;
    }
  return text[36] == '\0';
}

/**
 * hx_id_time:
 * @id: an id
 *
 * Returns: µs since 1970 when it was made, to the millisecond; 0 where an id does not tell
 */
gint64
hx_id_time (const char *id)
{
  guint64 milliseconds = 0;

  /* The digit after the second dash is the version: only the seventh begins with the time. */
  if (!hx_id_is_valid (id) || id[14] != '7')
    return 0;
  for (guint i = 0; i < 13; i++)
    if (i != 8)
      milliseconds = milliseconds << 4 | (guint64) g_ascii_xdigit_value (id[i]);
  return (gint64) milliseconds * 1000;
}

/**
 * hx_id_floor:
 * @time: µs since 1970
 * @text: (out): what no id is less than that is made then or later
 */
void
hx_id_floor (gint64 time,
             char   text[HX_ID_FLOOR_LENGTH])
{
  /* As many as an id has bits for. */
  gint64 milliseconds = CLAMP (time / 1000, 0, G_GINT64_CONSTANT (0xffffffffffff));

  g_snprintf (text, HX_ID_FLOOR_LENGTH, "%08x-%04x", (guint) (milliseconds >> 16), (guint) (milliseconds & 0xffff));
}
