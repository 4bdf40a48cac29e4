/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-keys-command.h"

#include "audit/hx-audit-row.h"
#include "hx-time.h"
#include "service/hx-presence.h"
#include "store/hx-migrate.h"
#include "store/hx-reseal.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"

#include <string.h>

/* Rows of one transaction: a server beside us must not wait for long. */
#define AT_ONCE 500

static int
say_failed (const GError *error)
{
  g_printerr ("huixiangd: %s.\n", error->message);
  return 1;
}

static gboolean
commit (HxDb     *db,
        gboolean  good,
        GError  **error)
{
  if (good && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/* From here on the store names the key, and whoever serves it uses it when all of them have it. */
static gboolean
announce (HxDb    *db,
          GError **error)
{
  const HxAuditEntry entry = { .action = HX_AUDIT_KEYS_ROTATED, .origin = HX_ORIGIN_SERVER, .thing = "key" };
  gint64 now = hx_time_now ();

  return hx_db_execute (db, "BEGIN IMMEDIATE", error)
         && commit (db,
                    hx_store_keys_remember (db, hx_db_get_keyring (db), now, error)
                        && hx_audit_write (db, &entry, now, error),
                    error);
}

/* From the commit that says so on the new key is written with. */
static gboolean
reseal_some (HxDb      *db,
             gboolean  *done,
             GError   **error)
{
  gint64 now = hx_time_now ();
  gboolean turned;

  *done = FALSE;
  return hx_store_keys_turn (db, now - HX_SERVER_GONE, &turned, error)
         && (turned || (hx_store_keys_follow (db, error) && hx_reseal_step (db, AT_ONCE, now, done, error)));
}

static gboolean
reseal_all (HxDb    *db,
            GError **error)
{
  gboolean done = FALSE;

  while (!done)
    if (!hx_db_execute (db, "BEGIN IMMEDIATE", error) || !commit (db, reseal_some (db, &done, error), error))
      return FALSE;
  return TRUE;
}

/* A server that has the store does the sealing itself; else nobody would until the next start. */
static gboolean
reseal_unless_served (const HxConfig *config,
                      HxDb           *db,
                      GError        **error)
{
  g_autoptr (GError) busy = NULL;
  HxStoreLock *lock = g_str_has_prefix (config->store, "sqlite:") ? hx_store_lock (config->store, &busy) : NULL;
  gboolean done;

  if (lock == NULL)
    {
      g_printerr ("huixiangd: the servers of this store will seal it with the new key, a little at a time.\n");
      return TRUE;
    }
  done = reseal_all (db, error);
  hx_store_unlock (lock);
  if (done)
    g_printerr ("huixiangd: everything is sealed with the new key.\n");
  return done;
}

/* The store is opened with the keys that it knows before a new one is made for it. */
static int
rotate (const HxConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxDb) db = hx_db_open (config->store, HX_DB_WRITE, &error);
  g_autofree char *id = NULL;

  if (db == NULL || !hx_store_keys_open (db, config->keys, config->key_command, FALSE, &error))
    return say_failed (error);
  if (config->key_command == NULL)
    {
      if (!hx_keyring_add_to_file (config->keys, &id, &error) || !hx_keyring_refresh (hx_db_get_keyring (db), &error))
        return say_failed (error);
      g_printerr ("huixiangd: %s has the new key “%s”. Keep the old ones: backups and the audit log need them.\n",
                  config->keys, id);
    }
  return announce (db, &error) && reseal_unless_served (config, db, &error) ? 0 : say_failed (error);
}

static int
create (const HxConfig *config)
{
  g_autoptr (GError) error = NULL;

  if (g_file_test (config->keys, G_FILE_TEST_EXISTS))
    {
      g_printerr ("huixiangd: %s is there already; “huixiangd keys rotate” adds a key.\n", config->keys);
      return 1;
    }
  return hx_keyring_create_file (config->keys, &error) ? 0 : say_failed (error);
}

/**
 * hx_keys_command:
 * @config: a complete configuration
 * @argc: number of arguments, the command's name among them
 * @argv: `keys create` makes a key file; `keys rotate` adds a key to it, or takes
 *   the newest that the key command prints, and has the store sealed with it
 *
 * Returns: the status to exit with
 */
int
hx_keys_command (HxConfig *config,
                 int       argc,
                 char    **argv)
{
  if (argc == 2 && strcmp (argv[1], "create") == 0 && config->keys != NULL)
    return create (config);
  if (argc == 2 && strcmp (argv[1], "rotate") == 0)
    return rotate (config);
  g_printerr ("huixiangd: it is “keys create” or “keys rotate”.\n");
  return 2;
}
