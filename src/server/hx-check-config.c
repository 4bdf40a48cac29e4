/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-check-config.h"
#include "hx-listen.h"
#include "hx-migrate-command.h"
#include "secrets/hx-keyring.h"
#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Nothing here makes, locks or writes anything: a server may be running with the same configuration. */

static void
take (GPtrArray  *problems,
      const char *what,
      GError     *error)
{
  g_ptr_array_add (problems, g_strdup_printf ("%s: %s", what, error->message));
  g_error_free (error);
}

static void G_GNUC_PRINTF (3, 4)
complain (GPtrArray  *problems,
          const char *what,
          const char *format,
          ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (problems, g_strdup_printf ("%s: %s", what, words));
}

/* What is not there yet will be made: in the nearest folder that is. */
static void
check_can_be_made (GPtrArray  *problems,
                   const char *what,
                   const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (access (folder, F_OK) != 0 && strcmp (folder, "/") != 0 && strcmp (folder, ".") != 0)
    {
      char *above = g_path_get_dirname (folder);

      g_free (folder);
      folder = above;
    }
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    complain (problems, what, "%s is no folder", folder);
  else if (euidaccess (folder, W_OK | X_OK) != 0)
    complain (problems, what, "%s cannot be made: %s: %s", path, folder, g_strerror (errno));
}

static void
check_folder (GPtrArray  *problems,
              const char *what,
              const char *path)
{
  if (access (path, F_OK) != 0)
    check_can_be_made (problems, what, path);
  else if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    complain (problems, what, "%s is no folder", path);
  else if (euidaccess (path, R_OK | W_OK | X_OK) != 0)
    complain (problems, what, "%s: %s", path, g_strerror (errno));
}

static void
check_file (GPtrArray  *problems,
            const char *what,
            const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    complain (problems, what, "%s is a folder", path);
  else if (euidaccess (path, R_OK) != 0)
    complain (problems, what, "%s: %s", path, g_strerror (errno));
}

static void
check_place (GPtrArray  *problems,
             const char *what,
             const char *path)
{
  if (access (path, F_OK) != 0)
    check_can_be_made (problems, what, path);
  else
    check_file (problems, what, path);
}

static void
check_paths (GPtrArray      *problems,
             const HxConfig *config)
{
  void (*const checks[]) (GPtrArray *problems, const char *what, const char *path) = {
    [HX_CONFIG_FILE] = check_file,
    [HX_CONFIG_FOLDER] = check_folder,
    [HX_CONFIG_PLACE] = check_place,
  };

  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      const HxConfigKey *key = &hx_config_keys[i];
      g_autofree char *path = hx_config_get (config, key);

      if (path != NULL && key->kind < G_N_ELEMENTS (checks) && checks[key->kind] != NULL)
        checks[key->kind](problems, key->name, path);
    }
}

static void
check_address (GPtrArray  *problems,
               const char *what,
               const char *address,
               guint16     port)
{
  GError *error = NULL;

  if (!hx_listen_check (address, port, &error))
    take (problems, what, error);
}

static void
check_sockets (GPtrArray      *problems,
               const HxConfig *config)
{
  g_autofree char *address = NULL;
  guint16 port;

  if (config->port >= 0)
    check_address (problems, "address", config->address, (guint16) config->port);
  if (hx_config_split_address (config->metrics_listen, &address, &port))
    check_address (problems, "metrics-listen", address, port);
  else if (config->metrics_listen[0] == '/')
    check_can_be_made (problems, "metrics-listen", config->metrics_listen);
}

static HxKeyring *
load_keys (GPtrArray      *problems,
           const HxConfig *config)
{
  HxKeyring *keyring = NULL;
  GError *error = NULL;

  if (config->key_command != NULL)
    keyring = hx_keyring_load_command (config->key_command, &error);
  else if (config->keys != NULL && access (config->keys, F_OK) == 0)
    keyring = hx_keyring_load_file (config->keys, &error);
  if (error != NULL)
    take (problems, config->key_command != NULL ? "key-command" : "keys", error);
  return keyring;
}

static void
check_form (GPtrArray      *problems,
            const HxConfig *config,
            HxDb           *db)
{
  GError *error = NULL;
  g_autoptr (GArray) plan = hx_migrate_plan (db, &error);

  if (plan == NULL)
    take (problems, "store", error);
  else if (plan->len > 0 && config->migrate == HX_MIGRATE_REFUSE)
    complain (problems, "store", "%u migrations are to be run by huixiangd migrate", plan->len);
}

static void
check_store (GPtrArray      *problems,
             const HxConfig *config)
{
  g_autoptr (HxKeyring) keyring = load_keys (problems, config);
  g_autoptr (HxDb) db = NULL;
  GError *error = NULL;

  if (hx_migrate_store_is_missing (config->store))
    {
      check_can_be_made (problems, "store", config->store + strlen ("sqlite:"));
      return;
    }
  db = hx_db_open (config->store, HX_DB_LOOK, &error);
  if (db == NULL)
    {
      take (problems, "store", error);
      return;
    }
  check_form (problems, config, db);
  if (keyring != NULL && !hx_store_keys_check (db, keyring, &error))
    take (problems, "keys", error);
}

/**
 * hx_check_config:
 * @config: a complete configuration
 *
 * Looks whether a server could work with @config: folders, sockets, keys, the store.
 * Changes nothing.
 *
 * Returns: (transfer full) (element-type utf8): what is wrong, empty for nothing
 */
GPtrArray *
hx_check_config (const HxConfig *config)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);

  check_paths (problems, config);
  check_sockets (problems, config);
  check_store (problems, config);
  return problems;
}
