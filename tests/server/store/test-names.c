/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What users are called: out of memory where there is one, and always as the store would say. */
#include "hx-fixture.h"
#include "store/hx-names.h"

#include <string.h>

static const char insert[] = "INSERT INTO users (id, rev, created_at, updated_at, name, number, role, active)"
                             " VALUES ($1, 1, 1, 1, $2, $1, 'agent', 1)";
static const char rename_user[] = "UPDATE users SET name = $2 WHERE id = $1";

static void
assert_called (HxDb       *db,
               const char *id,
               const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *name = "untouched";

  g_assert_true (hx_name_of_user (db, id, &name, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, expected);
}

static HxDb *
open_reader (HxFixture *self,
             HxNames   *names)
{
  HxDb *db = hx_db_open (self->uri, HX_DB_READ, &self->error);

  g_assert_no_error (self->error);
  hx_db_set_names (db, names);
  return db;
}

/* Commands have no memory: they ask each time, also within their own transaction. */
static void
test_without (HxFixture    *self,
              gconstpointer data)
{
  assert_called (self->db, self->agent.user_id, "坐席1001");
  assert_called (self->db, "nobody", NULL);
  assert_called (self->db, "", NULL);
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (self->db, NULL, rename_user, "ss", self->agent.user_id, "钱一"));
  assert_called (self->db, self->agent.user_id, "钱一");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  assert_called (self->db, self->agent.user_id, "坐席1001");
}

/* The store is changed past the memory, so that it is seen which of both was asked. */
static void
test_memory (HxFixture    *self,
             gconstpointer data)
{
  g_autoptr (HxNames) names = hx_names_new ();
  g_autoptr (HxDb) reader = open_reader (self, names);

  g_assert_true (hx_names_fill (names, self->db, &self->error));
  g_assert_true (hx_db_run (self->db, NULL, rename_user, "ss", self->agent.user_id, "钱一"));
  assert_called (reader, self->agent.user_id, "坐席1001");
  assert_called (reader, "new", NULL);
  g_assert_true (hx_db_run (self->db, NULL, insert, "ss", "new", "孙二"));
  assert_called (reader, "new", "孙二");
  g_assert_true (hx_db_run (self->db, NULL, rename_user, "ss", "new", "周五"));
  assert_called (reader, "new", "孙二");
  g_assert_cmpstr (hx_names_find (names, "new"), ==, "孙二");
}

/* A reader with an old snapshot, and the feed, come late with what they read. */
static void
test_order (HxFixture    *self,
            gconstpointer data)
{
  g_autoptr (HxNames) names = hx_names_new ();
  const char *first;

  hx_names_take (names, "a", "one", 1);
  first = hx_names_find (names, "a");
  hx_names_take (names, "a", "three", 3);
  hx_names_take (names, "a", "two", 2);
  g_assert_cmpstr (hx_names_find (names, "a"), ==, "three");
  g_assert_cmpstr (first, ==, "one");
  g_assert_null (hx_names_find (names, "b"));
}

/* What is rolled back is called nothing, and its revision may be another name's. */
static void
test_uncommitted (HxFixture    *self,
                  gconstpointer data)
{
  g_autoptr (HxNames) names = hx_names_new ();
  g_autoptr (HxDb) reader = open_reader (self, names);

  hx_db_set_names (self->db, names);
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (self->db, NULL, insert, "ss", "new", "孙二"));
  assert_called (self->db, "new", "孙二");
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  g_assert_null (hx_names_find (names, "new"));
  assert_called (reader, "new", NULL);
}

/* In a row, read and written, while the statement of the page stands on it. */
static void
test_view (HxFixture    *self,
           gconstpointer data)
{
  static const HxView view = { .schema = &hx_user_schema,
                               .from = "users t",
                               .columns = "t.number",
                               .n_fields = 1,
                               .fields = { HX_USER_DEPARTMENT_NAME },
                               .n_names = 1,
                               .names = { { HX_USER_TEAM_NAME, HX_USER_TEAM_ID } } };
  static const char tail[] = "WHERE t.role IN ('agent', 'compliance') ORDER BY t.number";
  g_autoptr (HxNames) names = hx_names_new ();
  g_autoptr (HxDb) reader = open_reader (self, names);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *sql = g_strconcat (hx_view_select (reader, &view), tail, NULL);

  /* Whose team is no user has no such name, who has no team neither. */
  g_assert_true (hx_db_run (self->db, NULL, insert, "ss", self->agent.team_id, "组"));
  records = hx_view_all (reader, &view, &self->error, tail, "");
  g_assert_no_error (self->error);
  g_assert_cmpuint (records->len, ==, 4);
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (HxStatement) row = hx_db_query (reader, &self->error, sql, "");

      for (guint i = 0; i < records->len; i++)
        {
          HxRecord *record = records->pdata[i];
          const char *team = hx_record_get_text (record, HX_USER_TEAM_ID);
          gboolean known = g_strcmp0 (team, self->agent.team_id) == 0;
          g_autoptr (GString) json = g_string_new (NULL);
          g_autoptr (HxRecord) read = NULL;

          g_assert_cmpstr (hx_record_get_text (record, HX_USER_TEAM_NAME), ==, known ? "组" : NULL);
          g_assert_cmpstr (hx_record_get_text (record, HX_USER_DEPARTMENT_NAME), ==, hx_record_get_text (record, HX_USER_NUMBER));
          g_assert_true (hx_view_append_json (&view, row, 0, json, &self->error));
          read = hx_json_parse_record (json->str, json->len, &hx_user_schema, &self->error);
          g_assert_no_error (self->error);
          for (guint field = 0; field < hx_user_schema.n_fields; field++)
            g_assert_true (hx_record_has (read, field) == hx_record_has (record, field));
          g_assert_cmpstr (hx_record_get_text (read, HX_USER_TEAM_NAME), ==, known ? "组" : NULL);
          g_assert_cmpint (hx_statement_step (row, NULL), ==, i + 1 < records->len ? HX_STEP_ROW : HX_STEP_DONE);
        }
    }
}

/* -- many at once ------------------------------------------------------------- */

#define MANY 20000 /* more than there are buckets */
#define ROUNDS 4

static gpointer
look_up (gpointer names)
{
  int found = 0;

  for (int round = 0; found < MANY; round++)
    {
      found = 0;
      for (int i = 0; i < MANY; i++)
        {
          char id[40];
          const char *name;

          g_snprintf (id, sizeof id, "018f0000-0000-7000-8000-%012x", i * 7919);
          name = hx_names_find (names, id);
          if (name == NULL)
            continue;
          g_assert_true (g_str_has_prefix (name, id));
          found += strcmp (name + strlen (id), " 4") == 0;
        }
    }
  return NULL;
}

/* Names are looked up while others are put there: what is found is whole, and in the end they find all of it. */
static void
test_together (HxFixture    *self,
               gconstpointer data)
{
  g_autoptr (HxNames) names = hx_names_new ();
  GThread *readers[2];

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", look_up, names);
  for (int round = 1; round <= ROUNDS; round++)
    for (int i = 0; i < MANY; i++)
      {
        g_autofree char *id = g_strdup_printf ("018f0000-0000-7000-8000-%012x", i * 7919);
        g_autofree char *name = g_strdup_printf ("%s %d", id, round);

        hx_names_take (names, id, name, round);
      }
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/names/without", HxFixture, NULL, hx_fixture_set_up, test_without, hx_fixture_tear_down);
  g_test_add ("/names/memory", HxFixture, NULL, hx_fixture_set_up, test_memory, hx_fixture_tear_down);
  g_test_add ("/names/order", HxFixture, NULL, hx_fixture_set_up, test_order, hx_fixture_tear_down);
  g_test_add ("/names/uncommitted", HxFixture, NULL, hx_fixture_set_up, test_uncommitted, hx_fixture_tear_down);
  g_test_add ("/names/view", HxFixture, NULL, hx_fixture_set_up, test_view, hx_fixture_tear_down);
  g_test_add ("/names/together", HxFixture, NULL, hx_fixture_set_up, test_together, hx_fixture_tear_down);
  return g_test_run ();
}
