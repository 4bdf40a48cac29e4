/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-fixture.h"

#include "store/hx-store-keys.h"

#include <string.h>

#define ROWS 12
#define MIDDLE 7

#define NAME_(ID, column) #column,
static const char *const columns[] = { HX_AUDIT_COLUMNS (NAME_) };

static void
test_sound (HxFixture    *self,
            gconstpointer data)
{
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_write (self, ROWS, TRUE);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  g_assert_cmpint (hx_fixture_int (self, "SELECT min(number) FROM audit"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT max(number) FROM audit"), ==, ROWS);
}

/* Each character of each value of one row, one at a time. */
static void
test_every_byte (HxFixture    *self,
                 gconstpointer data)
{
  guint changed = 0;

  audit_write (self, ROWS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *ask = g_strdup_printf ("SELECT cast(%s AS text) FROM audit WHERE number = %d", columns[i], MIDDLE);
      g_autofree char *value = hx_fixture_text (self, ask);

      g_assert_nonnull (value);
      for (gsize at = 0; at < strlen (value); at++)
        {
          g_autofree char *other = g_strdup (value);
          g_autofree char *sql = NULL;

          other[at] = other[at] == '7' ? '8' : '7';
          sql = g_strdup_printf ("UPDATE audit SET %s = '%s' WHERE number = %d", columns[i], other, MIDDLE);
          audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE, sql);
          changed++;
        }
    }
  g_assert_cmpuint (changed, >, 300);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

/* Of the first row, one inside and the last: emptied, null, longer. */
static void
test_every_column (HxFixture    *self,
                   gconstpointer data)
{
  static const int rows[] = { 1, MIDDLE, ROWS };

  audit_write (self, ROWS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (columns) * G_N_ELEMENTS (rows); i++)
    {
      const char *column = columns[i / G_N_ELEMENTS (rows)];
      int row = rows[i % G_N_ELEMENTS (rows)];
      g_autofree char *longer = g_strdup_printf ("UPDATE audit SET %s = %s || '0' WHERE number = %d", column, column, row);
      g_autofree char *later = g_strdup_printf ("UPDATE audit SET at = at + 1 WHERE number = %d", row);
      g_autofree char *empty = g_strdup_printf ("UPDATE audit SET %s = '' WHERE number = %d", column, row);
      g_autofree char *null = g_strdup_printf ("UPDATE audit SET %s = NULL WHERE number = %d", column, row);
      gboolean is_time = strcmp (column, "at") == 0, is_first = row == 1 && strcmp (column, "previous") == 0;

      audit_finds (self, HX_AUDIT_FAULT_CHANGED, row, is_time ? later : longer);
      if (!is_time && !is_first)
        audit_finds (self, HX_AUDIT_FAULT_CHANGED, row, empty);
      if (strstr (" actor_id session_id record_id request_id reason detail anchor ", column) != NULL)
        audit_finds (self, HX_AUDIT_FAULT_CHANGED, row, null);
    }
}

/* What SQLite lets one write that looks the same to a program in C. */
static void
test_lookalikes (HxFixture    *self,
                 gconstpointer data)
{
  if (!hx_fixture_is_embedded ())
    {
      g_test_skip ("PostgreSQL has strict types and no zero bytes");
      return;
    }
  audit_write (self, ROWS, TRUE);
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE,
               "UPDATE audit SET thing = thing || char(0) || 'more' WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE, "UPDATE audit SET at = at + 0.5 WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE, "UPDATE audit SET at = ' ' || at || 'x' WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE, "UPDATE audit SET number = 6.5 WHERE number = 7");
}

static void
test_numbers (HxFixture    *self,
              gconstpointer data)
{
  audit_write (self, ROWS, TRUE);
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, MIDDLE, "UPDATE audit SET number = 100 WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_ADDED, 1, "UPDATE audit SET number = 0 WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_ADDED, 1, "UPDATE audit SET number = -7 WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, 1, "UPDATE audit SET number = number + 1000");
}

static void
test_removed (HxFixture    *self,
              gconstpointer data)
{
  audit_write (self, ROWS, TRUE);
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, 1, "DELETE FROM audit WHERE number = 1");
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, MIDDLE, "DELETE FROM audit WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, 3, "DELETE FROM audit WHERE number BETWEEN 3 AND 5");
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, ROWS, "DELETE FROM audit WHERE number = 12");
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 1, "DELETE FROM audit");
  /* The same with the numbers closed up, which takes two steps as they are unique. */
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, 1,
               "DELETE FROM audit WHERE number = 1; UPDATE audit SET number = number + 1000;"
               "UPDATE audit SET number = number - 1001; UPDATE audit_head SET number = 11");
  audit_finds (self, HX_AUDIT_FAULT_REMOVED, MIDDLE,
               "DELETE FROM audit WHERE number = 7; UPDATE audit SET number = number + 1000 WHERE number > 7;"
               "UPDATE audit SET number = number - 1001 WHERE number > 7; UPDATE audit_head SET number = 11");
}

#define COPY \
  "at, action, actor_id, session_id, origin, thing, record_id, request_id, reason, detail, anchor, key_id, previous, code"

static void
test_added (HxFixture    *self,
            gconstpointer data)
{
  audit_write (self, ROWS, TRUE);
  /* Invented, between two that fit. */
  audit_finds (self, HX_AUDIT_FAULT_ADDED, MIDDLE,
               "UPDATE audit SET number = number + 1000 WHERE number >= 7;"
               "UPDATE audit SET number = number - 999 WHERE number > 1000; UPDATE audit_head SET number = 13;"
               "INSERT INTO audit (number, at, action, origin, thing, key_id, previous, code)"
               " SELECT 7, at, 'erased', origin, 'customer', key_id, code, 'invented' FROM audit WHERE number = 6");
  /* Invented, at the end. */
  audit_finds (self, HX_AUDIT_FAULT_ADDED, ROWS + 1,
               "INSERT INTO audit (number, at, action, origin, thing, key_id, previous, code)"
               " SELECT 13, at, 'erased', origin, 'customer', key_id, code, 'invented' FROM audit WHERE number = 12");
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, ROWS + 1,
               "INSERT INTO audit (number, at, action, origin, thing, key_id, previous, code)"
               " SELECT 13, at, 'erased', origin, 'customer', key_id, code, 'invented' FROM audit WHERE number = 12;"
               "UPDATE audit_head SET number = 13, code = 'invented'");
  /* One that we wrote, once more. */
  audit_finds (self, HX_AUDIT_FAULT_ADDED, ROWS + 1,
               "INSERT INTO audit (number, " COPY ") SELECT 13, " COPY " FROM audit WHERE number = 7");
  audit_finds (self, HX_AUDIT_FAULT_ADDED, ROWS + 1,
               "INSERT INTO audit (number, " COPY ") SELECT 13, " COPY " FROM audit WHERE number = 12;"
               "UPDATE audit_head SET number = 13");
}

/* Where a month is a table of its own, nothing but the log itself says that a number is one row's. */
static void
test_added_to_another_month (HxFixture    *self,
                             gconstpointer data)
{
  static const char *const ats[] = { "at + 3456000000000", "at - 3456000000000", "at + 1" };

  if (hx_fixture_is_embedded ())
    {
      g_test_skip ("SQLite has one table, whose numbers are unique");
      return;
    }
  audit_write (self, ROWS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (ats); i++)
    {
      g_autofree char *copy = g_strdup_printf ("INSERT INTO audit (number, " COPY ") SELECT number, %s, action, actor_id,"
                                               " session_id, origin, thing, record_id, request_id, reason, detail, anchor,"
                                               " key_id, previous, code FROM audit WHERE number = 7",
                                               ats[i]);
      g_autofree char *moved = g_strdup_printf ("UPDATE audit SET at = %s WHERE number = 7", ats[i]);

      audit_finds (self, i == 1 ? HX_AUDIT_FAULT_CHANGED : HX_AUDIT_FAULT_ADDED, MIDDLE, copy);
      audit_finds (self, HX_AUDIT_FAULT_CHANGED, MIDDLE, moved);
    }
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 1, "ALTER TABLE audit DETACH PARTITION audit_default");
}

static void
test_reordered (HxFixture    *self,
                gconstpointer data)
{
  static const int pairs[][2] = { { 1, 2 }, { 1, ROWS }, { 3, 9 }, { MIDDLE, MIDDLE + 1 }, { ROWS - 1, ROWS } };

  audit_write (self, ROWS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("UPDATE audit SET number = 1000 WHERE number = %d;"
                             "UPDATE audit SET number = %d WHERE number = %d;"
                             "UPDATE audit SET number = %d WHERE number = 1000",
                             pairs[i][0], pairs[i][0], pairs[i][1], pairs[i][1]);

      audit_finds (self, HX_AUDIT_FAULT_REORDERED, pairs[i][0], sql);
    }
}

/* An engine may tell of a failure with the next statement only, and may let a number be twice. */
static gboolean
goes_on (HxFixture *self)
{
  const HxAuditEntry entry = { .action = HX_AUDIT_ERASED, .thing = "customer" };
  g_autoptr (HxStatement) row = NULL;

  if (!hx_audit_write (self->db, &entry, self->now, NULL))
    return FALSE;
  row = hx_db_query (self->db, NULL, "SELECT number FROM audit_head", "");
  return row != NULL;
}

static void
test_head (HxFixture    *self,
           gconstpointer data)
{
  audit_write (self, ROWS, TRUE);
  audit_finds (self, HX_AUDIT_FAULT_HEAD, ROWS, "UPDATE audit_head SET number = 11");
  audit_finds (self, HX_AUDIT_FAULT_HEAD, ROWS, "UPDATE audit_head SET code = 'other'");
  audit_finds (self, HX_AUDIT_FAULT_HEAD, 0, "DELETE FROM audit_head");
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, ROWS + 1, "UPDATE audit_head SET number = 13");
  /* The log goes on after the head was set back, though its next number is there already. */
  audit_tamper (self, "DELETE FROM audit WHERE number > 7;"
                      "UPDATE audit_head SET number = 6, code = (SELECT code FROM audit WHERE number = 6)");
  if (goes_on (self))
    {
      g_assert_false (hx_fixture_is_embedded ());
      audit_expect (self, HX_AUDIT_FAULT_ADDED, 7);
    }
  audit_undo (self);
}

static void
test_wrong_key (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "other", NULL);
  g_autoptr (HxKeyring) other = NULL;
  const char *const none[] = { NULL };
  g_auto (HxAuditVerdict) verdict = { 0 };

  audit_write (self, ROWS, TRUE);
  g_assert_true (hx_keyring_create_file (path, NULL));
  other = hx_keyring_load_file (path, NULL);
  g_assert_true (hx_audit_verify (self->db, other, none, &verdict, NULL));
  g_assert_cmpstr (hx_audit_fault_name (verdict.fault), ==, "wrong key");
  /* A row that names a key of its own is a changed row, not another log. */
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, 1, "UPDATE audit SET key_id = 'k9' WHERE number = 1");
}

static void
test_rotation (HxFixture    *self,
               gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "keys", NULL);
  g_autofree char *id = NULL;

  audit_write (self, ROWS, TRUE);
  g_assert_true (hx_keyring_add_to_file (path, &id, NULL));
  g_assert_true (hx_keyring_refresh (hx_db_get_keyring (self->db), NULL));
  audit_write (self, ROWS, TRUE);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(DISTINCT key_id) FROM audit"), ==, 2);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_CHANGED, ROWS + 1, "UPDATE audit SET key_id = 'k1' WHERE number = 13");
}

static void
refuses (HxFixture  *self,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hx_db_execute (self->db, sql, &error));
  g_assert_nonnull (strstr (error->message, "append-only"));
}

static void
test_triggers (HxFixture    *self,
               gconstpointer data)
{
  audit_write (self, ROWS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE audit SET %s = %s WHERE number = 3", columns[i], columns[i]);

      refuses (self, sql);
    }
  refuses (self, "DELETE FROM audit WHERE number = 12");
  refuses (self, "DELETE FROM audit");
  refuses (self, "DELETE FROM audit_head");
  refuses (self, "UPDATE audit_head SET number = 11");
  if (!hx_fixture_is_embedded ())
    {
      refuses (self, "TRUNCATE audit");
      refuses (self, "TRUNCATE audit_head");
    }
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

#define TEST(path, func) \
  g_test_add ("/audit-verify/" path, HxFixture, NULL, hx_fixture_set_up, func, hx_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("sound", test_sound);
  TEST ("every-byte", test_every_byte);
  TEST ("every-column", test_every_column);
  TEST ("lookalikes", test_lookalikes);
  TEST ("numbers", test_numbers);
  TEST ("removed", test_removed);
  TEST ("added", test_added);
  TEST ("added-to-another-month", test_added_to_another_month);
  TEST ("reordered", test_reordered);
  TEST ("head", test_head);
  TEST ("wrong-key", test_wrong_key);
  TEST ("rotation", test_rotation);
  TEST ("triggers", test_triggers);
  return g_test_run ();
}
