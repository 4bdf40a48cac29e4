/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-text.h"

static void
test_count (void)
{
  static const struct
  {
    const char *text;
    guint count;
  } cases[] = {
    { "", 0 },
    { "   ", 0 },
    { "。，！？", 0 },
    { "抖音线索无需求标签", 9 },
    { "抖音线索，无需求 标签", 9 },
    { "App 优惠与电话不符", 8 },
    { "SMS 5% 到 6%", 4 },
    { "e\xcc\x81t\xc3\xa9", 1 },                   /* a combining accent belongs to its letter */
    { "葛\xf3\xa0\x84\x80城", 2 },                 /* so does a variation selector */
    { "カタカナ", 4 },
    { "한글", 2 },
    { "C12345", 1 },
    { "👍好", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (hx_text_count (cases[i].text), ==, cases[i].count);
}

static void
test_mask (void)
{
  static const char *const cases[][2] = {
    { "+8613800138000", "138****8000" }, { "13800138000", "138****8000" }, { "8001", "****01" },
    { "wang@163.com", "w***@163.com" },  { "丽华", "丽**" },               { "wx_abcd8f2c", "wx_****8f2c" },
    { "", "" },                          { "62345678", "****78" },         { "雪", "**" },
    { "138****8000", "138****8000" },    { "****01", "****01" },           { "丽**", "丽**" },
    { "**", "**" },                      { "@丽", "@**" },
    /* By its digits, whatever is around them. */
    { "E12345678", "****78" },           { "A123456(7)", "****67" },       { "(010) 1234 567", "****67" },
    { "（021）6234 5678", "021****5678" }, { "wx13800138000", "138****8000" }, { "+1 415-555-010", "****10" },
    { "１３８００１３８０００", "138****8000" }, { "11010119900307001X", "110****001X" },
    /* And no more than the first character of words. */
    { "Zhang San", "Z**" },              { "Zhang San 123", "Z**" },       { "wx-ouyang-xf", "w**" },
    { "wx_12345", "w**" },               { "上海市世纪大道一百零二号", "上**" }, { "沪A12345", "沪**" },
    { "wang@163.com 13800138000", "w**" }, { "a@13800138000.cn", "a@1****0.cn" },
    { "wxa123456bcd", "wxa****6bcd" },   { "wxa12345abcd", "wxa****abcd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = hx_text_mask (cases[i][0]), *again = hx_text_mask (masked);

      g_assert_cmpstr (masked, ==, cases[i][1]);
      g_assert_cmpstr (again, ==, masked);
    }
}

static void
test_phone (void)
{
  static const char *const cases[][2] = {
    { "138 0013 8000", "+8613800138000" },  { "+86 138-0013-8000", "+8613800138000" },
    { "008613800138000", "+8613800138000" }, { "0571-8888 8888", "+8657188888888" },
    { "+1 (415) 555-0100", "+14155550100" }, { "8001", "8001" },
    { "anonymous", NULL },                   { "", NULL },
    { "+", NULL },                           { "1234567890123456", NULL },
    { "1380013<script>", NULL },             { "++8613800138000", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normal = hx_text_normalize_phone (cases[i][0], "86");

      g_assert_cmpstr (normal, ==, cases[i][1]);
    }
}

static void
test_fold (void)
{
  g_autofree char *a = hx_text_fold ("抖音 线索，ＡＢＣ无标签！");
  g_autofree char *b = hx_text_fold ("抖音线索abc无标签");

  g_assert_cmpstr (a, ==, b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/count", test_count);
  g_test_add_func ("/text/mask", test_mask);
  g_test_add_func ("/text/phone", test_phone);
  g_test_add_func ("/text/fold", test_fold);
  return g_test_run ();
}
