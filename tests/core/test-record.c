/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record.h"
#include "things/hx-feedback.h"

static void
on_notify (GObject    *object,
           GParamSpec *pspec,
           gpointer    data)
{
  g_string_append_printf (data, "%s ", pspec->name);
}

static void
test_notify (void)
{
  g_autoptr (HxRecord) record = hx_record_new (&hx_feedback_schema);
  g_autoptr (HxRecord) newer = hx_record_new (&hx_feedback_schema);
  g_autoptr (GString) seen = g_string_new (NULL);

  hx_record_set_text (record, HX_FEEDBACK_PAIN_POINT, "抖音线索无需求标签");
  hx_record_set_text (newer, HX_FEEDBACK_PAIN_POINT, "抖音线索无需求标签");
  hx_record_set_int (newer, HX_FEEDBACK_VOICES, 12);
  g_signal_connect (record, "notify", G_CALLBACK (on_notify), seen);
  hx_record_update (record, newer);
  g_assert_cmpstr (seen->str, ==, "voices ");
  g_assert_true (hx_record_equal (record, newer));
}

static void
test_properties (void)
{
  g_autoptr (HxRecord) record = hx_record_new (&hx_feedback_schema);
  g_autofree char *state = NULL;
  gint64 voices;

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (record), ==, "HxFeedback");
  hx_record_set_enum (record, HX_FEEDBACK_STATE, HX_FEEDBACK_POOL);
  hx_record_set_int (record, HX_FEEDBACK_VOICES, 3);
  g_object_get (record, "state", &state, "voices", &voices, NULL);
  g_assert_cmpstr (state, ==, "pool");
  g_assert_cmpint (voices, ==, 3);
}

static void
test_null (void)
{
  g_autoptr (HxRecord) record = hx_record_new (&hx_feedback_schema);

  g_assert_false (hx_record_has (record, HX_FEEDBACK_CLIP_FROM_MS));
  hx_record_set_int (record, HX_FEEDBACK_CLIP_FROM_MS, 0);
  g_assert_true (hx_record_has (record, HX_FEEDBACK_CLIP_FROM_MS));
  hx_record_clear (record, HX_FEEDBACK_CLIP_FROM_MS);
  g_assert_false (hx_record_has (record, HX_FEEDBACK_CLIP_FROM_MS));
  g_assert_cmpint (hx_record_get_enum (record, HX_FEEDBACK_STATE), ==, -1);
  g_assert_null (hx_record_get_text (record, HX_FEEDBACK_PAIN_POINT));
  hx_record_set_text (record, HX_FEEDBACK_STATE, "nonsense");
  g_assert_false (hx_record_has (record, HX_FEEDBACK_STATE));
}

static void
test_freed (void)
{
  HxRecord *outer = hx_record_new (&hx_wrapup_schema);
  HxRecord *inner = hx_record_new (&hx_call_schema);

  hx_record_set_record (outer, HX_WRAPUP_CALL, inner);
  g_object_unref (inner);
  g_object_add_weak_pointer (G_OBJECT (inner), (gpointer *) &inner);
  g_assert_finalize_object (outer);
  g_assert_null (inner);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/notify", test_notify);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/null", test_null);
  g_test_add_func ("/record/freed", test_freed);
  return g_test_run ();
}
