/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-history.h"
#include "store/hx-reseal.h"
#include "store/hx-store-keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define REASON "{\"reason\":\"客户来电核对号码\"}"

/* Everything that is personal in what the test writes; the numbers are nobody's. */
static const char *const personal[] = { "欧阳", "晓霏", "+8619900004321", "19900004321", "wx-晓霏", "回访码 7788", "备注甲",
                                        "客户说短信没有收到", "草稿里的名字" };

static gboolean
file_has (const char *path,
          const char *text)
{
  g_autofree char *bytes = NULL;
  gsize length, wanted = strlen (text);

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  for (gsize i = 0; i + wanted <= length; i++)
    if (memcmp (bytes + i, text, wanted) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
store_has (HxFixture  *self,
           const char *text)
{
  static const char *const parts[] = { "store.db", "store.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, parts[i], NULL);

      if (file_has (path, text))
        return TRUE;
    }
  return FALSE;
}

static void
test_at_rest (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);

  /* The search is good for something: what is not personal is found. Only an embedded store is a file here. */
  if (g_str_has_prefix (self->uri, "sqlite:"))
    g_assert_true (store_has (self, "C00001"));
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    g_assert_false (store_has (self, personal[i]));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_GET, &self->agent, id, NULL, NULL);
  g_assert_cmpstr (hx_record_get_text (self->reply, HX_CUSTOMER_FAMILY_NAME), ==, "欧阳");
  g_assert_nonnull (strstr (self->body, "199****4321"));
  g_assert_null (strstr (self->body, "19900004321"));
}

/* What is moved from one row to another does not open there, and what was changed does not open at all. */
static void
test_bound (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *first = hx_history_customer (self);
  g_autofree char *second = NULL;

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"李\"}");
  second = g_strdup (hx_record_get_id (self->reply));
  g_assert_true (hx_db_run (self->db, NULL,
                            "UPDATE customers SET family_name = (SELECT family_name FROM customers WHERE id = $1)"
                            " WHERE id = $2",
                            "ss", first, second));
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_GET, &self->agent, second, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_GET, &self->agent, first, NULL, NULL);
  g_assert_true (hx_db_run (self->db, NULL,
                            "UPDATE customers SET family_name = substr (family_name, 1, length (family_name) - 4) ||"
                            " 'AAAA' WHERE id = $1",
                            "s", first));
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_GET, &self->agent, first, NULL, NULL));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_CORRUPT);
}

/* Without its line in the log nothing is seen. (An engine across a wire tells of it at the commit.) */
static void
refuse_without_audit (HxFixture  *self,
                      const char *id)
{
  g_assert_true (hx_db_execute (self->db, "ALTER TABLE audit RENAME TO audit_away", NULL));
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON));
  g_assert_null (self->body);
  g_assert_true (hx_db_execute (self->db, "ALTER TABLE audit_away RENAME TO audit", NULL));
}

static void
test_reveal (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = hx_history_customer (self);
  gint64 lines = hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'revealed'");

  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, "{\"reason\":\"看看，!\"}"));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, self->agent.user_id, NULL, REASON));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_NOT_FOUND);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'revealed'"), ==, lines);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON);
  g_assert_nonnull (strstr (self->body, "+8619900004321"));
  g_assert_nonnull (strstr (self->body, "晓霏"));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'revealed'"), ==, lines + 1);
  g_assert_false (store_has (self, "客户来电核对号码"));
  if (g_str_has_prefix (self->uri, "sqlite:"))
    refuse_without_audit (self, id);
  g_assert_true (hx_db_execute (self->db, "UPDATE customers SET frozen = 1", NULL));
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_ERASE, &self->compliance, id, NULL, REASON));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
}

static const char *const left[] = {
  "SELECT count(*) FROM identities",
  "SELECT count(*) FROM customers WHERE family_name IS NOT NULL OR given_name IS NOT NULL OR tags IS NOT NULL"
  " OR family_index IS NOT NULL OR name_index IS NOT NULL",
  "SELECT count(*) FROM contacts WHERE summary IS NOT NULL OR attributes IS NOT NULL",
  "SELECT count(*) FROM calls WHERE number IS NOT NULL",
  "SELECT count(*) FROM wrapups WHERE draft IS NOT NULL",
  "SELECT count(*) FROM feedback WHERE case_text <> '' OR facts IS NOT NULL",
  "SELECT count(*) FROM recordings WHERE state <> 'erased' OR file IS NOT NULL OR peaks IS NOT NULL",
  "SELECT count(*) FROM erasures WHERE finished_at IS NULL",
  "SELECT count(*) FROM files WHERE state = 'kept'",
};

static const char kept_counts[] = "SELECT (SELECT cast(sum(amount) as text) FROM contact_counts) || ' of ' ||"
                                  " (SELECT cast(count(*) as text) FROM contacts)";

/* A history too long for one step is erased by the ticks that follow, whoever makes them. */
static void
test_erase (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *before = NULL, *after = NULL;
  guint ticks = 0;

  hx_history_feedback (self);
  hx_history_audio (self);
  hx_history_touches (self, id, 900);
  before = hx_fixture_text (self, kept_counts);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_ERASE, &self->compliance, id, NULL, REASON);
  g_assert_cmpint (hx_record_get_enum (self->reply, HX_CUSTOMER_STATE), ==, HX_CUSTOMER_ERASED);
  g_assert_cmpint (hx_fixture_int (self, left[7]), ==, 1);
  while (hx_fixture_int (self, left[7]) > 0)
    {
      hx_fixture_tick (self);
      g_assert_true (self->more);
      g_assert_cmpuint (++ticks, <, 10);
    }
  g_assert_cmpuint (ticks, >, 1);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_test_message ("%s", left[i]);
      g_assert_cmpint (hx_fixture_int (self, left[i]), ==, 0);
    }
  after = hx_fixture_text (self, kept_counts);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM feedback WHERE pain_point = '短信没到'"), ==, 1);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM audit WHERE action = 'erased'"), ==, 1);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_ERASE, &self->compliance, id, NULL, REASON));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_CONFLICT);
  g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON));
  /* The same number is somebody new. */
  hx_fixture_cti (self, "newCall", "c-2", ",\"direction\":\"in\",\"from\":\"19900004321\",\"to\":\"4001\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 2);
}

static gint64
sealed_with (HxFixture  *self,
             const char *key)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count(*) FROM identities WHERE value LIKE 'v1.%s.%%' AND value_index LIKE '%s.%%')"
      " + (SELECT count(*) FROM customers WHERE family_name LIKE 'v1.%s.%%')"
      " + (SELECT count(*) FROM contacts WHERE summary LIKE 'v1.%s.%%')"
      " + (SELECT count(*) FROM calls WHERE number LIKE 'v1.%s.%%')"
      " + (SELECT count(*) FROM wrapups WHERE draft LIKE 'v1.%s.%%')",
      key, key, key, key, key, key);

  return hx_fixture_int (self, sql);
}

/* A key is added while the server runs; customers are found before, while and after rows are sealed with it. */
static void
test_rotate (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);
  g_autofree char *key = NULL;
  guint ticks = 0;

  hx_history_touches (self, id, 700);
  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    hx_fixture_tick (self);
  key = hx_fixture_add_key (self);
  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    {
      hx_fixture_must (self, HX_OPERATION_CUSTOMERS_SEARCH, &self->agent, NULL, NULL, "{\"identity\":\"19900004321\"}");
      g_assert_nonnull (strstr (self->body, "199****4321"));
      hx_fixture_cti (self, "newCall", "again", ",\"direction\":\"in\",\"from\":\"19900004321\",\"to\":\"4001\"");
      g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 1);
      hx_fixture_tick (self);
      g_assert_cmpuint (++ticks, <, 20);
    }
  g_assert_cmpuint (ticks, >, 2);
  g_assert_cmpint (sealed_with (self, "k1"), ==, 0);
  g_assert_cmpint (sealed_with (self, key), ==, 2 + 1 + 701 + 2 + 1);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_SEARCH, &self->agent, NULL, NULL, "{\"q\":\"欧阳晓霏\"}");
  g_assert_nonnull (strstr (self->body, "199****4321"));
}

/* Another server was faster and has sealed everything with the new key: this one reads it all the same, finds who was
 * sealed with it, and seals with it. */
static void
test_rotate_elsewhere (HxFixture    *self,
                       gconstpointer data)
{
  g_autofree char *key = NULL, *id = NULL;

  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    hx_fixture_tick (self);
  key = hx_fixture_add_key (self);
  g_assert_true (hx_db_execute (self->db, "UPDATE store_keys SET resealed_at = 1", NULL));
  hx_fixture_tick (self);
  id = hx_history_make (self);
  g_assert_cmpint (sealed_with (self, "k1"), ==, 0);
  g_assert_cmpint (sealed_with (self, key), >, 0);
}

/* What a new store is given later is not looked at once more; one that holds somebody is. */
static void
test_new_store (HxFixture    *self,
                gconstpointer data)
{
  static const char due[] = "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL";
  g_autofree char *id = NULL, *key = NULL;

  g_assert_cmpint (hx_fixture_int (self, due), ==, 1);
  g_assert_true (hx_reseal_spare_new (self->db, self->now, NULL));
  g_assert_cmpint (hx_fixture_int (self, due), ==, 0);
  /* A second key is one that another server may not have read yet. */
  key = hx_fixture_add_key (self);
  g_assert_true (hx_reseal_spare_new (self->db, self->now, NULL));
  g_assert_cmpint (hx_fixture_int (self, due), ==, 1);
  id = hx_history_make (self);
  g_assert_true (hx_db_execute (self->db, "DELETE FROM store_keys WHERE key_id <> 'k1'; UPDATE store_keys SET resealed_at = NULL", NULL));
  g_assert_true (hx_reseal_spare_new (self->db, self->now, NULL));
  g_assert_cmpint (hx_fixture_int (self, due), ==, 1);
}

/* A store from before there were keys: in clear, without indexes. */
static void
test_old_store (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);

  hx_fixture_unseal (self->db);
  g_assert_true (hx_db_execute (self->db,
                                "UPDATE identities SET value_index = NULL, tail_index = NULL;"
                                "UPDATE customers SET family_index = NULL, name_index = NULL",
                                NULL));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_SEARCH, &self->agent, NULL, NULL, "{\"identity\":\"19900004321\"}");
  g_assert_nonnull (strstr (self->body, "199****4321"));
  hx_fixture_cti (self, "newCall", "again", ",\"direction\":\"in\",\"from\":\"19900004321\",\"to\":\"4001\"");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM customers"), ==, 1);
  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    hx_fixture_tick (self);
  g_assert_cmpint (sealed_with (self, "k1"), ==, 2 + 1 + 1 + 2 + 1);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_SEARCH, &self->agent, NULL, NULL, "{\"q\":\"4321\"}");
  g_assert_nonnull (strstr (self->body, id));
}

/* Sealed summaries are looked into; a page that finds little still leads to the next one. */
static void
test_words (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *id = hx_history_make (self);

  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"码 77\"}");
  g_assert_nonnull (strstr (self->body, "回访码 7788"));
  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"没有这句\"}");
  g_assert_cmpstr (self->body, ==, "{\"items\":[],\"next\":null}");
  hx_history_touches (self, id, 3);
  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"回访\",\"limit\":2}");
  g_assert_nonnull (self->next);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (HxFixture *, gconstpointer);
  } tests[] = {
    { "/privacy/at-rest", test_at_rest },     { "/privacy/bound", test_bound },     { "/privacy/reveal", test_reveal },
    { "/privacy/erase", test_erase },         { "/privacy/rotate", test_rotate },
    { "/privacy/rotate-elsewhere", test_rotate_elsewhere },
    { "/privacy/old-store", test_old_store }, { "/privacy/words", test_words },
    { "/privacy/new-store", test_new_store },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].run, hx_fixture_tear_down);
  return g_test_run ();
}
