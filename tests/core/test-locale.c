/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-locale.h"

static void
test_chinese (void)
{
  static const char *const cases[][2] = {
    { "zh_CN.UTF-8", "zh_CN" }, { "zh_SG", "zh_CN" }, { "zh", "zh_CN" },   { "zh_TW.UTF-8", "zh_TW" },
    { "zh_HK.UTF-8", "zh_TW" }, { "zh_MO", "zh_TW" }, { "en_HK", NULL },   { "C.UTF-8", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (hx_locale_chinese (cases[i][0]), ==, cases[i][1]);
}

static void
test_languages (void)
{
  static const struct
  {
    const char *languages, *locale, *expected;
  } cases[] = {
    { NULL, "zh_HK.UTF-8", "zh_HK:zh_TW" },
    { "", "zh_MO.UTF-8@x", "zh_MO:zh_TW" },
    { NULL, "zh_SG.UTF-8", "zh_SG:zh_CN" },
    { NULL, "zh_CN.UTF-8", NULL },
    { NULL, "zh_TW.UTF-8", NULL },
    { NULL, "en_GB.UTF-8", NULL },
    { NULL, "C", NULL },
    /* What was asked for counts before the locale, and stays in its order. */
    { "zh_HK", "en_US.UTF-8", "zh_HK:zh_TW" },
    { "zh_HK:en:de", "zh_HK.UTF-8", "zh_HK:zh_TW:en:de" },
    { "zh_TW:zh", "zh_HK.UTF-8", NULL },
    { "en_HK:zh_HK", "zh_HK.UTF-8", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *languages = hx_locale_languages (cases[i].languages, cases[i].locale);

      g_assert_cmpstr (languages, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locale/chinese", test_chinese);
  g_test_add_func ("/locale/languages", test_languages);
  return g_test_run ();
}
