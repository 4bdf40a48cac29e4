/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the servers of a store go over to a new key. */
#include "hx-fixture.h"
#include "hx-time.h"
#include "service/hx-customer-search-private.h"
#include "store/hx-store-keys.h"

static char *
make_customer (HxFixture *self)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"欧阳\",\"identities\":[{\"kind\":\"phone\",\"value\":\"199-0000-4321\"}]}");
  return g_strdup (hx_record_get_id (self->reply));
}

static void
beat (HxFixture  *self,
      const char *server,
      gint64      at,
      const char *key)
{
  g_assert_true (hx_db_run (self->db, NULL,
                            "INSERT INTO servers (id, seen_at, known_key) VALUES ($1, $2, $3)"
                            " ON CONFLICT (id) DO UPDATE SET seen_at = $2, known_key = $3",
                            "sis", server, at, key));
}

/* A new key is written with when all servers that are there have it, not when the first one sees it. */
static void
test_when_known (HxFixture    *self,
                        gconstpointer data)
{
  HxKeyring *keyring = hx_db_get_keyring (self->db);
  g_autofree char *key = NULL;
  gboolean turned;

  hx_fixture_tick (self);
  key = hx_fixture_add_key (self);
  beat (self, "gone", self->now - 60 * HX_SECOND, NULL);
  beat (self, "this one", self->now, key);
  beat (self, "another", self->now, "k1");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (hx_store_keys_turn (self->db, self->now - 15 * HX_SECOND, &turned, NULL));
      g_assert_false (turned);
      g_assert_true (hx_store_keys_follow (self->db, NULL));
      g_assert_cmpstr (hx_keyring_get_current (keyring), ==, "k1");
      beat (self, "another", self->now, NULL);
    }
  beat (self, "another", self->now, key);
  g_assert_true (hx_store_keys_turn (self->db, self->now - 15 * HX_SECOND, &turned, NULL));
  g_assert_true (turned);
  g_assert_true (hx_store_keys_follow (self->db, NULL));
  g_assert_cmpstr (hx_keyring_get_current (keyring), ==, key);
  g_assert_true (hx_store_keys_turn (self->db, self->now - 15 * HX_SECOND, &turned, NULL));
  g_assert_false (turned);
}

/* One that was taken for gone: it asks before it looks anybody up or writes, and who has not been given the key does neither. */
static void
test_while_away (HxFixture    *self,
                        gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "keys", NULL), *copy = g_build_filename (self->folder, "copy", NULL);
  g_autofree char *id = make_customer (self), *key = NULL, *text = NULL, *found = NULL;
  g_autoptr (HxKeyring) away = hx_keyring_load_file (path, NULL);
  g_autoptr (HxKeyring) without = NULL;
  g_autoptr (HxDb) db = hx_db_open (self->uri, HX_DB_WRITE, NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_set_contents_full (copy, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  key = hx_fixture_add_key (self);
  while (hx_fixture_int (self, "SELECT count(*) FROM store_keys WHERE resealed_at IS NULL") > 0)
    hx_fixture_tick (self);
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM identities WHERE value LIKE 'v1.k1.%' OR value_index LIKE 'k1.%'"), ==, 0);
  hx_db_set_keyring (db, away);
  g_assert_true (hx_store_keys_follow (db, NULL));
  g_assert_cmpstr (hx_keyring_get_current (away), ==, key);
  found = hx_customer_find_owner (db, "phone", "+8619900004321", NULL);
  g_assert_cmpstr (found, ==, id);
  /* Its copy of the file lacks the key. */
  without = hx_keyring_load_file (copy, NULL);
  hx_db_set_keyring (db, without);
  g_assert_false (hx_store_keys_follow (db, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_clear_error (&self->error);
  g_assert_false (hx_store_keys_ready (db, &self->error));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_STORE_KEYS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/key-turns/when-known", HxFixture, NULL, hx_fixture_set_up, test_when_known, hx_fixture_tear_down);
  g_test_add ("/key-turns/while-away", HxFixture, NULL, hx_fixture_set_up, test_while_away, hx_fixture_tear_down);
  return g_test_run ();
}
