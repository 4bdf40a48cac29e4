/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"
#include "store/hx-migrate.h"
#include "audit/hx-audit-row.h"
#include "audit/hx-audit-verify.h"
#include "store/hx-partitions.h"

#include <string.h>

static void
test_migrations (HxFixture    *self,
                 gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hx-test-XXXXXX", NULL);
  g_autofree char *uri = hx_fixture_new_store (folder);
  g_autoptr (HxDb) db = hx_db_open (uri, HX_DB_WRITE, NULL);
  HxMigration steps[] = { { 1, "first", "CREATE TABLE a (x bigint)" },
                          { 2, "second", "CREATE TABLE b (x bigint); INSERT INTO nowhere VALUES (1)" } };

  g_assert_true (hx_migrate_with (db, steps, 1, NULL));
  g_assert_true (hx_migrate_with (db, steps, 1, NULL));
  /* A step that fails leaves nothing of itself, and stops. */
  g_assert_false (hx_migrate_with (db, steps, 2, &self->error));
  g_assert_nonnull (strstr (self->error->message, "0002-second"));
  g_clear_error (&self->error);
  g_assert_null (hx_db_query (db, &self->error, "SELECT count(*) FROM b", ""));
  g_assert_nonnull (self->error);
  g_clear_error (&self->error);
  steps[0].script = "CREATE TABLE a (x text)";
  g_assert_false (hx_migrate_with (db, steps, 1, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
  hx_fixture_remove (folder);
}

static gpointer
migrate_one (gpointer uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxDb) db = hx_db_open (uri, HX_DB_WRITE, &error);

  g_assert_no_error (error);
  hx_migrate (db, &error);
  g_assert_no_error (error);
  return NULL;
}

/* Servers that start together bring the store to its form once. */
static void
test_migrate_together (HxFixture    *self,
                       gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hx-test-XXXXXX", NULL);
  g_autofree char *uri = hx_fixture_new_store (folder);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("migrate", migrate_one, uri);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  hx_fixture_remove (folder);
}

/* A month's rows that came before its partition move into it, whichever engine has any. */
static void
test_partitions (HxFixture    *self,
                 gconstpointer data)
{
  static const char add[] = "INSERT INTO events (number, at, thing, action) VALUES ($1, $2, 'call', 'created')";
  gint64 later = self->now + 40 * HX_DAY;

  g_assert_true (hx_db_run (self->db, NULL, add, "ii", (gint64) 1, self->now));
  g_assert_true (hx_db_run (self->db, NULL, add, "ii", (gint64) 2, later));
  for (guint i = 0; i < 2; i++)
    {
      hx_partitions_ensure (self->db, self->now + i, &self->error);
      g_assert_no_error (self->error);
    }
  /* Far off there is none, and nothing is refused. */
  g_assert_true (hx_db_run (self->db, NULL, add, "ii", (gint64) 3, self->now + 4000 * HX_DAY));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events"), ==, 3);
  if (hx_fixture_is_embedded ())
    return;
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM events_default"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass"), ==, 3);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'contacts'::regclass"), ==, 3);
}

/* The log begins in months of its own, and one that began in the default partition ends there; no row is ever moved. */
static void
test_audit_partitions (HxFixture    *self,
                       gconstpointer data)
{
  const HxAuditEntry entry = { .action = HX_AUDIT_ERASED, .thing = "customer" };
  gint64 today = g_get_real_time (), later = today + 200 * HX_DAY;

  hx_audit_write (self->db, &entry, today, &self->error);
  hx_audit_write (self->db, &entry, later, &self->error);
  g_assert_no_error (self->error);
  for (guint i = 0; i < 2; i++)
    {
      hx_partitions_ensure (self->db, later - i, &self->error);
      g_assert_no_error (self->error);
    }
  hx_audit_write (self->db, &entry, later + 40 * HX_DAY, &self->error);
  g_assert_no_error (self->error);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit"), ==, 3);
  if (hx_fixture_is_embedded ())
    return;
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit_default"), ==, 1);
  /* This month and three more since the migration, and of the later ones only the next, as the present one had begun. */
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit'::regclass"), ==,
                   1 + 4 + 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *part = hx_fixture_text (self, i == 0 ? "SELECT 'audit_default'"
                                                            : "SELECT 'audit_' || to_char(date_trunc('month',"
                                                              " now() AT TIME ZONE 'UTC') + interval '3 months', 'YYYYMM')");
      g_autofree char *truncate = g_strdup_printf ("TRUNCATE %s", part);
      g_autofree char *delete = g_strdup_printf ("DELETE FROM %s", part);
      gboolean has_rows = i == 0;

      g_assert_false (hx_db_execute (self->db, truncate, NULL));
      g_assert_true (hx_db_execute (self->db, delete, NULL) == !has_rows);
    }
}

/* A log that was one table is as sound in months as it was before. */
static void
test_audit_moves (HxFixture    *self,
                  gconstpointer data)
{
  const HxAuditEntry entry = { .action = HX_AUDIT_ERASED, .thing = "customer", .reason = "asked for" };
  const char *const no_anchors[] = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("hx-test-XXXXXX", NULL);
  g_autofree char *uri = hx_fixture_new_store (folder);
  g_autoptr (HxDb) db = hx_db_open (uri, HX_DB_WRITE, NULL);
  g_autoptr (GArray) steps = hx_migrate_plan (NULL, &self->error);
  g_auto (HxAuditVerdict) verdict = { 0 };
  guint before = 0;

  while (g_array_index (steps, HxMigration, before).number < 8)
    before++;
  hx_db_set_keyring (db, hx_db_get_keyring (self->db));
  g_assert_true (hx_migrate_with (db, (const HxMigration *) (gconstpointer) steps->data, before, &self->error));
  for (guint i = 0; i < 40; i++)
    g_assert_true (hx_audit_write (db, &entry, self->now + i * 9 * HX_DAY, &self->error));
  g_assert_true (hx_migrate (db, &self->error));
  g_assert_true (hx_audit_write (db, &entry, self->now + 400 * HX_DAY, &self->error));
  g_assert_true (hx_audit_verify (db, hx_db_get_keyring (db), no_anchors, &verdict, &self->error));
  g_assert_cmpstr (hx_audit_fault_name (verdict.fault), ==, hx_audit_fault_name (HX_AUDIT_FAULT_NOTHING));
  g_assert_cmpint (verdict.rows, ==, 41);
  hx_fixture_remove (folder);
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
    { "/migrate/steps", test_migrations },
    { "/migrate/together", test_migrate_together },
    { "/migrate/partitions", test_partitions },
    { "/migrate/audit-partitions", test_audit_partitions },
    { "/migrate/audit-moves", test_audit_moves },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
