/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"

#include <string.h>

/* Lists: scope, pages, cursors, and counts that are kept. */

#define IN ",\"direction\":\"in\",\"from\":\"1380013%04u\",\"to\":\"4001\",\"user\":\"%s\""

static void
make_feedback (HxFixture      *self,
               const HxCaller *caller,
               const char     *agent,
               guint           number)
{
  g_autofree char *id = g_strdup_printf ("call-%s-%u", agent, number);
  g_autofree char *more = g_strdup_printf (IN, number % 10000, agent);
  g_autofree char *wrapup = NULL, *sql = NULL, *input = NULL;

  self->now += HX_SECOND;
  hx_fixture_cti (self, "newCall", id, more);
  hx_fixture_cti (self, "answer", id, more);
  hx_fixture_cti (self, "hangup", id, more);
  sql = g_strdup_printf ("SELECT w.id FROM wrapups w JOIN calls c ON c.id = w.call_id WHERE c.external_id = '%s'", id);
  wrapup = hx_fixture_text (self, sql);
  input = g_strdup_printf ("{\"outcome\":\"feedback\",\"channel\":\"%s\",\"category\":\"lead\",\"issue_type\":\"%s\","
                           "\"case_text\":\"客户 %u\",\"pain_point\":\"缺需求标签%u\"}",
                           number % 2 ? "phone" : "sms", number % 3 ? "no_tag" : "wrong_info", number, number);
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, caller, wrapup, NULL, input);
}

static void
make_some (HxFixture *self)
{
  for (guint i = 0; i < 7; i++)
    {
      make_feedback (self, &self->agent, "1001", i);
      make_feedback (self, &self->other, "2001", 100 + i);
    }
}

static guint
count_items (HxFixture *self)
{
  g_autoptr (HxJson) root = hx_json_parse (self->body, strlen (self->body), NULL);

  return hx_json_get_length (hx_json_get_member (root, "items"));
}

static guint
count_list (HxFixture      *self,
            HxOperationId   operation,
            const HxCaller *caller,
            const char     *query)
{
  hx_fixture_must (self, operation, caller, NULL, query, NULL);
  return count_items (self);
}

static void
test_scope (HxFixture    *self,
            gconstpointer data)
{
  const struct
  {
    const HxCaller *caller;
    guint sees;
  } cases[] = { { &self->agent, 7 }, { &self->other, 7 }, { &self->lead, 7 }, { &self->compliance, 14 }, { &self->pbx, 0 } };
  g_autofree char *mine = NULL, *call_id = NULL;

  make_some (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (count_list (self, HX_OPERATION_FEEDBACK_LIST, cases[i].caller, NULL), ==, cases[i].sees);
      g_assert_cmpuint (count_list (self, HX_OPERATION_FEEDBACK_LIST, cases[i].caller, "{\"state\":\"pool\"}"), ==,
                        cases[i].sees);
      g_assert_cmpuint (count_list (self, HX_OPERATION_CALLS_LIST, cases[i].caller, NULL), ==, cases[i].sees);
    }
  mine = hx_fixture_text (self, "SELECT f.id FROM feedback f JOIN users u ON u.id = f.agent_id"
                                " WHERE u.number = '1001' LIMIT 1");
  call_id = hx_fixture_text (self, "SELECT id FROM calls WHERE external_id = 'call-1001-3'");
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_GET, &self->lead, mine, NULL, NULL);
  hx_fixture_must (self, HX_OPERATION_CALLS_GET, &self->lead, call_id, NULL, NULL);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_FEEDBACK_GET, &self->other, mine, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CALLS_GET, &self->other, call_id, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
  hx_fixture_must (self, HX_OPERATION_POOL_GET, &self->lead, NULL, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_POOL_TOTAL), ==, 7);
  hx_fixture_must (self, HX_OPERATION_POOL_GET, &self->compliance, NULL, NULL, NULL);
  g_assert_cmpint (hx_record_get_int (self->reply, HX_POOL_TOTAL), ==, 14);
}

/* A page of the pool with its counts says what the two say alone, to those who may see both. */
static void
test_beside (HxFixture    *self,
             gconstpointer data)
{
  static const char *const wrong[] = { "{\"counts\":true}", "{\"state\":\"answered\",\"counts\":true}" };
  const HxCaller *const who[] = { &self->lead, &self->compliance };

  make_some (self);
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    {
      g_autofree char *pool = NULL, *page = NULL, *both = NULL;

      hx_fixture_must (self, HX_OPERATION_POOL_GET, who[i], NULL, NULL, NULL);
      pool = g_strdup (self->body);
      hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, who[i], NULL, "{\"state\":\"pool\",\"limit\":3}", NULL);
      page = g_strndup (self->body, strlen (self->body) - 1);
      hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, who[i], NULL, "{\"state\":\"pool\",\"limit\":3,\"counts\":true}", NULL);
      both = g_strconcat (page, ",\"pool\":", pool, "}", NULL);
      g_assert_cmpstr (self->body, ==, both);
      hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, who[i], NULL, "{\"state\":\"pool\",\"limit\":3,\"counts\":false}", NULL);
      g_assert_false (g_str_has_suffix (self->body, both + strlen (page)));
    }
  g_assert_false (hx_fixture_run (self, HX_OPERATION_FEEDBACK_LIST, &self->agent, NULL, "{\"state\":\"pool\",\"counts\":true}", NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_FORBIDDEN);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_clear_error (&self->error);
      g_assert_false (hx_fixture_run (self, HX_OPERATION_FEEDBACK_LIST, &self->lead, NULL, wrong[i], NULL));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
    }
}

static gboolean
seen_by (HxFixture      *self,
         const HxCaller *caller,
         const char     *thing,
         guint          *n)
{
  *n = 0;
  for (guint i = 0; i < self->events->len; i++)
    if (g_strcmp0 (hx_record_get_text (self->events->pdata[i], HX_EVENT_THING), thing) == 0
        && hx_service_see_event (caller, self->events->pdata[i], self->records->pdata[i]) != HX_SIGHT_NONE)
      (*n)++;
  return *n > 0;
}

/* The stream keeps to the rule of the lists; and every event can be told again. */
static void
test_events (HxFixture    *self,
             gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;
  gint64 last;
  guint n;

  make_feedback (self, &self->agent, "1001", 1);
  g_assert_true (seen_by (self, &self->agent, "feedback", &n));
  g_assert_true (seen_by (self, &self->lead, "feedback", &n));
  g_assert_false (seen_by (self, &self->other, "feedback", &n));
  g_assert_true (seen_by (self, &self->agent, "wrapup", &n));
  g_assert_false (seen_by (self, &self->lead, "wrapup", &n));
  g_assert_false (seen_by (self, &self->agent, "pool", &n));
  g_assert_true (seen_by (self, &self->lead, "pool", &n));
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (seen_by (self, &self->compliance, "pool", &n));
  g_assert_cmpuint (n, ==, 1);
  all = hx_service_events_after (self->db, 0, 0, 1000, NULL);
  last = hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'event'");
  g_assert_cmpint (all->len, ==, last);
  for (guint i = 0; i < all->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HxRecord) record = hx_service_load_event_record (self->db, self->site, all->pdata[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (record);
      g_assert_cmpint (hx_record_get_int (all->pdata[i], HX_EVENT_NUMBER), ==, i + 1);
    }
}

static guint
events_since (HxFixture *self,
              gint64     number,
              gint64     since)
{
  g_autoptr (GPtrArray) events = hx_service_events_after (self->db, number, since, 1000, NULL);

  for (guint i = 0; i < events->len; i++)
    g_assert_cmpint (hx_record_get_int (events->pdata[i], HX_EVENT_NUMBER), ==, number + i + 1);
  return events->len;
}

/* Who asks for the last day alone gets no gap, should a clock have been set back between two events. */
static void
test_events_since (HxFixture    *self,
                   gconstpointer data)
{
  guint last;

  make_feedback (self, &self->agent, "1001", 1);
  last = (guint) hx_fixture_int (self, "SELECT value FROM counters WHERE name = 'event'");
  g_assert_cmpuint (last, >, 4);
  g_assert_cmpuint (events_since (self, 0, self->now), ==, last);
  g_assert_cmpuint (events_since (self, 2, self->now), ==, last - 2);
  g_assert_true (hx_db_execute (self->db, "UPDATE events SET at = at - 1 WHERE number = 4", NULL));
  g_assert_cmpuint (events_since (self, 2, self->now), ==, last - 2);
  g_assert_cmpuint (events_since (self, 4, self->now), ==, last - 4);
  /* No more is looked at than was asked for. */
  g_assert_true (hx_db_execute (self->db, "UPDATE events SET at = at - 1", NULL));
  g_assert_cmpuint (events_since (self, 2, self->now), ==, 0);
  g_assert_cmpuint (events_since (self, 2, 0), ==, last - 2);
}

static void
check_pages_of (HxFixture      *self,
                const HxCaller *caller,
                HxOperationId   operation,
                const char     *filter,
                guint           expected)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;
  guint pages = 0;

  do
    {
      g_autofree char *query = g_strdup_printf ("{\"limit\":3%s%s%s%s}", filter, cursor ? ",\"cursor\":\"" : "",
                                                cursor ? cursor : "", cursor ? "\"" : "");
      g_autoptr (HxJson) root = NULL;
      HxJson *items;

      hx_fixture_must (self, operation, caller, NULL, query, NULL);
      root = hx_json_parse (self->body, strlen (self->body), NULL);
      items = hx_json_get_member (root, "items");
      for (guint i = 0; i < hx_json_get_length (items); i++)
        g_assert_true (g_hash_table_add (
            seen, g_strdup (hx_json_member_string (hx_json_get_element (items, i), "id"))));
      g_free (cursor);
      cursor = g_strdup (self->next);
      g_assert_cmpuint (++pages, <, 100);
    }
  while (cursor != NULL);
  g_assert_cmpuint (g_hash_table_size (seen), ==, expected);
}

static void
check_pages (HxFixture    *self,
             HxOperationId operation,
             const char   *filter,
             guint         expected)
{
  check_pages_of (self, &self->compliance, operation, filter, expected);
}

static char *
all_times (HxFixture *self)
{
  g_autoptr (HxJson) root = hx_json_parse (self->body, strlen (self->body), NULL);
  HxJson *items = hx_json_get_member (root, "items");
  GString *times = g_string_new (NULL);

  for (guint i = 0; i < hx_json_get_length (items); i++)
    g_string_append (times, hx_json_member_string (hx_json_get_element (items, i), "created_at"));
  return g_string_free (times, FALSE);
}

/* A lead has the team's and what is the lead's own, each once and in one order. */
static void
test_own_and_team (HxFixture    *self,
                   gconstpointer data)
{
  g_autofree char *theirs = NULL, *ours = NULL;

  make_some (self);
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE feedback SET agent_id = $1 WHERE number IN (2, 6, 7, 10, 12)", "s",
                            self->lead.user_id));
  check_pages_of (self, &self->lead, HX_OPERATION_FEEDBACK_LIST, "", 11);
  check_pages_of (self, &self->lead, HX_OPERATION_FEEDBACK_LIST, ",\"state\":\"pool\"", 11);
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE feedback SET state = 'withdrawn' WHERE agent_id <> $1 AND team_id <> $2",
                            "ss", self->lead.user_id, self->lead.team_id));
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, &self->compliance, NULL, NULL, NULL);
  theirs = all_times (self);
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, &self->lead, NULL, NULL, NULL);
  ours = all_times (self);
  g_assert_cmpstr (ours, ==, theirs);
}

static void
test_pages (HxFixture    *self,
            gconstpointer data)
{
  make_some (self);
  check_pages (self, HX_OPERATION_FEEDBACK_LIST, "", 14);
  check_pages (self, HX_OPERATION_FEEDBACK_LIST, ",\"state\":\"pool\",\"channel\":\"sms\"", 8);
  check_pages (self, HX_OPERATION_CALLS_LIST, "", 14);
  check_pages (self, HX_OPERATION_CUSTOMERS_LIST, "", 14);
  check_pages (self, HX_OPERATION_USERS_LIST, "", 4);
  check_pages (self, HX_OPERATION_TEMPLATES_LIST, "", 2);
}

/* Whatever somebody makes of a cursor, it is a list or a complaint. */
static void
test_cursors (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *good = NULL;

  make_some (self);
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_LIST, &self->agent, NULL, "{\"limit\":2}", NULL);
  good = g_strdup (self->next);
  g_assert_nonnull (good);
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *cursor = g_strdup (good);
      g_autofree char *query = NULL;

      for (guint n = g_test_rand_int_range (0, 4); n > 0; n--)
        cursor[g_test_rand_int_range (0, (int) strlen (good))]
            = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ %"[g_test_rand_int_range (0, 69)];
      cursor[g_test_rand_int_range (i % 3 ? (int) strlen (good) : 0, (int) strlen (good) + 1)] = '\0';
      query = g_strdup_printf ("{\"cursor\":\"%s\"}", cursor);
      if (!hx_fixture_run (self, HX_OPERATION_FEEDBACK_LIST, &self->agent, NULL, query, NULL))
        g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
    }
  /* One of another list is none of this. */
  {
    g_autofree char *query = g_strdup_printf ("{\"cursor\":\"%s\"}", good);

    g_assert_false (hx_fixture_run (self, HX_OPERATION_CALLS_LIST, &self->agent, NULL, query, NULL));
    g_assert_cmpstr (self->error->message, ==, "cursor: invalid");
  }
}

static char *
kept_counts (HxFixture *self)
{
  return hx_fixture_text (
      self, "SELECT (SELECT group_concat(channel || category || issue_type || amount || '/' || proposed) FROM"
            " (SELECT * FROM pool_counts WHERE amount <> 0 ORDER BY team_id, channel, category, issue_type) q) || ';' ||"
            " (SELECT group_concat(channel || amount) FROM (SELECT * FROM contact_counts ORDER BY customer_id, channel) q)"
            " || ';' || (SELECT group_concat(name || value) FROM (SELECT * FROM counters ORDER BY name) q) || ';' ||"
            " (SELECT group_concat(cast(last_contact_at as text)) FROM (SELECT * FROM customers ORDER BY id) q)");
}

static void
test_counts (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *kept = NULL, *counted = NULL, *wrapup = NULL;

  make_some (self);
  wrapup = hx_fixture_text (self, "SELECT w.id FROM wrapups w JOIN users u ON u.id = w.agent_id"
                                  " WHERE u.number = '1001' ORDER BY w.created_at DESC LIMIT 1");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_UNDO, &self->agent, wrapup, NULL, NULL);
  kept = kept_counts (self);
  g_assert_true (hx_store_recount (self->db, &self->error));
  counted = kept_counts (self);
  g_assert_cmpstr (kept, ==, counted);
}

static void
test_search (HxFixture    *self,
             gconstpointer data)
{
  static const struct
  {
    const char *query;
    guint found;
  } cases[] = {
    { "{\"q\":\"c0000\"}", 3 },          { "{\"q\":\"欧\"}", 0 },          { "{\"q\":\"欧阳\"}", 1 },
    { "{\"q\":\"欧阳小小\"}", 1 },       { "{\"q\":\"欧阳 小小\"}", 1 },   { "{\"q\":\"小小\"}", 0 },
    { "{\"q\":\"0001\"}", 1 },           { "{\"q\":\"001\"}", 0 },         { "{\"q\":\"v1.\"}", 0 },
    { "{\"q\":\" 13800130001 \"}", 1 },  { "{\"q\":\"1380013\"}", 0 },     { "{\"identity\":\"+8613800130001\"}", 1 },
    { "{\"identity\":\"Wx-9\"}", 0 },    { "{\"identity\":\"wx-9\"}", 1 }, { "{\"q\":\"A@B.example\"}", 1 },
    { "{\"q\":\"%' OR 1=1 --\"}", 0 },   { "{\"q\":\"\"}", 3 },
  };

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"欧阳\",\"given_name\":\"小小\",\"identities\":["
                   "{\"kind\":\"phone\",\"value\":\"138-0013-0001\"},{\"kind\":\"wechat\",\"value\":\"wx-9\"}]}");
  g_assert_null (strstr (self->body, "小小"));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"王\",\"identities\":[{\"kind\":\"email\",\"value\":\"a@B.example\"}]}");
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"李\"}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].query);
      hx_fixture_must (self, HX_OPERATION_CUSTOMERS_SEARCH, &self->agent, NULL, NULL, cases[i].query);
      g_assert_cmpuint (count_items (self), ==, cases[i].found);
    }
  /* A number belongs to one. */
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                                  "{\"family_name\":\"张\",\"identities\":[{\"kind\":\"phone\","
                                  "\"value\":\"13800130001\"},{\"kind\":\"phone\",\"value\":\"abc\"}]}"));
  g_assert_cmpstr (self->error->message, ==,
                   "identities[0].value: of_another_customer; identities[1].value: invalid");
}

/* What is free in form is still of the kind that readers expect. */
static void
test_documents (HxFixture    *self,
                gconstpointer data)
{
  static const char *const bad[] = { "{}", "\"x\"", "[1]", "[\"\"]", "7" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *input = g_strdup_printf ("{\"family_name\":\"李\",\"tags\":%s}", bad[i]);

      g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, input));
      g_assert_cmpstr (self->error->message, ==, "tags: wrong_type");
    }
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"李\",\"tags\":[\"VIP\"]}");
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_CUSTOMER_TAGS), ==, "[\"VIP\"]");
}

/* A page is given room for as many rows as it may have, of the size of the first; but not for two hundred large ones. */
static void
test_room (HxFixture    *self,
           gconstpointer data)
{
  enum { LARGE = 1024 * 1024 };
  g_autoptr (HxRecord) contact = hx_record_new (&hx_contact_schema);
  g_autofree char *filling = g_strnfill (LARGE, 'x'), *id = NULL;

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"李\"}");
  id = g_strdup (hx_record_get_id (self->reply));
  hx_record_set_text (contact, HX_CONTACT_CUSTOMER_ID, id);
  hx_record_set_int (contact, HX_CONTACT_AT, self->now);
  hx_record_set_enum (contact, HX_CONTACT_CHANNEL, HX_CHANNEL_FORM);
  hx_record_set_enum (contact, HX_CONTACT_ACTIVITY, HX_ACTIVITY_LEAD);
  hx_record_set_enum (contact, HX_CONTACT_DIRECTION, HX_DIRECTION_IN);
  hx_record_take_text (contact, HX_CONTACT_ATTRIBUTES, g_strdup_printf ("{\"x\":\"%s\"}", filling));
  g_assert_true (hx_record_insert (self->db, contact, self->now, NULL));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CONTACTS, &self->agent, id, "{\"limit\":200}", NULL);
  g_assert_cmpuint (strlen (self->body), >, LARGE);
  g_assert_cmpuint (self->room, >=, strlen (self->body));
  g_assert_cmpuint (self->room, <, 8 * LARGE);
}

static void
test_session (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *input = g_strdup_printf ("{\"user_id\":\"%s\"}", self->lead.user_id);
  g_autofree char *token = NULL, *key = NULL;
  HxCaller stranger = { .local = FALSE }, local = { .local = TRUE };
  HxCaller caller = { 0 };

  g_assert_false (hx_fixture_run (self, HX_OPERATION_SESSION_CREATE, &stranger, NULL, NULL, input));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_FORBIDDEN);
  hx_fixture_must (self, HX_OPERATION_SESSION_CREATE, &local, NULL, NULL, input);
  token = g_strdup (hx_record_get_text (self->reply, HX_SESSION_TOKEN));
  g_assert_cmpuint (strlen (token), ==, 43);
  g_assert_null (strstr (self->body, "token_hash"));
  g_assert_true (hx_service_authenticate (self->site, self->db, token, self->now, &caller, NULL));
  g_assert_cmpstr (caller.user_id, ==, self->lead.user_id);
  g_assert_cmpstr (caller.team_id, ==, self->lead.team_id);
  hx_fixture_must (self, HX_OPERATION_SESSION_GET, &caller, NULL, NULL, NULL);
  g_assert_false (hx_record_has (self->reply, HX_SESSION_TOKEN));
  hx_fixture_must (self, HX_OPERATION_SESSION_DELETE, &caller, NULL, NULL, NULL);
  hx_caller_clear (&caller);
  g_assert_false (hx_service_authenticate (self->site, self->db, token, self->now, &caller, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_clear_error (&self->error);
  g_assert_true (hx_service_create_key (self->db, "pbx", HX_MAY_SEND_CALLS, self->now, &key, NULL));
  g_assert_true (hx_service_authenticate (self->site, self->db, key, self->now + 400 * HX_DAY, &caller, NULL));
  g_assert_cmpint (caller.permissions, ==, HX_MAY_SEND_CALLS);
  hx_caller_clear (&caller);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_USERS_LIST, &stranger, NULL, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_UNAUTHENTICATED);
  g_assert_cmpuint (count_list (self, HX_OPERATION_USERS_LIST, &local, NULL), ==, 4);
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
    { "/lists/scope", test_scope },     { "/lists/events", test_events },
    { "/lists/events-since", test_events_since }, { "/lists/pages", test_pages },
    { "/lists/own-and-team", test_own_and_team }, { "/lists/beside", test_beside },
    { "/lists/cursors", test_cursors }, { "/lists/counts", test_counts }, { "/lists/search", test_search },
    { "/lists/session", test_session }, { "/lists/documents", test_documents },
    { "/lists/room", test_room },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
