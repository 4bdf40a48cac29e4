/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "hx-mask-within.h"

#include <string.h>

/* What is said, and what is shown of it; NULL for the same. */
typedef struct
{
  const char *text;
  const char *shown;
} Case;

static const Case texts[] = {
  /* Numbers, however they are written. */
  { "19900004321", "199****4321" },
  { "客户手机 19900004321，下午再打", "客户手机 199****4321，下午再打" },
  { "请打199-0000-4321", "请打199****4321" },
  { "call 199 0000 4321, please", "call 199****4321, please" },
  { "1 9 9 0 0 0 0 4 3 2 1", "199****4321" },
  { "199.0000.4321", "199****4321" },
  { "+86 19900004321", "+86 199****4321" },
  { "+8619900004321", "199****4321" },
  { "+86-199-0000-4321 或 +1 (415) 555-0100", "199****4321 或 +14****0100" },
  { "电话１９９００００４３２１", "电话199****4321" },
  { "１９９－００００－４３２１", "199****4321" },
  { "199\xc2\xa0""0000\xe2\x80\x8b""4321", "199****4321" },
  { "微信wx19900004321", "微信wx199****4321" },
  { "QQ:123456789", "QQ:****89" },
  { "1.19900004321 2.19900008765", "1.199****4321 2.199****8765" },
  { "199 0000 4321 2026-11-22 来过", "199****4321 2026-11-22 来过" },
  { "199 0000 4321 12 次", "199****4321 12 次" },
  { "座机 021-62345678", "座机 021-****78" },
  { "座机（021）6234 5678", "座机（021****5678" },
  { "6234-5678", "****78" },
  { "6234567", "****67" },
  { "身份证 110101199003070011", "身份证 110****0011" },
  { "身份证11010119900307001X。", "身份证110****001X。" },
  { "１１０１０１１９９００３０７００１Ｘ", "110****001X" },
  { "卡号 6222 0212 3456 7890 123", "卡号 622****0123" },
  { "https://h5.example.com/?m=19900004321&f=1", "https://h5.example.com/?m=199****4321&f=1" },
  { "12345 19900004321 123", "12345 199****4321 123" },
  { "电话 62345678元旦后打", "电话 ****78元旦后打" },
  /* Addresses. */
  { "写到 xue@example.com.", "写到 x***@example.com." },
  { "邮箱19900004321@qq.com", "邮箱1***@qq.com" },
  { "a.b+c@x.example.cn、d@e.org", "a***@x.example.cn、d***@e.org" },
  { "a@b@c.de", "a@b***@c.de" },
  { "me@host-19900004321.com", "m***@host-199****4321.com" },
  { "张三@qq.com", "张***@qq.com" },
  { "发到，张三@qq.com。谢谢", "发到，张***@qq.com。谢谢" },
  { "abc张三@qq.com", "a***@qq.com" },
  { "邮箱：xue@例子.公司", "邮箱：x***@例子.公司" },
  { "199 0000 4321 给 12张三@qq.com", "199****4321 给 1***@qq.com" },
  { "199\t0000\t4321", "199****4321" },
  { "199\r\n0000\n4321\n备注", "199****4321\n备注" },
  /* Nobody's. */
  { "", NULL },
  { "抖音线索，10:00 到 11:00 连拨四次都是忙音", NULL },
  { "2026-11-22 10:30", NULL },
  { "2026/11/22 10:30:15", NULL },
  { "2026/11/22 10086 来电", NULL },
  { "2026.11.22—2026.11.25", NULL },
  { "22-11-2026, 11/22/2026", NULL },
  { "2026-11-22T10:30:00.123456Z", NULL },
  { "2026年11月22日 10点30分", NULL },
  { "2024-2026 年", NULL },
  { "1,200,000 元", NULL },
  { "贷 1200000元，月付 6000-12000 元，¥1200000.50", NULL },
  { "12000", NULL },
  { "C12345 的 F-0142 与 ZG-1042", NULL },
  { "C1234567、F-1234567", NULL },
  { "客服 10086、95588", NULL },
  { "版本 120.0.6099.109", NULL },
  { "019a5b3c-1234-7abc-8def-012345678901", NULL },
  { "call/01234567-1234-7123-8123-012345678901.ogg", NULL },
  { "3 房 120 平，5 楼 502", NULL },
  { "报价 99.50 100.00 200.00", NULL },
  { "@张三 跟一下", NULL },
  { "3 个@1.5元", NULL },
  { "三个@1.5元钱", NULL },
  { "客户@张三。李四", NULL },
  /* And what looks like ours but is not. */
  { "C19900004321", "C199****4321" },
  { "ABC12345678", "ABC****78" },
  { "2026-13-1234567", "2026-13-****67" },
  { "199****4321", NULL },
  { "****78 和 x***@example.com", NULL },
  { "199****4321 123456", NULL },
};

static const Case documents[] = {
  { "{\"手机\":\"19900004321\",\"姓名\":\"欧阳雪\",\"身份证\":\"110101199003070011\"}",
    "{\"手机\":\"199****4321\",\"姓名\":\"欧**\",\"身份证\":\"110****0011\"}" },
  { "{\"意向产品\":\"A 套餐\",\"城市\":\"杭州\",\"需求标签\":\"\"}", NULL },
  { "{\"联系人姓名\":\"雪\",\"备注\":\"打 199 0000 4321\"}", "{\"联系人姓名\":\"**\",\"备注\":\"打 199****4321\"}" },
  { "{\"QQ\":12345678,\"金额\":1200000,\"号\":19900004321}", "{\"QQ\":\"****78\",\"金额\":1200000,\"号\":\"199****4321\"}" },
  { "{\"full_name\":\"Snow White\",\"First Name\":\"Snow\",\"lastName\":\"White\"}",
    "{\"full_name\":\"S**\",\"First Name\":\"S**\",\"lastName\":\"W**\"}" },
  { "{\"NAME\":\"Snow\",\"E-Mail\":\"snow@example.com\",\"customerTel\":\"62345678\"}",
    "{\"NAME\":\"S**\",\"E-Mail\":\"s***@example.com\",\"customerTel\":\"****78\"}" },
  { "{\"campaign_name\":\"双十一\",\"hotel\":\"如家\",\"电话次数\":3,\"微信\":true,\"address\":null}", NULL },
  { "{\"home_address\":\"上海市浦东新区世纪大道一百号\"}", "{\"home_address\":\"上**\"}" },
  { "{\"联系人\":[{\"谁\":\"欧阳雪\",\"几\":[\"慕雪\",1234567]}],\"城市\":\"杭州\"}",
    "{\"联系人\":[{\"谁\":\"欧**\",\"几\":[\"慕**\",\"****67\"]}],\"城市\":\"杭州\"}" },
  { "[\"VIP\",\"备注 19900004321\"]", "[\"VIP\",\"备注 199****4321\"]" },
  { "[\"a\\n19900004321\",\"\\u0001234567\",\"\\nxue@example.com\",\"\\\\19900004321\"]",
    "[\"a\\n199****4321\",\"\\u0001234567\",\"\\nx***@example.com\",\"\\\\199****4321\"]" },
  { "{\"姓名\":\"欧\\\"阳\\n雪\"}", "{\"姓名\":\"欧**\"}" },
  { "{\"customer\":{\"code\":\"C12345\",\"region\":\"杭州\"},\"call\":{\"started_at\":\"2026-11-22T10:30:00.123456Z\","
    "\"duration_ms\":12345678}}", NULL },
  { "{\"id\":\"01234567-1234-7123-8123-012345678901\",\"率\":0.33333333333333331,\"时\":-1}", NULL },
  { "{\"19900004321\":1,\"199****4321 #1\":2,\"19911114321\":3}",
    "{\"199****4321 #2\":1,\"199****4321 #1\":2,\"199****4321 #3\":3}" },
  { "{ \"姓名\" : \"欧阳雪\" , \"a\" : [ ] }", "{ \"姓名\" : \"欧**\" , \"a\" : [ ] }" },
  { "\"19900004321\"", "\"199****4321\"" },
  { "19900004321", "\"199****4321\"" },
  { "[\"199\\t0000\\u00094321\",\"199\\r\\n0000\\u000A4321\",\"12\\n01234567-1234-7123-8123-012345678901\"]",
    "[\"199****4321\",\"199****4321\",\"12\\n01234567-1234-7123-8123-012345678901\"]" },
  { "{}", NULL },
};

static void
check (const Case *table,
       guint       n_cases,
       char     *(*mask) (const char *))
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *masked = mask (table[i].text);
      g_autofree char *again = masked != NULL ? mask (masked) : NULL;

      if (g_strcmp0 (masked, table[i].shown) != 0)
        g_test_fail_printf ("%s: shown %s, expected %s", table[i].text, masked != NULL ? masked : "as it is",
                            table[i].shown != NULL ? table[i].shown : "as it is");
      if (again != NULL)
        g_test_fail_printf ("%s: shown %s, and then %s", table[i].text, masked, again);
    }
}

static void
test_texts (void)
{
  check (texts, G_N_ELEMENTS (texts), hx_mask_within_text);
}

static void
test_documents (void)
{
  check (documents, G_N_ELEMENTS (documents), hx_mask_within_document);
}

/* A document says of texts what it would say of them alone, and stays a document. */
static void
test_texts_in_documents (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) document = g_string_new ("{\"备注\":[1,"), expected = g_string_new ("{\"备注\":[1,");
      g_autofree char *masked = NULL;

      hx_json_append_string (document, texts[i].text);
      g_string_append (document, "]}");
      hx_json_append_string (expected, texts[i].shown != NULL ? texts[i].shown : texts[i].text);
      g_string_append (expected, "]}");
      masked = hx_mask_within_document (document->str);
      g_assert_cmpstr (masked != NULL ? masked : document->str, ==, expected->str);
      g_assert_true (hx_json_check (expected->str, expected->len, NULL));
    }
}

/* Long ones take no longer than their length, and the last byte is looked at. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *masked = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "1-a-");
  g_string_append (text, "19900004321");
  masked = hx_mask_within_text (text->str);
  g_assert_true (g_str_has_suffix (masked, "-a-199****4321"));
}

/* The address sanitizer reads all that follows whenever something is looked for in a text. */
#ifdef __SANITIZE_ADDRESS__
#define MANY 4000
#else
#define MANY 200000
#endif

/* So many names that one look through the document for each would take minutes, and some are taken. */
static void
test_many_names (void)
{
  g_autoptr (GString) document = g_string_new ("{"), expected = g_string_new ("{");
  g_autofree char *masked = NULL;
  guint number = 0;

  for (guint i = 0; i < MANY; i++)
    {
      gboolean own = i % 1000 == 7;

      if (own)
        g_string_append_printf (document, "\"199****4321 #%u\":1,", i);
      else
        g_string_append_printf (document, "\"199%04u4321\":1,", i % 10000);
      do
        number += own ? 0 : 1;
      while (!own && number % 1000 == 7);
      g_string_append_printf (expected, "\"199****4321 #%u\":1,", own ? i : number);
    }
  g_string_append (document, "\"\":1}");
  g_string_append (expected, "\"\":1}");
  masked = hx_mask_within_document (document->str);
  g_assert_cmpstr (masked, ==, expected->str);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask-within/texts", test_texts);
  g_test_add_func ("/mask-within/documents", test_documents);
  g_test_add_func ("/mask-within/texts-in-documents", test_texts_in_documents);
  g_test_add_func ("/mask-within/long", test_long);
  g_test_add_func ("/mask-within/many-names", test_many_names);
  return g_test_run ();
}
