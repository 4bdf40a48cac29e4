/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/hx-form.h"
#include "http/hx-header.h"
#include "http/hx-range.h"
#include "http/hx-router.h"

#include <string.h>

#define ID "0197a000-0000-7000-8000-00000000000a"

static void
test_routes (void)
{
  static const struct
  {
    const char *method, *path;
    HxRouteResult result;
    const char *name, *id;
  } rows[] = {
    { "GET", "/api/v1/health", HX_ROUTE_FOUND, "health.get", NULL },
    { "HEAD", "/api/v1/health", HX_ROUTE_FOUND, "health.get", NULL },
    { "GET", "/api/v1/calls/" ID, HX_ROUTE_FOUND, "calls.get", ID },
    { "POST", "/api/v1/calls/" ID "/bookmarks", HX_ROUTE_FOUND, "calls.bookmark", ID },
    { "PUT", "/api/v1/recordings/" ID "/audio", HX_ROUTE_FOUND, "recordings.upload", ID },
    { "PATCH", "/api/v1/calls", HX_ROUTE_NO_METHOD, NULL, NULL },
    { "get", "/api/v1/health", HX_ROUTE_NO_METHOD, NULL, NULL },
    { "GET", "/api/v1/calls/", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1/calls/1", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1/calls/..%2f..%2fetc%2fpasswd", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1/calls/" ID "/", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1/health/x", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "//api/v1/health", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1/he%61lth", HX_ROUTE_FOUND, "health.get", NULL },
    { "GET", "/api/v1/%zz", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/api/v1", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "/", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "", HX_ROUTE_NO_PATH, NULL, NULL },
    { "GET", "*", HX_ROUTE_NO_PATH, NULL, NULL },
  };
  g_autoptr (HxRouter) router = hx_router_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const HxOperation *operation;
      g_autofree char *id = NULL;
      g_autofree char *allowed = NULL;

      g_test_message ("%s %s", rows[i].method, rows[i].path);
      g_assert_cmpint (hx_router_find (router, rows[i].method, rows[i].path, &operation, &id, &allowed), ==,
                       rows[i].result);
      g_assert_cmpstr (operation != NULL ? operation->name : NULL, ==, rows[i].name);
      g_assert_cmpstr (id, ==, rows[i].id);
      g_assert_true ((rows[i].result == HX_ROUTE_NO_METHOD) == (allowed != NULL));
    }
}

/* Whatever the table says can be reached, and nothing hides anything else. */
static void
test_every_operation (void)
{
  g_autoptr (HxRouter) router = hx_router_new ();

  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      g_autofree char *path = hx_operation_uri ((HxOperationId) i, ID, NULL);
      const HxOperation *operation;
      g_autofree char *id = NULL;
      g_autofree char *allowed = NULL;

      hx_router_find (router, hx_method_names[hx_operations[i].method], path, &operation, &id, &allowed);
      g_assert_true (operation == &hx_operations[i]);
      g_clear_pointer (&id, g_free);
      g_assert_cmpint (hx_router_find (router, "OPTIONS", path, &operation, &id, &allowed), ==, HX_ROUTE_NO_METHOD);
      g_assert_nonnull (strstr (allowed, hx_method_names[hx_operations[i].method]));
    }
}

static void
test_ranges (void)
{
  static const struct
  {
    const char *header;
    guint64 size;
    HxRangeResult result;
    guint64 offset, length;
  } rows[] = {
    { NULL, 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=0-0", 100, HX_RANGE_PART, 0, 1 },
    { "bytes=10-19", 100, HX_RANGE_PART, 10, 10 },
    { "BYTES=10-", 100, HX_RANGE_PART, 10, 90 },
    { "bytes=10-1000", 100, HX_RANGE_PART, 10, 90 },
    { "bytes=-30", 100, HX_RANGE_PART, 70, 30 },
    { "bytes=-300", 100, HX_RANGE_PART, 0, 100 },
    { "bytes=99-99", 100, HX_RANGE_PART, 99, 1 },
    { "bytes=100-", 100, HX_RANGE_OUTSIDE, 0, 100 },
    { "bytes=-0", 100, HX_RANGE_OUTSIDE, 0, 100 },
    { "bytes=0-", 0, HX_RANGE_OUTSIDE, 0, 0 },
    { "bytes=-1", 0, HX_RANGE_OUTSIDE, 0, 0 },
    { "bytes=5-4", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=0-1,3-4", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=a-b", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes= 1-2", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=+1-2", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=-", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=", 100, HX_RANGE_WHOLE, 0, 100 },
    { "lines=1-2", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=99999999999999999999999-", 100, HX_RANGE_WHOLE, 0, 100 },
    { "bytes=1-18446744073709551615", 100, HX_RANGE_PART, 1, 99 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 offset, length;

      g_test_message ("%s of %" G_GUINT64_FORMAT, rows[i].header, rows[i].size);
      g_assert_cmpint (hx_range_parse (rows[i].header, rows[i].size, &offset, &length), ==, rows[i].result);
      g_assert_cmpuint (offset, ==, rows[i].offset);
      g_assert_cmpuint (length, ==, rows[i].length);
    }
}

static void
test_decoding (void)
{
  static const struct
  {
    const char *text;
    gboolean plus;
    const char *decoded;
  } rows[] = {
    { "", FALSE, "" },          { "a+b", FALSE, "a+b" },  { "a+b", TRUE, "a b" },   { "%41%6a", FALSE, "Aj" },
    { "%E5%9B%9E", FALSE, "回" }, { "%", FALSE, NULL },     { "%4", FALSE, NULL },    { "%4g", FALSE, NULL },
    { "%00", FALSE, NULL },     { "%ff", FALSE, NULL },   { "%ED%A0%80", FALSE, NULL }, { "%%41", FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *decoded = hx_form_decode (rows[i].text, strlen (rows[i].text), rows[i].plus, &error);

      g_assert_cmpstr (decoded, ==, rows[i].decoded);
      if (decoded == NULL)
        g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
    }
}

static void
test_queries (void)
{
  static const struct
  {
    const char *query;
    const HxSchema *schema;
    int code; /* -1: fine */
    const char *message;
  } rows[] = {
    { "", NULL, -1, NULL },
    { "x=1", NULL, HX_ERROR_UNKNOWN_PARAMETER, "x: unknown" },
    { "limit=50&cursor=a%20b", &hx_page_query_schema, -1, NULL },
    { "&limit=50&", &hx_page_query_schema, -1, NULL },
    { "limits=50", &hx_page_query_schema, HX_ERROR_UNKNOWN_PARAMETER, "limits: unknown" },
    { "a;b:c=50", &hx_page_query_schema, HX_ERROR_UNKNOWN_PARAMETER, "a_b_c: unknown" },
    { "limit=0", &hx_page_query_schema, HX_ERROR_INVALID, "limit: out_of_range" },
    { "limit=201", &hx_page_query_schema, HX_ERROR_INVALID, "limit: out_of_range" },
    { "limit=", &hx_page_query_schema, HX_ERROR_INVALID, "limit: wrong_type" },
    { "limit", &hx_page_query_schema, HX_ERROR_INVALID, "limit: wrong_type" },
    { "limit=1&limit=1", &hx_page_query_schema, HX_ERROR_INVALID, "limit: duplicate" },
    { "state=nope", &hx_wrapups_query_schema, HX_ERROR_INVALID, "state: wrong_type" },
    { "since=yesterday", &hx_calls_query_schema, HX_ERROR_INVALID, "since: wrong_type" },
    { "agent_id=1", &hx_calls_query_schema, HX_ERROR_INVALID, "agent_id: not_an_id" },
    { "limit=%zz", &hx_page_query_schema, HX_ERROR_MALFORMED, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HxRecord) record = hx_form_read_query (rows[i].query, rows[i].schema, &error);

      g_test_message ("%s", rows[i].query);
      if (rows[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, HX_ERROR, rows[i].code);
      if (rows[i].message != NULL)
        g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
test_forms (void)
{
  static const char form[] = "event=newCall&callId=x%2B1&user%5B%5D=Ann&user%5B%5D=Bob&from=&xcid=9&id=1";
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) record = hx_form_read_body (form, strlen (form), &hx_cti_event_schema, &error);
  g_autoptr (HxRecord) missing = NULL;
  g_autoptr (HxRecord) twice = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (hx_record_get_text (record, HX_CTI_EVENT_CALL_ID), ==, "x+1");
  g_assert_cmpstr (hx_record_get_text (record, HX_CTI_EVENT_USER), ==, "Ann");
  g_assert_false (hx_record_has (record, HX_CTI_EVENT_FROM));

  missing = hx_form_read_body ("event=answer", 12, &hx_cti_event_schema, &error);
  g_assert_null (missing);
  g_assert_error (error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "callId: required");
  g_clear_error (&error);

  twice = hx_form_read_body ("event=a&event=b&callId=1", 24, &hx_cti_event_schema, &error);
  g_assert_null (twice);
  g_assert_cmpstr (error->message, ==, "event: duplicate");
}

static void
test_too_many_pairs (void)
{
  g_autoptr (GString) form = g_string_new ("event=newCall&callId=1");
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) record = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (form, "&x%u=1", i);
  record = hx_form_read_body (form->str, form->len, &hx_cti_event_schema, &error);
  g_assert_null (record);
  g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
}

static void
test_media_types (void)
{
  static const struct
  {
    const char *value;
    HxMediaType result;
  } rows[] = {
    { NULL, HX_MEDIA_OTHER },
    { "", HX_MEDIA_OTHER },
    { "application/json", HX_MEDIA_RIGHT },
    { "Application/JSON", HX_MEDIA_RIGHT },
    { "application/json;charset=utf-8", HX_MEDIA_RIGHT },
    { "application/json ; x=y; charset=\"UTF-8\" ", HX_MEDIA_RIGHT },
    { "application/json; charset=gbk", HX_MEDIA_CHARSET },
    { "application/json; charset=", HX_MEDIA_CHARSET },
    { "application/json; charset=\"", HX_MEDIA_CHARSET },
    { "application/json; charset=utf-8; charset=gbk", HX_MEDIA_CHARSET },
    { "application/jsonx", HX_MEDIA_OTHER },
    { "application/json+x", HX_MEDIA_OTHER },
    { " application/json", HX_MEDIA_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].value);
      g_assert_cmpint (hx_header_media_type (rows[i].value, "application/json"), ==, rows[i].result);
    }
}

static void
test_headers (void)
{
  static const struct
  {
    const char *value, *token;
  } tokens[] = {
    { NULL, NULL },      { "", NULL },        { "Bearer", NULL },      { "Bearer ", NULL },    { "Basic abc", NULL },
    { "Bearer a", "a" }, { "bearer  b", "b" }, { "Bearer a b", NULL }, { "Bearer a,b", NULL },
  };
  static const struct
  {
    const char *value, *tag;
  } tags[] = {
    { "\"7\"", "7" }, { "\"\"", "" },  { "7", NULL },    { "*", NULL },
    { "W/\"7\"", NULL }, { "\"", NULL }, { "\"1\", \"2\"", NULL }, { "", NULL },
  };
  static const struct
  {
    const char *value;
    gint64 number;
  } numbers[] = {
    { NULL, -1 }, { "0", 0 },   { "42", 42 }, { "9223372036854775806", G_MAXINT64 - 1 },
    { "-1", G_MAXINT64 - 1 },   { "+1", G_MAXINT64 - 1 },
    { "", G_MAXINT64 - 1 },     { " 1", G_MAXINT64 - 1 },
    { "0x1", G_MAXINT64 - 1 },  { "99999999999999999999", G_MAXINT64 - 1 },
  };
  static const struct
  {
    const char *value, *last;
  } forwarded[] = {
    { NULL, NULL }, { "", NULL }, { " , ", NULL }, { "192.0.2.1", "192.0.2.1" }, { "10.0.0.1, 192.0.2.2 ", "192.0.2.2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_cmpstr (hx_header_bearer (tokens[i].value), ==, tokens[i].token);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *tag = hx_header_etag (tags[i].value);

      g_assert_cmpstr (tag, ==, tags[i].tag);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpint (hx_header_event_number (numbers[i].value), ==, numbers[i].number);
  for (guint i = 0; i < G_N_ELEMENTS (forwarded); i++)
    {
      g_autofree char *last = hx_header_forwarded (forwarded[i].value);

      g_assert_cmpstr (last, ==, forwarded[i].last);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/routes", test_routes);
  g_test_add_func ("/http/every-operation", test_every_operation);
  g_test_add_func ("/http/ranges", test_ranges);
  g_test_add_func ("/http/decoding", test_decoding);
  g_test_add_func ("/http/queries", test_queries);
  g_test_add_func ("/http/forms", test_forms);
  g_test_add_func ("/http/too-many-pairs", test_too_many_pairs);
  g_test_add_func ("/http/media-types", test_media_types);
  g_test_add_func ("/http/headers", test_headers);
  return g_test_run ();
}
