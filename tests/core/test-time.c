/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-time.h"

#include <string.h>

static void
test_format (void)
{
  static const gint64 times[] = { 0, 1, -1, 951782400000000, 1795318267123456, 4102444799999999, -2208988800000000 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
      g_autoptr (GDateTime) date = g_date_time_add (epoch, times[i]);
      g_autofree char *expected = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
      char text[HX_TIME_LENGTH];
      gint64 back;

      hx_time_format (times[i], text);
      g_assert_true (g_str_has_prefix (text, expected));
      g_assert_cmpint (strlen (text), ==, HX_TIME_LENGTH - 1);
      g_assert_true (hx_time_parse (text, &back));
      g_assert_cmpint (back, ==, times[i]);
    }
}

/* What a damaged store may hold is no time of the calendar, but always as long as one. */
static void
test_beyond (void)
{
  static const gint64 times[] = { G_MAXINT64, G_MININT64, 253402300800000000, -62167219200000001 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      char text[HX_TIME_LENGTH];

      hx_time_format (times[i], text);
      g_assert_cmpuint (strlen (text), ==, HX_TIME_LENGTH - 1);
      for (guint c = 0; c < HX_TIME_LENGTH - 1; c++)
        g_assert_true (g_ascii_isdigit (text[c]) || strchr ("-:.TZ", text[c]) != NULL);
    }
}

static void
test_parse (void)
{
  static const char *const wrong[] = { "", "now", "2026-11-22", "2026-11-22T03:31:07", "2026-13-22T03:31:07Z", "20261122T033107Z" };
  gint64 a, b;

  g_assert_true (hx_time_parse ("2026-11-22T11:31:07+08:00", &a));
  g_assert_true (hx_time_parse ("2026-11-22T03:31:07Z", &b));
  g_assert_cmpint (a, ==, b);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (hx_time_parse (wrong[i], &a));
}

/* No id of that moment or later is less, and each earlier one is; so months of ids are months. */
static void
test_id_floor (void)
{
  static const gint64 times[] = { 0, 1790000000 * HX_SECOND, 1790000000 * HX_SECOND + 1000, 281474976710655000, G_MAXINT64 };
  gint64 before = hx_time_now () / 1000 * 1000;
  g_autofree char *id = hx_id_new ();
  char text[HX_ID_FLOOR_LENGTH], last[HX_ID_FLOOR_LENGTH] = "";

  g_assert_cmpint (hx_id_time (id), >=, before);
  g_assert_cmpint (hx_id_time (id), <=, hx_time_now ());
  hx_id_floor (hx_id_time (id), text);
  g_assert_cmpint (strcmp (id, text), >, 0);
  hx_id_floor (hx_id_time (id) + 1000, text);
  g_assert_cmpint (strcmp (id, text), <, 0);
  g_assert_cmpint (hx_id_time ("0193b5a0-1c2d-7e3f-8a4b-5c6d7e8f9a0b"), ==, G_GINT64_CONSTANT (0x0193b5a01c2d) * 1000);
  /* A random one tells nothing, and what is none neither. */
  g_assert_cmpint (hx_id_time ("0193b5a0-1c2d-4e3f-8a4b-5c6d7e8f9a0b"), ==, 0);
  g_assert_cmpint (hx_id_time ("0193"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      hx_id_floor (times[i], text);
      g_assert_cmpuint (strlen (text), ==, HX_ID_FLOOR_LENGTH - 1);
      /* There are no bits for more than the last but one. */
      g_assert_cmpint (strcmp (text, last) > 0, ==, i + 1 < G_N_ELEMENTS (times));
      memcpy (last, text, sizeof last);
    }
  hx_id_floor (G_MININT64, text);
  g_assert_cmpstr (text, ==, "00000000-0000");
}

static void
test_id (void)
{
  static const char *const wrong[] = { "", "x", "0193b5a0-1c2d-7e3f-8a4b-5c6d7e8f9a0", "0193b5a0-1c2d-7e3f-8a4b-5c6d7e8f9a0bc",
                                       "0193B5A0-1c2d-7e3f-8a4b-5c6d7e8f9a0b", "0193b5a0x1c2d-7e3f-8a4b-5c6d7e8f9a0b" };
  g_autofree char *last = hx_id_new ();

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = hx_id_new ();

      g_assert_true (hx_id_is_valid (id));
      g_assert_cmpint (strncmp (last, id, 13), <=, 0);
      g_assert_cmpstr (last, !=, id);
      g_free (g_steal_pointer (&last));
      last = g_strdup (id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (hx_id_is_valid (wrong[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/format", test_format);
  g_test_add_func ("/time/beyond", test_beyond);
  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/id", test_id);
  g_test_add_func ("/time/id-floor", test_id_floor);
  return g_test_run ();
}
