/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "secrets/hx-blind-index.h"
#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define FIRST "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SECOND "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"

typedef struct
{
  char *folder;
  char *path;
  char *uri;
  GError *error;
} Place;

static void
set_up (Place        *place,
        gconstpointer data)
{
  place->folder = g_dir_make_tmp ("hx-keys-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "keys", NULL);
  place->uri = g_strdup_printf ("sqlite:%s/store.db", place->folder);
}

static void
tear_down (Place        *place,
           gconstpointer data)
{
  hx_fixture_remove (place->folder);
  g_clear_error (&place->error);
  g_free (place->folder);
  g_free (place->path);
  g_free (place->uri);
}

static void
write_keys (Place      *place,
            const char *text,
            int         mode)
{
  g_assert_true (g_file_set_contents (place->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (place->path, (mode_t) mode), ==, 0);
}

static void
refused (Place      *place,
         const char *text,
         int         mode)
{
  write_keys (place, text, mode);
  g_assert_null (hx_keyring_load_file (place->path, &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  /* What stands in the file is no part of what is said about it. */
  g_assert_null (strstr (place->error->message, "0a0b0c"));
  g_clear_error (&place->error);
}

static void
test_file (Place        *place,
           gconstpointer data)
{
  g_autoptr (HxKeyring) keyring = NULL;
  guint8 fields[HX_KEY_BYTES], index[HX_KEY_BYTES], other[HX_KEY_BYTES];

  write_keys (place, "# ours\nk1 " FIRST "\n\n2026-b " SECOND "\r\n", 0600);
  keyring = hx_keyring_load_file (place->path, &place->error);
  g_assert_no_error (place->error);
  g_assert_cmpuint (hx_keyring_get_size (keyring), ==, 2);
  g_assert_cmpstr (hx_keyring_get_current (keyring), ==, "2026-b");
  g_assert_true (hx_keyring_derive (keyring, "k1", HX_KEY_FIELDS, fields));
  g_assert_true (hx_keyring_derive (keyring, "k1", HX_KEY_BLIND_INDEX, index));
  g_assert_true (hx_keyring_derive (keyring, "2026-b", HX_KEY_FIELDS, other));
  g_assert_cmpint (memcmp (fields, index, sizeof fields), !=, 0);
  g_assert_cmpint (memcmp (fields, other, sizeof fields), !=, 0);
  g_assert_false (hx_keyring_derive (keyring, "k", HX_KEY_FIELDS, other));
  g_assert_false (hx_keyring_derive (keyring, "k12", HX_KEY_FIELDS, other));
  g_assert_false (hx_keyring_derive (keyring, "", HX_KEY_FIELDS, other));
}

static void
test_refused (Place        *place,
              gconstpointer data)
{
  g_assert_null (hx_keyring_load_file (place->path, &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_clear_error (&place->error);
  refused (place, "k1 " FIRST "\n", 0640);
  refused (place, "k1 " FIRST "\n", 0604);
  refused (place, "k1 " FIRST "\n", 0700);
  refused (place, "", 0600);
  refused (place, "# nothing\n", 0600);
  refused (place, "k1 " FIRST "0\n", 0600);
  refused (place, "k1 000102030405060708090a0b0c\n", 0600);
  refused (place, "k1 zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600);
  refused (place, "k.1 " FIRST "\n", 0600);
  refused (place, "k1" FIRST "\n", 0600);
  refused (place, "a-name-that-is-too-long " FIRST "\n", 0600);
  refused (place, "k1 " FIRST "\nk1 " SECOND "\n", 0600);
  refused (place, "k1 0000000000000000000000000000000000000000000000000000000000000000\n", 0600);
}

static void
test_command (Place        *place,
              gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("cat '%s'", place->path);
  g_autoptr (HxKeyring) keyring = NULL;

  write_keys (place, "k1 " FIRST "\n", 0600);
  keyring = hx_keyring_load_command (command, &place->error);
  g_assert_no_error (place->error);
  g_assert_cmpstr (hx_keyring_get_current (keyring), ==, "k1");
  g_assert_null (hx_keyring_load_command ("false", &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_clear_error (&place->error);
  g_assert_null (hx_keyring_load_command ("no-such-program-of-huixiang", &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
}

static void
test_rotate (Place        *place,
             gconstpointer data)
{
  g_autoptr (HxKeyring) keyring = NULL;
  g_autofree char *id = NULL;
  const guint8 *before;
  GStatBuf info;

  g_assert_true (hx_keyring_create_file (place->path, &place->error));
  g_assert_cmpint (g_stat (place->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  keyring = hx_keyring_load_file (place->path, &place->error);
  g_assert_no_error (place->error);
  before = hx_keyring_peek (keyring, "k1", 2, HX_KEY_AUDIT);
  /* A file that is there is never made anew. */
  g_assert_true (hx_keyring_create_file (place->path, &place->error));
  g_assert_true (hx_keyring_add_to_file (place->path, &id, &place->error));
  g_assert_cmpstr (id, ==, "k2");
  g_assert_cmpstr (hx_keyring_get_current (keyring), ==, "k1");
  g_assert_true (hx_keyring_refresh (keyring, &place->error));
  g_assert_cmpstr (hx_keyring_get_current (keyring), ==, "k2");
  g_assert_true (before == hx_keyring_peek (keyring, "k1", 2, HX_KEY_AUDIT));
  /* A file that is gone takes nothing away. */
  g_unlink (place->path);
  g_assert_false (hx_keyring_refresh (keyring, NULL));
  g_assert_cmpuint (hx_keyring_get_size (keyring), ==, 2);
}

static HxDb *
open_store (Place   *place,
            GError **error)
{
  g_autoptr (HxDb) db = hx_db_open (place->uri, HX_DB_WRITE, error);

  g_assert_nonnull (db);
  if (!hx_store_keys_open (db, place->path, NULL, TRUE, error))
    return NULL;
  g_assert_true (hx_migrate (db, error));
  g_assert_true (hx_store_keys_remember (db, hx_db_get_keyring (db), 1, error));
  return g_steal_pointer (&db);
}

static char *
digest_of (Place *place)
{
  g_autofree char *path = g_build_filename (place->folder, "store.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
}

/* Lost or other keys are told, and the store stays as it is, byte for byte. */
static void
test_store (Place        *place,
            gconstpointer data)
{
  HxDb *db = open_store (place, &place->error);
  g_autofree char *kept = NULL, *before = NULL, *after = NULL;

  g_assert_no_error (place->error);
  g_assert_true (hx_db_checkpoint (db, TRUE, NULL));
  hx_db_close (db);
  g_assert_true (g_file_get_contents (place->path, &kept, NULL, NULL));
  before = digest_of (place);

  g_unlink (place->path);
  g_assert_null (open_store (place, &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_assert_nonnull (strstr (place->error->message, "is not there"));
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
  g_clear_error (&place->error);

  write_keys (place, "k1 " FIRST "\n", 0600);
  g_assert_null (open_store (place, &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_clear_error (&place->error);
  write_keys (place, "other " FIRST "\n", 0600);
  g_assert_null (open_store (place, &place->error));
  g_assert_error (place->error, HX_ERROR, HX_ERROR_STORE_KEYS);
  g_clear_error (&place->error);
  after = digest_of (place);
  g_assert_cmpstr (before, ==, after);

  write_keys (place, kept, 0600);
  db = open_store (place, &place->error);
  g_assert_no_error (place->error);
  hx_db_close (db);
}

static void
test_blind_index (Place        *place,
                  gconstpointer data)
{
  g_autoptr (HxKeyring) keyring = NULL;
  g_autofree char *one = NULL, *same = NULL, *column = NULL, *key = NULL, *none = NULL;

  write_keys (place, "k1 " FIRST "\nk2 " SECOND "\n", 0600);
  keyring = hx_keyring_load_file (place->path, NULL);
  one = hx_blind_index_current (keyring, "identities.value", "+8619900001234");
  same = hx_blind_index (keyring, "k2", "identities.value", "+8619900001234");
  column = hx_blind_index (keyring, "k2", "identities.valu", "e+8619900001234");
  key = hx_blind_index (keyring, "k1", "identities.value", "+8619900001234");
  none = hx_blind_index (keyring, "k3", "identities.value", "+8619900001234");
  g_assert_true (g_str_has_prefix (one, "k2."));
  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one + 3, !=, column + 3);
  g_assert_cmpstr (one + 3, !=, key + 3);
  g_assert_null (none);
  g_assert_true (hx_blind_index_is (keyring, key, "identities.value", "+8619900001234"));
  g_assert_false (hx_blind_index_is (keyring, key, "identities.value", "+8619900001235"));
  g_assert_false (hx_blind_index_is (keyring, "k9.00", "identities.value", "+8619900001234"));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Place *, gconstpointer);
  } tests[] = {
    { "/keyring/file", test_file },       { "/keyring/refused", test_refused }, { "/keyring/command", test_command },
    { "/keyring/rotate", test_rotate },   { "/keyring/store", test_store },     { "/keyring/blind-index", test_blind_index },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
