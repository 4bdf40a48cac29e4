/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-migrate-command.h"
#include "store/hx-dialect.h"
#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"

#include <gio/gio.h>
#include <string.h>

/**
 * hx_migrate_store_is_missing:
 * @store: a store, as for [func@db_open]
 *
 * Returns: whether it is a file that is still to be made
 */
gboolean
hx_migrate_store_is_missing (const char *store)
{
  return g_str_has_prefix (store, "sqlite:") && !g_file_test (store + strlen ("sqlite:"), G_FILE_TEST_EXISTS);
}

static GArray *
make_plan (const char *store,
           GError    **error)
{
  g_autoptr (HxDb) db = NULL;

  if (hx_migrate_store_is_missing (store))
    return hx_migrate_plan (NULL, error);
  db = hx_db_open (store, HX_DB_LOOK, error);
  return db != NULL ? hx_migrate_plan (db, error) : NULL;
}

static gboolean
print_plan (const char *store,
            GError    **error)
{
  const char *engine = g_str_has_prefix (store, "sqlite:") ? "sqlite" : "pgsql";
  g_autoptr (GArray) plan = make_plan (store, error);

  if (plan == NULL)
    return FALSE;
  g_print ("-- %u to run%s\n", plan->len, hx_migrate_store_is_missing (store) ? "; the store does not exist yet" : "");
  for (guint i = 0; i < plan->len; i++)
    {
      const HxMigration *migration = &g_array_index (plan, HxMigration, i);
      g_autofree char *script = hx_dialect_text (migration->script, engine);

      g_print ("\n-- %04u-%s\n%s", migration->number, migration->name, script);
    }
  return TRUE;
}

static gboolean
migrate (const HxConfig *config,
         GError        **error)
{
  g_autoptr (HxStoreLock) lock = hx_store_lock (config->store, error);
  g_autoptr (HxDb) db = lock != NULL ? hx_db_open (config->store, HX_DB_WRITE, error) : NULL;
  g_autoptr (GArray) plan = db != NULL ? hx_migrate_plan (db, error) : NULL;

  if (plan == NULL || !hx_store_keys_open (db, config->keys, config->key_command, TRUE, error) || !hx_migrate (db, error) || !hx_db_checkpoint (db, TRUE, error))
    return FALSE;
  for (guint i = 0; i < plan->len; i++)
    g_print ("%04u-%s\n", g_array_index (plan, HxMigration, i).number, g_array_index (plan, HxMigration, i).name);
  g_print ("%u done\n", plan->len);
  return TRUE;
}

/**
 * hx_migrate_allowed:
 * @config: a complete configuration
 * @error: %HX_ERROR_FAILED when the store has to be migrated by hand first
 *
 * A store that does not exist yet has nobody's data to be careful with, so it is
 * always made.
 *
 * Returns: whether a start may bring the store to this program's form
 */
gboolean
hx_migrate_allowed (const HxConfig *config,
                    GError        **error)
{
  g_autoptr (GArray) plan = NULL;

  if (config->migrate == HX_MIGRATE_AUTO || hx_migrate_store_is_missing (config->store))
    return TRUE;
  plan = make_plan (config->store, error);
  if (plan == NULL)
    return FALSE;
  if (plan->len == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED,
               "The store lacks %u migrations and “migrate” is “refuse”; look at huixiangd migrate --plan, then run "
               "huixiangd migrate",
               plan->len);
  return FALSE;
}

/**
 * hx_migrate_command:
 * @config: a complete configuration
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd migrate`.
 *
 * Returns: the status to exit with
 */
int
hx_migrate_command (HxConfig *config,
                    int       argc,
                    char    **argv)
{
  gboolean plan = FALSE;
  const GOptionEntry options[] = {
    { "plan", 0, 0, G_OPTION_ARG_NONE, &plan, "Print what would be run, and change nothing", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("huixiangd: %s; see --help\n", error != NULL ? error->message : "migrate takes no arguments");
      return 2;
    }
  if (plan ? print_plan (config->store, &error) : migrate (config, &error))
    return 0;
  g_printerr ("huixiangd: %s.\n", error->message);
  return 1;
}
