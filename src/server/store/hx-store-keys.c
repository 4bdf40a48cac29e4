/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-store-keys.h"

#include "secrets/hx-blind-index.h"

#include <string.h>

/* The step that made the table of keys. */
#define STEP 3

#define REMEMBERED "SELECT key_id, check_value FROM store_keys ORDER BY created_at, key_id"

/* A new store has no such table, and an old one may be asked before it is migrated. */
static gboolean
has_table (HxDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &error, "SELECT number FROM schema_migrations WHERE number = $1", "i", (gint64) STEP);

  return row != NULL;
}

static gboolean
count (HxDb    *db,
       gint64  *amount,
       GError **error)
{
  g_autoptr (HxStatement) row = NULL;

  *amount = 0;
  if (!has_table (db))
    return TRUE;
  row = hx_db_query (db, error, "SELECT count(*) FROM store_keys", "");
  if (row == NULL)
    return FALSE;
  *amount = hx_statement_get_int (row, 0);
  return TRUE;
}

static gboolean
check_one (HxKeyring  *keyring,
           const char *key_id,
           const char *remembered,
           GError    **error)
{
  g_autofree char *value = hx_key_check_value (keyring, key_id);

  if (value == NULL)
    g_set_error (error, HX_ERROR, HX_ERROR_STORE_KEYS,
                 "The store was written with the key “%s”, which is not among the keys given. Nothing was changed;"
                 " start again with the key file that belongs to this store",
                 key_id);
  else if (strcmp (value, remembered) != 0)
    g_set_error (error, HX_ERROR, HX_ERROR_STORE_KEYS,
                 "The key “%s” is not the one that the store was written with. Nothing was changed; start again with"
                 " the key file that belongs to this store",
                 key_id);
  else
    return TRUE;
  return FALSE;
}

/**
 * hx_store_keys_check:
 * @db: a connection
 * @keyring: the keys that were given
 * @error: %HX_ERROR_STORE_KEYS for a key that is missing or another one
 *
 * To be asked before anything is written.
 *
 * Returns: whether @keyring opens what the store has sealed
 */
gboolean
hx_store_keys_check (HxDb      *db,
                     HxKeyring *keyring,
                     GError   **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = NULL;
  HxStep step;

  if (!has_table (db))
    return TRUE;
  rows = hx_db_query (db, &failure, REMEMBERED, "");
  for (step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW; step = hx_statement_step (rows, &failure))
    if (!check_one (keyring, hx_statement_get_text (rows, 0), hx_statement_get_text (rows, 1), error))
      return FALSE;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_store_keys_remember:
 * @db: a connection for writing, in a transaction
 * @keyring: keys that were checked
 * @now: µs UTC
 * @error: the store's
 *
 * A key is remembered before anything is sealed with it, so a store never holds
 * what it cannot name the key of.
 *
 * Returns: whether all keys are remembered
 */
gboolean
hx_store_keys_remember (HxDb      *db,
                        HxKeyring *keyring,
                        gint64     now,
                        GError   **error)
{
  for (guint i = 0; i < hx_keyring_get_size (keyring); i++)
    {
      const char *id = hx_keyring_get_id (keyring, i);
      g_autofree char *value = hx_key_check_value (keyring, id);

      if (!hx_db_run (db, error,
                      "INSERT INTO store_keys (key_id, check_value, created_at) VALUES ($1, $2, $3)"
                      " ON CONFLICT (key_id) DO NOTHING",
                      "ssi", id, value, now + i))
        return FALSE;
    }
  /* Another server may have been first, with another key of that name. */
  return hx_store_keys_check (db, keyring, error);
}

static HxKeyring *
load (HxDb       *db,
      const char *path,
      const char *command,
      gboolean    may_create,
      GError    **error)
{
  gint64 known;

  if (command != NULL)
    return hx_keyring_load_command (command, error);
  /* Only a store that never had keys gets new ones: for one that had, they would hide that the right ones are lost. */
  if (may_create && !g_file_test (path, G_FILE_TEST_EXISTS)
      && (!count (db, &known, error) || (known == 0 && !hx_keyring_create_file (path, error))))
    return NULL;
  return hx_keyring_load_file (path, error);
}

/**
 * hx_store_keys_open:
 * @db: a connection
 * @path: the key file
 * @command: (nullable): a program that prints the keys; goes before @path
 * @may_create: whether a store that never had keys gets a new key file
 * @error: %HX_ERROR_STORE_KEYS for keys that are lost, wrong or not kept safely; or the store's
 *
 * Nothing is written to the store, so one whose keys are not there stays as it is.
 *
 * Returns: whether @db has its keys
 */
gboolean
hx_store_keys_open (HxDb       *db,
                    const char *path,
                    const char *command,
                    gboolean    may_create,
                    GError    **error)
{
  g_autoptr (HxKeyring) keyring = load (db, path, command, may_create, error);

  if (keyring == NULL || !hx_store_keys_check (db, keyring, error))
    return FALSE;
  hx_db_set_keyring (db, keyring);
  return !has_table (db) || hx_store_keys_follow (db, error);
}
