/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api.h"
#include "hx-fixture.h"
#include "hx-time.h"
#include "store/hx-migrate.h"
#include "store/hx-store-lock.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const HxSchema *const stored[] = {
  &hx_department_schema, &hx_team_schema,     &hx_user_schema,      &hx_session_schema,       &hx_customer_schema,
  &hx_identity_schema,   &hx_contact_schema,  &hx_call_schema,      &hx_talk_schema,          &hx_recording_schema,
  &hx_clip_schema,       &hx_template_schema, &hx_policy_schema,    &hx_feedback_schema,      &hx_wrapup_schema,
  &hx_rectification_schema, &hx_api_key_schema,
};

static const char *
column_type (HxKind kind)
{
  switch (kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
      return "bigint";
    case HX_KIND_BOOLEAN:
      return "smallint";
    case HX_KIND_REAL:
      return "double precision";
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      return "text";
    }
}

/* What an engine knows of a column, as the migrations write it. */
static char *
column_query (const char *table,
              const char *name)
{
  if (hx_fixture_is_embedded ())
    return g_strdup_printf ("SELECT lower(type) || (CASE WHEN \"notnull\" THEN ' not null' ELSE '' END)"
                            " FROM pragma_table_info('%s') WHERE name = '%s'",
                            table, name);
  return g_strdup_printf ("SELECT data_type || (CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END)"
                          " FROM information_schema.columns WHERE table_schema = current_schema()"
                          " AND table_name = '%s' AND column_name = '%s'",
                          table, name);
}

static char *
count_query (const char *table)
{
  return hx_fixture_is_embedded ()
             ? g_strdup_printf ("SELECT count(*) FROM pragma_table_info('%s')", table)
             : g_strdup_printf ("SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()"
                                " AND table_name = '%s'",
                                table);
}

/* The tables have the columns of the schemas, no more, no less. */
static void
test_drift (HxFixture    *self,
            gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (stored); i++)
    {
      guint columns = 0;
      g_autofree char *sql = NULL;

      for (guint f = 0; f < stored[i]->n_fields; f++)
        {
          const HxField *field = &stored[i]->fields[f];
          g_autofree char *query = column_query (stored[i]->table, field->name);
          g_autofree char *found = hx_fixture_text (self, query);
          g_autofree char *wanted = g_strdup_printf (
              "%s%s", column_type (field->kind), field->flags & HX_FIELD_REQUIRED ? " not null" : "");

          if (field->flags & HX_FIELD_VIEW)
            continue;
          g_test_message ("%s.%s", stored[i]->table, field->name);
          g_assert_cmpstr (found, ==, wanted);
          columns++;
        }
      sql = count_query (stored[i]->table);
      g_assert_cmpint (hx_fixture_int (self, sql), ==, columns);
    }
}

static void
fill_field (HxRecord *record,
            guint     index)
{
  const HxField *field = &hx_record_get_schema (record)->fields[index];

  switch (field->kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
      hx_record_set_int (record, index, G_GINT64_CONSTANT (1234567890123456));
      break;
    case HX_KIND_BOOLEAN:
      hx_record_set_int (record, index, 1);
      break;
    case HX_KIND_REAL:
      hx_record_set_real (record, index, 0.125);
      break;
    case HX_KIND_ENUM:
      hx_record_set_enum (record, index, (int) field->values->n_values - 1);
      break;
    case HX_KIND_DOCUMENT:
      hx_record_set_text (record, index, "{\"名\":[1,null]}");
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
      hx_record_set_text (record, index, "抖音 'quote' \"double\" %_;--");
      break;
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static HxRecord *
make_record (const HxSchema *schema,
             gboolean        all)
{
  HxRecord *record = hx_record_new (schema);

  for (guint f = HX_RECORD_UPDATED_AT + 1; f < schema->n_fields; f++)
    if (!(schema->fields[f].flags & HX_FIELD_VIEW) && (all || (schema->fields[f].flags & HX_FIELD_REQUIRED)))
      fill_field (record, f);
  return record;
}

/* The row as JSON is the same as its record as JSON. */
static void
check_json (HxFixture *self,
            HxRecord  *record)
{
  const HxSchema *schema = hx_record_get_schema (record);
  g_autofree char *from = g_strconcat (schema->table, " t", NULL);
  const HxView view = { .schema = schema, .from = from };
  g_autofree char *sql = g_strconcat (hx_view_select (self->db, &view), "WHERE t.id = $1", NULL);
  g_autoptr (GString) direct = g_string_new (NULL), through = g_string_new (NULL);
  HxStatement *row = hx_db_query (self->db, NULL, sql, "s", hx_record_get_id (record));

  g_assert_true (hx_view_append_json (&view, row, HX_JSON_MASKED, direct, NULL));
  hx_statement_reset (row);
  hx_json_append_record (through, record, HX_JSON_MASKED);
  g_assert_cmpstr (direct->str, ==, through->str);
  /* The view lies on the stack; its text must not outlive it. */
  g_clear_pointer (&self->db->texts, g_hash_table_unref);
}

static void
check_round_trip (HxFixture      *self,
                  const HxSchema *schema,
                  gboolean        all)
{
  g_autoptr (HxRecord) record = make_record (schema, all);
  g_autoptr (HxRecord) again = NULL;
  g_autofree char *empty = g_strdup_printf ("DELETE FROM %s", schema->table);

  g_assert_true (hx_db_execute (self->db, empty, NULL));
  hx_record_insert (self->db, record, self->now, &self->error);
  g_assert_no_error (self->error);
  again = hx_record_load (self->db, schema, hx_record_get_id (record), &self->error);
  g_assert_no_error (self->error);
  g_assert_true (hx_record_equal (record, again));
  hx_record_set_int (again, HX_RECORD_CREATED_AT, 7);
  hx_record_save (self->db, again, self->now + 1, &self->error);
  g_assert_no_error (self->error);
  g_assert_cmpint (hx_record_get_int (again, HX_RECORD_REV), ==, 2);
  g_assert_false (hx_record_save (self->db, record, self->now, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STALE);
  g_clear_error (&self->error);
  check_json (self, again);
}

/* Every field of every thing comes back as it went in, and null as null. */
static void
test_round_trip (HxFixture    *self,
                 gconstpointer data)
{
  g_assert_true (hx_db_execute (self->db,
                                hx_fixture_is_embedded () ? "PRAGMA foreign_keys = OFF"
                                                          : "SET session_replication_role = replica",
                                NULL));
  for (guint i = 0; i < G_N_ELEMENTS (stored); i++)
    {
      check_round_trip (self, stored[i], FALSE);
      check_round_trip (self, stored[i], TRUE);
    }
}

static void
test_parameters (HxFixture    *self,
                 gconstpointer data)
{
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, NULL, "SELECT $2 || cast($1 as text) || $2 || coalesce($3, '-')", "iss", (gint64) 7,
                     "b", NULL);

  g_assert_cmpstr (hx_statement_get_text (row, 0), ==, "b7b-");
}

/* As numbers and as texts, of answers with comparisons among them and without. */
static void
test_values (HxFixture    *self,
             gconstpointer data)
{
  static const gint64 numbers[] = { 0, -1, 7, 999999999999999999, 1000000000000000000, G_MAXINT64, G_MININT64 };
  static const char *const also[] = { "", ", 1 < cast($1 as bigint), cast(NULL as bigint) < 1" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers) * G_N_ELEMENTS (also); i++)
    {
      gint64 number = numbers[i / 2];
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
      g_autofree char *sql = g_strconcat ("SELECT cast($1 as bigint), '', cast(NULL as text), 't', 0.5", also[i % 2], NULL);
      g_autoptr (HxStatement) row = hx_db_query (self->db, NULL, sql, "i", number);

      g_assert_cmpint (hx_statement_get_int (row, 0), ==, number);
      g_assert_cmpstr (hx_statement_get_text (row, 0), ==, text);
      g_assert_cmpstr (hx_statement_get_text (row, 1), ==, "");
      g_assert_false (hx_statement_is_null (row, 1));
      g_assert_null (hx_statement_get_text (row, 2));
      g_assert_true (hx_statement_is_null (row, 2));
      g_assert_cmpint (hx_statement_get_int (row, 2), ==, 0);
      g_assert_cmpstr (hx_statement_get_text (row, 3), ==, "t");
      g_assert_cmpfloat (hx_statement_get_real (row, 4), ==, 0.5);
      if (i % 2 == 0)
        continue;
      g_assert_cmpint (hx_statement_get_int (row, 5), ==, number > 1);
      g_assert_cmpstr (hx_statement_get_text (row, 5), ==, number > 1 ? "1" : "0");
      g_assert_true (hx_statement_is_null (row, 6));
      g_assert_null (hx_statement_get_text (row, 6));
    }
}

static HxDb *
reopen (HxFixture *self)
{
  g_clear_pointer (&self->db, hx_db_close);
  g_clear_error (&self->error);
  self->db = hx_db_open (self->uri, HX_DB_WRITE, &self->error);
  return self->db;
}

static char *
read_store (HxFixture *self,
            gsize     *length)
{
  char *bytes;

  g_assert_true (g_file_get_contents (self->uri + strlen ("sqlite:"), &bytes, length, NULL));
  return bytes;
}

static void
test_newer (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;

  g_assert_true (hx_db_execute (self->db, "INSERT INTO schema_migrations VALUES (9999, 'later', 'x', 1)", NULL));
  g_assert_true (hx_db_checkpoint (self->db, TRUE, NULL));
  before = hx_fixture_is_embedded () ? read_store (self, &before_length) : NULL;
  g_assert_nonnull (reopen (self));
  g_assert_false (hx_migrate (self->db, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_NEWER);
  if (before == NULL)
    return;
  g_clear_pointer (&self->db, hx_db_close);
  after = read_store (self, &after_length);
  g_assert_cmpmem (before, before_length, after, after_length);
}

/* A constraint that does not hold is told apart, and a transaction that it spoilt
 * is as it was before its savepoint. */
static void
test_savepoint (HxFixture    *self,
                gconstpointer data)
{
  static const char add[] = "INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ($1, 1, 1, 1, 'b')";

  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (self->db, NULL, "SAVEPOINT job", ""));
  g_assert_true (hx_db_run (self->db, NULL, add, "s", "a"));
  g_assert_true (hx_db_run (self->db, NULL, "RELEASE job", ""));
  g_assert_true (hx_db_run (self->db, NULL, "SAVEPOINT job", ""));
  g_assert_true (hx_db_run (self->db, NULL, add, "s", "c"));
  /* Told at once, or at the latest by the end of the savepoint. */
  g_assert_false (hx_db_run (self->db, &self->error, add, "s", "a") && hx_db_run (self->db, &self->error, "RELEASE job", ""));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_true (hx_db_in_transaction (self->db));
  g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK TO job", ""));
  g_assert_true (hx_db_run (self->db, NULL, "RELEASE job", ""));
  g_assert_true (hx_db_run (self->db, NULL, "COMMIT", ""));
  g_assert_false (hx_db_in_transaction (self->db));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments"), ==, 1);
  /* A failure that nobody looked at does not get into the next transaction. */
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  hx_db_run (self->db, NULL, add, "s", "a");
  g_assert_false (hx_db_run (self->db, NULL, "COMMIT", "") && hx_db_in_transaction (self->db));
  if (hx_db_in_transaction (self->db))
    g_assert_true (hx_db_run (self->db, NULL, "ROLLBACK", ""));
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (self->db, NULL, add, "s", "d"));
  g_assert_true (hx_db_run (self->db, NULL, "COMMIT", ""));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM departments"), ==, 2);
}

/* Who writes waits for whoever writes, whichever connection it is. */
static void
test_one_writer (HxFixture    *self,
                 gconstpointer data)
{
  g_autoptr (HxDb) other = hx_db_open (self->uri, HX_DB_WRITE, NULL);
  g_autofree char *no_patience = g_strdup ("SET lock_timeout = '50ms'");

  g_assert_nonnull (other);
  g_assert_true (hx_db_execute (other, hx_fixture_is_embedded () ? "PRAGMA busy_timeout = 50" : no_patience, NULL));
  g_assert_true (hx_db_run (self->db, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_false (hx_db_run (other, &self->error, "BEGIN IMMEDIATE", ""));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_BUSY);
  g_assert_true (hx_db_run (self->db, NULL, "COMMIT", ""));
  g_assert_true (hx_db_run (other, NULL, "BEGIN IMMEDIATE", ""));
  g_assert_true (hx_db_run (other, NULL, "COMMIT", ""));
}

static void
test_corrupt (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "noise.db", NULL);
  g_autofree char *uri = g_strdup_printf ("sqlite:%s", path);
  g_autofree char *noise = g_malloc (20000);
  g_autofree char *good = NULL;
  gsize length;

  memset (noise, 0x5a, 20000);
  g_assert_true (g_file_set_contents (path, noise, 20000, NULL));
  g_assert_null (hx_db_open (uri, HX_DB_WRITE, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
  g_assert_nonnull (strstr (self->error->message, "noise.db"));
  g_clear_error (&self->error);
  /* A page in the middle is found as well. */
  g_assert_true (hx_db_checkpoint (self->db, TRUE, NULL));
  good = read_store (self, &length);
  memset (good + 4096, 0xff, 12000);
  g_assert_true (g_file_set_contents (path, good, (gssize) length, NULL));
  g_assert_null (hx_db_open (uri, HX_DB_WRITE, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
}

static void
test_read_only (HxFixture    *self,
                gconstpointer data)
{
  const char *path = self->uri + strlen ("sqlite:");
  gboolean root = geteuid () == 0;

  g_clear_pointer (&self->db, hx_db_close);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  /* Root may write everything, so it becomes somebody else for a moment. */
  if (root)
    {
      g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }
  self->db = hx_db_open (self->uri, HX_DB_WRITE, &self->error);
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_null (self->db);
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_READ_ONLY);
}

static void
test_full (HxFixture    *self,
           gconstpointer data)
{
  g_autofree char *limit
      = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT, hx_fixture_int (self, "PRAGMA page_count") + 4);
  gboolean good = TRUE;

  g_assert_true (hx_db_execute (self->db, limit, NULL));
  for (guint i = 0; i < 2000 && good; i++)
    {
      g_autoptr (HxRecord) department = hx_record_new (&hx_department_schema);

      hx_record_set_text (department, HX_DEPARTMENT_NAME, "一个很长很长很长很长的责任部门名称");
      good = hx_record_insert (self->db, department, self->now, &self->error);
    }
  g_assert_false (good);
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_FULL);
  g_assert_false (hx_db_in_transaction (self->db));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM users"), ==, 5);
}

static void
test_lock (HxFixture    *self,
           gconstpointer data)
{
  HxStoreLock *first = hx_store_lock (self->uri, NULL);

  g_assert_nonnull (first);
  g_assert_null (hx_store_lock (self->uri, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_IN_USE);
  hx_store_unlock (first);
  first = hx_store_lock (self->uri, NULL);
  g_assert_nonnull (first);
  hx_store_unlock (first);
}

static void
test_reader (HxFixture    *self,
             gconstpointer data)
{
  g_autoptr (HxDb) reader = hx_db_open (self->uri, HX_DB_READ, NULL);
  HxStatement *row;

  g_assert_nonnull (reader);
  g_assert_false (hx_db_execute (reader, "DELETE FROM users", &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_READ_ONLY);
  /* A statement that is done holds no snapshot. */
  row = hx_db_query (reader, NULL, "SELECT count(*) FROM departments", "");
  g_assert_cmpint (hx_statement_get_int (row, 0), ==, 0);
  hx_statement_reset (row);
  g_assert_true (hx_db_execute (self->db,
                                "INSERT INTO departments (id, rev, created_at, updated_at, name)"
                                " VALUES ('a', 1, 1, 1, 'b')",
                                NULL));
  row = hx_db_query (reader, NULL, "SELECT count(*) FROM departments", "");
  g_assert_cmpint (hx_statement_get_int (row, 0), ==, 1);
  hx_statement_reset (row);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
    gboolean embedded; /* about a file of ours */
  } tests[] = {
    { "/store/drift", test_drift, FALSE },
    { "/store/round-trip", test_round_trip, FALSE },
    { "/store/parameters", test_parameters, FALSE },
    { "/store/values", test_values, FALSE },
    { "/store/newer", test_newer, FALSE },
    { "/store/savepoint", test_savepoint, FALSE },
    { "/store/one-writer", test_one_writer, FALSE },
    { "/store/reader", test_reader, FALSE },
    { "/store/corrupt", test_corrupt, TRUE },
    { "/store/read-only", test_read_only, TRUE },
    { "/store/full", test_full, TRUE },
    { "/store/lock", test_lock, TRUE },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    if (!tests[i].embedded || hx_fixture_is_embedded ())
      g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
