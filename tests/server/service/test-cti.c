/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"
#include "service/hx-contact-service-private.h"

#include <string.h>

#define IN ",\"direction\":\"in\",\"from\":\"138 0013 8000\",\"to\":\"4001\""
#define OUT ",\"direction\":\"out\",\"from\":\"1001\",\"to\":\"+8613800138000\""

typedef struct
{
  const char *event;
  const char *more;
} Event;

/* How everything stands, without ids and times. */
static char *
end_state (HxFixture *self)
{
  hx_fixture_unseal (self->db);
  return hx_fixture_text (
      self,
      "SELECT (SELECT group_concat(state || ' ' || direction || ' ' || coalesce(number, '-') || ' ' ||"
      " coalesce(line, '-') || ' ' || (CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) || ' ' || coalesce(cause, '-') || ' ' ||"
      " coalesce((SELECT number FROM users u WHERE u.id = calls.agent_id), '-') || ' ' || coalesce(channel, '-')"
      " || ' ' || (CASE WHEN recording_id IS NULL THEN 0 ELSE 1 END)) FROM calls)"
      " || ' talks ' || (SELECT count(*) FROM talks WHERE ended_at IS NOT NULL)"
      " || ' wrapups ' || (SELECT group_concat(w.state || ' ' || u.number) FROM wrapups w JOIN users u ON"
      " u.id = w.agent_id) || ' recordings ' || (SELECT count(*) FROM recordings WHERE state = 'pending')"
      " || ' contacts ' || (SELECT group_concat(activity || ' ' || direction || ' ' || channel) FROM contacts)"
      " || ' customers ' || (SELECT group_concat(code || ' ' || state) FROM customers)"
      " || ' counts ' || (SELECT group_concat(cast(amount as text)) FROM contact_counts)");
}

static void
run_order (const Event *events,
           const guint *order,
           guint        n,
           char       **state)
{
  HxFixture self = { 0 };

  hx_fixture_set_up (&self, NULL);
  for (guint i = 0; i < n; i++)
    hx_fixture_cti (&self, events[order[i]].event, "call-1", events[order[i]].more);
  g_free (*state);
  *state = end_state (&self);
  g_assert_nonnull (*state);
  hx_fixture_tear_down (&self, NULL);
}

/* Every order of the events, each also with every event sent twice. */
static void
check_all_orders (const Event *events,
                  const char  *expected)
{
  static const guint orders[][6]
      = { { 0, 1, 2, 0, 1, 2 }, { 0, 2, 1, 0, 2, 1 }, { 1, 0, 2, 2, 0, 1 }, { 1, 2, 0, 0, 1, 2 },
          { 2, 0, 1, 1, 2, 0 }, { 2, 1, 0, 0, 1, 2 }, { 0, 0, 1, 1, 2, 2 }, { 2, 2, 1, 1, 0, 0 } };
  g_autofree char *state = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      if (i < 6)
        {
          run_order (events, orders[i], 3, &state);
          g_assert_cmpstr (state, ==, expected);
        }
      run_order (events, orders[i], 6, &state);
      g_assert_cmpstr (state, ==, expected);
    }
}

static void
test_inbound (void)
{
  static const Event events[] = { { "newCall", IN ",\"queue\":\"sales\"" },
                                  { "answer", IN ",\"user\":\"1001\",\"answeringNumber\":\"1001\"" },
                                  { "hangup", IN ",\"cause\":\"normalClearing\"" } };

  check_all_orders (events, "ended in +8613800138000 4001 1 normalClearing 1001 phone 1 talks 1 wrapups waiting 1001"
                            " recordings 1 contacts call in phone customers C00001 to_complete counts 1");
}

static void
test_outbound (void)
{
  static const Event events[] = { { "newCall", OUT ",\"user\":\"1001\"" },
                                  { "answer", OUT ",\"answeringNumber\":\"+8613800138000\"" },
                                  { "hangup", OUT ",\"cause\":\"normalClearing\"" } };

  check_all_orders (events, "ended out +8613800138000 - 1 normalClearing 1001 phone 1 talks 1 wrapups waiting 1001"
                            " recordings 1 contacts call out phone customers C00001 to_complete counts 1");
}

/* An agent's failed outbound call gives a wrap-up; a missed inbound one none. */
static void
test_unanswered (HxFixture    *self,
                 gconstpointer data)
{
  g_autofree char *activity = NULL;

  hx_fixture_cti (self, "newCall", "out", OUT);
  hx_fixture_cti (self, "hangup", "out", OUT ",\"cause\":\"noAnswer\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM recordings"), ==, 0);
  hx_fixture_cti (self, "newCall", "in", IN ",\"user\":\"1001\"");
  hx_fixture_cti (self, "hangup", "in", IN ",\"cause\":\"cancel\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups"), ==, 1);
  activity = hx_fixture_text (self, "SELECT activity FROM contacts WHERE direction = 'in'");
  g_assert_cmpstr (activity, ==, "missed_call");
}

/* However many legs: one wrap-up for each who talked. */
static void
test_transfer (HxFixture    *self,
               gconstpointer data)
{
  hx_fixture_cti (self, "newCall", "a", IN);
  hx_fixture_cti (self, "answer", "a", IN ",\"user\":\"1001\"");
  hx_fixture_cti (self, "hold", "a", IN);
  hx_fixture_cti (self, "transfer", "a", IN ",\"user\":\"2001\"");
  hx_fixture_cti (self, "answer", "a", IN ",\"user\":\"2001\"");
  hx_fixture_cti (self, "transfer", "a", IN ",\"user\":\"1001\"");
  hx_fixture_cti (self, "hangup", "a", IN);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups"), ==, 2);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(DISTINCT agent_id) FROM wrapups"), ==, 2);
}

static void
test_nobody (HxFixture    *self,
             gconstpointer data)
{
  static const char *const numbers[] = { "", "anonymous", "unknown", "1002" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *more
          = g_strdup_printf (",\"direction\":\"in\",\"from\":\"%s\",\"to\":\"4001\",\"user\":\"1001\"", numbers[i]);

      hx_fixture_cti (self, "newCall", numbers[i][0] ? numbers[i] : "empty", more);
      hx_fixture_cti (self, "answer", numbers[i][0] ? numbers[i] : "empty", more);
      hx_fixture_cti (self, "hangup", numbers[i][0] ? numbers[i] : "empty", more);
    }
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM wrapups"), ==, G_N_ELEMENTS (numbers));
}

/* The channel of a call is where the customer came from. */
static void
test_channel (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = NULL, *channel = NULL, *input = NULL, *given = NULL;

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"王\",\"identities\":[{\"kind\":\"phone\",\"value\":\"13800138000\"},"
                   "{\"kind\":\"wechat\",\"value\":\"wx-1\"}]}");
  id = g_strdup (hx_record_get_id (self->reply));
  for (guint i = 0; i < 2; i++)
    {
      char at[HX_TIME_LENGTH];

      g_free (input);
      hx_time_format (self->now - (2 - i) * HX_HOUR, at);
      input = g_strdup_printf ("{\"customer_id\":\"%s\",\"channel\":\"%s\",\"activity\":\"%s\","
                               "\"direction\":\"%s\",\"at\":\"%s\"}",
                               id, i ? "sms" : "douyin", i ? "delivered" : "lead", i ? "out" : "in", at);
      hx_fixture_must (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, input);
    }
  hx_fixture_cti (self, "newCall", "a", OUT);
  hx_fixture_cti (self, "hangup", "a", OUT);
  channel = hx_fixture_text (self, "SELECT channel FROM wrapups");
  g_assert_cmpstr (channel, ==, "douyin");
  hx_fixture_cti (self, "newCall", "b", OUT ",\"channel\":\"app\"");
  given = hx_fixture_text (self, "SELECT channel FROM calls WHERE external_id = 'b'");
  g_assert_cmpstr (given, ==, "app");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 1);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_GET, &self->agent, id, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_CUSTOMER_TOUCHES_TODAY), ==, 3);
  g_assert_true (hx_record_has (self->reply, HX_CUSTOMER_TOUCH_AGAIN_AT));
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_CUSTOMER_CONTACT_COUNTS), ==,
                   "{\"douyin\":1,\"phone\":2,\"sms\":1}");
  g_assert_null (strstr (self->body, "13800138000"));
  g_assert_null (strstr (self->body, "wx-1\""));
}

static void
check_source (HxFixture  *self,
              const char *customer_id,
              gboolean    expected)
{
  HxServiceCall call = { .site = self->site, .db = self->db, .now = self->now };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) source = hx_contact_find_source (&call, customer_id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (source != NULL, ==, expected);
}

/* The store looks for what the rule says, of every contact that there can be. */
static void
test_sources (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = NULL;

  hx_fixture_cti (self, "newCall", "a", OUT);
  hx_fixture_cti (self, "hangup", "a", OUT);
  id = hx_fixture_text (self, "SELECT customer_id FROM contacts");
  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    for (int activity = 0; activity < HX_N_ACTIVITIES; activity++)
      for (int direction = HX_DIRECTION_IN; direction <= HX_DIRECTION_OUT; direction++)
        {
          g_assert_true (hx_db_run (self->db, NULL, "UPDATE contacts SET channel = $1, activity = $2, direction = $3", "sss",
                                    hx_enum_name (&hx_channel_enum, channel), hx_enum_name (&hx_activity_enum, activity),
                                    hx_enum_name (&hx_direction_enum, direction)));
          check_source (self, id, hx_channel_is_source ((HxChannel) channel, (HxActivity) activity, (HxDirection) direction));
        }
}

static void
test_stale (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *state = NULL;
  gint64 began = self->now;

  hx_fixture_cti (self, "newCall", "a", IN);
  hx_fixture_cti (self, "answer", "a", IN ",\"user\":\"1001\"");
  g_assert_cmpint (hx_fixture_tick (self), ==, began + 12 * HX_HOUR);
  self->now = began + 12 * HX_HOUR;
  g_assert_cmpint (hx_fixture_tick (self), ==, 0);
  state = hx_fixture_text (self, "SELECT c.state || ' ' || w.state FROM calls c JOIN wrapups w ON w.call_id = c.id");
  g_assert_cmpstr (state, ==, "ended abandoned");
}

static void
test_bad (HxFixture    *self,
          gconstpointer data)
{
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CTI_RECEIVE, &self->pbx, NULL, NULL,
                                  "{\"event\":\"explode\",\"callId\":\"a\"}"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_cmpstr (self->error->message, ==, "event: unknown");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM calls"), ==, 0);
  /* A hang-up is all that was ever heard of it. */
  hx_fixture_cti (self, "hangup", "b", "");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM calls WHERE state = 'ended'"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
  } tests[] = {
    { "/cti/unanswered", test_unanswered }, { "/cti/transfer", test_transfer }, { "/cti/nobody", test_nobody },
    { "/cti/channel", test_channel },       { "/cti/sources", test_sources },   { "/cti/stale", test_stale },
    { "/cti/bad", test_bad },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cti/inbound", test_inbound);
  g_test_add_func ("/cti/outbound", test_outbound);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
