/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"
#include "things/hx-organisation.h"

static HxPolicyView *
policy_of (const char *document)
{
  g_autoptr (HxRecord) record = hx_record_new (&hx_policy_schema);

  hx_record_set_text (record, HX_POLICY_DOCUMENT, document);
  return hx_policy_view_new (record);
}

static void
test_policy (void)
{
  g_autofree char *document = hx_policy_default_document ();
  g_autoptr (HxPolicyView) written = policy_of (document);
  g_autoptr (HxPolicyView) own
      = policy_of ("{\"wrapup\":{\"seconds\":45,\"mode\":\"required\",\"queues\":{\"vip\":\"optional\"}},\"country_code\":\"852\"}");

  g_assert_cmpint (hx_policy_view_get (written, HX_KEY_WRAPUP_SECONDS), ==, 30);
  g_assert_cmpint (hx_policy_view_get_mode (written, NULL), ==, HX_WRAPUP_TIME_BOXED);
  g_assert_cmpint (hx_policy_view_get (own, HX_KEY_WRAPUP_SECONDS), ==, 45);
  g_assert_cmpint (hx_policy_view_get (own, HX_KEY_TOUCH_LIMIT), ==, 2);
  g_assert_cmpint (hx_policy_view_get_mode (own, "vip"), ==, HX_WRAPUP_OPTIONAL);
  g_assert_cmpint (hx_policy_view_get_mode (own, "other"), ==, HX_WRAPUP_REQUIRED);
  g_assert_cmpstr (hx_policy_view_country_code (own), ==, "852");
}

static void
test_clock (void)
{
  g_autoptr (HxPolicyView) policy = hx_policy_view_new (NULL);
  gint64 opened = 1000 * HX_SECOND, expires = hx_wrapup_expires_at (policy, HX_WRAPUP_TIME_BOXED, opened);

  g_assert_cmpint (hx_wrapup_remaining (expires, opened), ==, 30);
  g_assert_cmpint (hx_wrapup_remaining (expires, opened + 1), ==, 30);
  g_assert_cmpint (hx_wrapup_remaining (expires, expires - 1), ==, 1);
  g_assert_cmpint (hx_wrapup_remaining (expires, expires), ==, 0);
  g_assert_cmpint (hx_wrapup_remaining (expires, expires + HX_HOUR), ==, 0);
  g_assert_cmpint (hx_wrapup_expires_at (policy, HX_WRAPUP_REQUIRED, opened), ==, 0);
}

static void
test_clip (void)
{
  g_autoptr (HxPolicyView) policy = hx_policy_view_new (NULL);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  gint64 from, to;

  hx_bookmark_range (policy, 5000, 0, &from, &to);
  g_assert_cmpint (from, ==, 0);
  g_assert_cmpint (to, ==, 20000);
  hx_bookmark_range (policy, 30000, 40000, &from, &to);
  g_assert_cmpint (from, ==, 15000);
  g_assert_cmpint (to, ==, 40000);
  g_assert_true (hx_clip_check (0, 40000, 40000, problem, "from_ms", "to_ms"));
  g_assert_false (hx_clip_check (0, 40001, 40000, problem, "from_ms", "to_ms"));
  g_assert_cmpstr (hx_problem_find (problem, "to_ms"), ==, "outside_recording");
  g_assert_false (hx_clip_check (-1, -1, 0, problem, "from_ms", "to_ms"));
  g_assert_cmpstr (hx_problem_find (problem, "from_ms"), ==, "outside_recording");
}

static void
test_source (void)
{
  g_assert_true (hx_channel_is_source (HX_CHANNEL_DOUYIN, HX_ACTIVITY_LEAD, HX_DIRECTION_IN));
  g_assert_false (hx_channel_is_source (HX_CHANNEL_SMS, HX_ACTIVITY_DELIVERED, HX_DIRECTION_OUT));
  g_assert_false (hx_channel_is_source (HX_CHANNEL_PHONE, HX_ACTIVITY_CALL, HX_DIRECTION_IN));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrapup-rules/policy", test_policy);
  g_test_add_func ("/wrapup-rules/clock", test_clock);
  g_test_add_func ("/wrapup-rules/clip", test_clip);
  g_test_add_func ("/wrapup-rules/source", test_source);
  return g_test_run ();
}
