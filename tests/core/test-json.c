/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-json.h"
#include "things/hx-feedback.h"

#include <string.h>

static void
test_refused (void)
{
  static const char *const wrong[] = {
    "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "01", "1.", ".5", "+1", "-", "1e", "1e999", "-1e999", "nul", "tru", "NaN",
    "Infinity", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\u0000\"", "\"a\nb\"", "{} {}",
    "1 2", "[] x", "{}//", "/* a */ {}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "9223372036854775808", "-9223372036854775809",
    "[1}", "{\"a\":1]", "\xef\xbb\xbf{}", "\"\xff\"", "\"\xc0\x80\"", "[1 2]", "{\"a\":{\"b\":1,\"b\":2}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      if (hx_json_check (wrong[i], strlen (wrong[i]), &error))
        g_error ("taken: %s", wrong[i]);
      g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
    }
}

static void
test_taken (void)
{
  static const char *const right[] = {
    "null", "0", "-0", "9223372036854775807", "-9223372036854775808", "1e5", "1.5E-3", "\"\"", "\"\\ud83d\\ude00\"", "[]", "{}", "[[],{}]",
    " { \"a\" : [ 1 , true , null ] } ", "{\"a\":{\"a\":{\"a\":1}}}", "\"抖音\"", "[{\"a\":1},{\"a\":2}]", "123456789012345678901234567890e0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HxJson) json = hx_json_parse (right[i], strlen (right[i]), &error);

      g_assert_no_error (error);
      g_assert_nonnull (json);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (hx_json_check (deep->str, deep->len, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);

  g_string_assign (deep, "");
  for (guint i = 0; i < HX_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < HX_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, ']');
  g_assert_true (hx_json_check (deep->str, deep->len, NULL));
}

/* In the order of the text, found by name, and written so that it is read as the same. */
static void
test_text (void)
{
  static const char *const same[] = {
    "{\"b\":1,\"a\":[],\"\":{},\"aa\":null}", "[true,false,null,-9223372036854775808]", "[1.5,1e+22,100.0,-0.0015,0]",
    "{\"客\":\"😀\",\"a\\\"b\":\"\\\\ \\n\"}",
  };
  const char *plain = " [ \"\\u5ba2\\ud83d\\ude00\\/\\b\" , 1E2 ]\n";
  g_autoptr (HxJson) value = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (HxJson) json = hx_json_parse (same[i], strlen (same[i]), NULL);
      g_autofree char *back = hx_json_to_text (json);

      g_assert_cmpstr (back, ==, same[i]);
      for (guint n = 0; hx_json_get_name (json, n) != NULL; n++)
        g_assert_nonnull (hx_json_get_member (json, hx_json_get_name (json, n)));
      g_assert_null (hx_json_get_member (json, "b "));
    }
  value = hx_json_parse (plain, strlen (plain), NULL);
  text = hx_json_to_text (value);
  g_assert_cmpstr (text, ==, "[\"客😀/\\u0008\",100.0]");
}

/* More than one block of memory holds, and a name that is there twice far apart. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autofree char *word = g_strnfill (5000, 'x');
  g_autoptr (HxJson) json = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "\"%u\":[%u,\"%s\"],", (i * 7919) % 1000, i, i % 100 == 0 ? word : "");
  g_string_append (text, "\"last\":1}");
  json = hx_json_parse (text->str, text->len, NULL);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", (i * 7919) % 1000);
      HxJson *member = hx_json_get_member (json, name);

      g_assert_cmpstr (hx_json_get_name (json, i), ==, name);
      g_assert_cmpint (hx_json_get_integer (hx_json_get_element (member, 0)), ==, i);
      g_assert_cmpstr (hx_json_get_string (hx_json_get_element (member, 1)), ==, i % 100 == 0 ? word : "");
    }
  g_string_truncate (text, text->len - strlen ("\"last\":1}"));
  g_string_append (text, "\"500\":1}");
  g_assert_false (hx_json_check (text->str, text->len, NULL));
}

static HxRecord *
read_input (const char     *text,
            const HxSchema *schema,
            HxProblem      *problem)
{
  g_autoptr (HxJson) json = hx_json_parse (text, strlen (text), NULL);

  return hx_json_read_input (json, schema, problem);
}

static void
test_input (void)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) record
      = read_input ("{\"customer_id\":\"nobody\",\"channel\":\"fax\",\"category\":7,\"id\":\"x\",\"surprise\":1,\"case_text\":\"\"}",
                    &hx_feedback_input_schema, problem);

  g_assert_cmpstr (hx_problem_find (problem, "customer_id"), ==, "not_an_id");
  g_assert_cmpstr (hx_problem_find (problem, "channel"), ==, "wrong_type");
  g_assert_cmpstr (hx_problem_find (problem, "category"), ==, "wrong_type");
  g_assert_cmpstr (hx_problem_find (problem, "surprise"), ==, "unknown");
  g_assert_cmpstr (hx_problem_find (problem, "case_text"), ==, "required");
  g_assert_cmpstr (hx_problem_find (problem, "pain_point"), ==, "required");
  g_assert_false (hx_problem_to_error (problem, &error));
  g_assert_error (error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "pain_point: required"));
}

static void
test_read_only (void)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) record = read_input ("{\"from_ms\":1,\"to_ms\":99999999999,\"at_ms\":3,\"recording_id\":\"x\"}", &hx_clip_schema, problem);

  g_assert_cmpstr (hx_problem_find (problem, "at_ms"), ==, "read_only");
  g_assert_cmpstr (hx_problem_find (problem, "recording_id"), ==, "read_only");
  g_assert_cmpstr (hx_problem_find (problem, "to_ms"), ==, "out_of_range");
}

static void
test_round_trip (void)
{
  g_autoptr (HxRecord) call = hx_record_new (&hx_call_schema);
  g_autoptr (HxRecord) wrapup = hx_record_new (&hx_wrapup_schema);
  g_autoptr (HxRecord) back = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  HxRecord *match = hx_record_new (&hx_match_schema);

  hx_record_set_text (call, HX_CALL_EXTERNAL_ID, "a\"b\\c\n\x01");
  hx_record_set_text (call, HX_CALL_NUMBER, "+8613800138000");
  hx_record_set_int (wrapup, HX_WRAPUP_EXPIRES_AT, 1795318267123456);
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_LATE);
  hx_record_set_text (wrapup, HX_WRAPUP_DRAFT, "{\"pain_point\":\"线索\"}");
  hx_record_set_record (wrapup, HX_WRAPUP_CALL, call);
  hx_record_set_int (match, HX_MATCH_VOICES, 12);
  hx_record_append_item (wrapup, HX_WRAPUP_MATCHES, match);
  hx_json_append_record (out, wrapup, HX_JSON_PLAIN);
  back = hx_json_parse_record (out->str, out->len, &hx_wrapup_schema, &error);
  g_assert_no_error (error);
  g_assert_true (hx_record_equal (wrapup, back));

  g_string_truncate (out, 0);
  hx_json_append_record (out, wrapup, HX_JSON_MASKED);
  g_assert_null (strstr (out->str, "13800138000"));
  g_assert_nonnull (strstr (out->str, "138****8000"));
}

/* A letter that needs an escape, at each place of texts of each length. */
static void
test_escapes (void)
{
  static const char *const letters[] = { "\"", "\\", "\n", "\x1f", "\x01" };

  for (guint length = 1; length < 50; length++)
    for (guint at = 0; at < length; at++)
      for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
        {
          g_autofree char *text = g_strnfill (length, at % 2 == 0 ? ' ' : '\x7f');
          g_autoptr (GString) out = g_string_new (NULL);
          g_autoptr (HxJson) back = NULL;

          text[at] = *letters[i];
          hx_json_append_string (out, text);
          back = hx_json_parse (out->str, out->len, NULL);
          g_assert_cmpstr (hx_json_get_string (back), ==, text);
        }
}

static void
test_hidden (void)
{
  g_autoptr (HxRecord) recording = hx_record_new (&hx_recording_schema);
  g_autoptr (GString) out = g_string_new (NULL);

  hx_record_set_text (recording, HX_RECORDING_FILE, "secret");
  hx_json_append_record (out, recording, HX_JSON_PLAIN);
  g_assert_cmpstr (out->str, ==, "{}");
}

static void
test_localized (void)
{
  const char *text = "{\"en\":\"Lead\",\"zh_CN\":\"线索\",\"zh_TW\":\"線索\"}";
  g_autoptr (HxJson) labels = hx_json_parse (text, strlen (text), NULL);

  g_assert_cmpstr (hx_json_localized (labels, "zh_CN.UTF-8"), ==, "线索");
  g_assert_cmpstr (hx_json_localized (labels, "zh_HK.UTF-8"), ==, "線索");
  g_assert_cmpstr (hx_json_localized (labels, "de_DE.UTF-8"), ==, "Lead");
  g_assert_cmpstr (hx_json_localized (labels, "C"), ==, "Lead");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/taken", test_taken);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/text", test_text);
  g_test_add_func ("/json/large", test_large);
  g_test_add_func ("/json/input", test_input);
  g_test_add_func ("/json/read-only", test_read_only);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/escapes", test_escapes);
  g_test_add_func ("/json/hidden", test_hidden);
  g_test_add_func ("/json/localized", test_localized);
  return g_test_run ();
}
