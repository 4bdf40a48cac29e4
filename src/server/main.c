/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "backup/hx-backup-command.h"
#include "backup/hx-export-command.h"
#include "hx-api.h"
#include "hx-audit-command.h"
#include "hx-check-config.h"
#include "hx-files-command.h"
#include "hx-init-command.h"
#include "hx-keys-command.h"
#include "hx-migrate-command.h"
#include "hx-say.h"
#include "hx-serve.h"
#include "sample/hx-sample-command.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

static int
print (char *text)
{
  g_print ("%s", text);
  g_free (text);
  return 0;
}

static int
run_openapi (HxConfig *config,
             int       argc,
             char    **argv)
{
  return print (hx_api_to_openapi ());
}

static int
run_permissions (HxConfig *config,
                 int       argc,
                 char    **argv)
{
  return print (hx_permissions_to_markdown ());
}

static int
check_config (HxConfig *config)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (!hx_config_complete (config, &error))
    return hx_say_mistaken (error);
  problems = hx_check_config (config);
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("huixiangd: %s.\n", (const char *) problems->pdata[i]);
  if (problems->len == 0)
    g_print ("The configuration is good.\n");
  return problems->len == 0 ? 0 : 2;
}

/* What can be asked for by a word; each gets the arguments that are left, its name first. */
static const struct
{
  const char *name;
  enum
  {
    NOTHING,
    OPTIONS, /* it takes options of its own, and says itself what it needs */
    STORE,   /* as well, and it needs a complete configuration */
  } needs;
  int (*run) (HxConfig *config, int argc, char **argv);
} commands[] = {
  { "init", STORE, hx_init_command },
  { "openapi", NOTHING, run_openapi },
  { "permissions", NOTHING, run_permissions },
  { "migrate", STORE, hx_migrate_command },
  { "audit", STORE, hx_audit_command },
  { "keys", STORE, hx_keys_command },
  { "backup", OPTIONS, hx_backup_command },
  { "restore", OPTIONS, hx_restore_command },
  { "export", OPTIONS, hx_export_command },
  { "import", OPTIONS, hx_import_command },
  { "files", STORE, hx_files_command },
};

/* Memory holds personal data in clear and the keys to all of it: none of that goes into a core file, nor to a
 * program that the system hands cores to, nor to another process of the same user. */
static void
keep_memory_private (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core files could not be turned off");
#ifndef __SANITIZE_ADDRESS__
  /* The leak checker looks at itself from outside, which this forbids. */
  if (prctl (PR_SET_DUMPABLE, 0) != 0)
    g_warning ("Memory could not be made private");
#endif
}

static int
refuse (const char *kind,
        const char *word)
{
  g_printerr ("huixiangd: there is no %s “%s”; see --help\n", kind, word);
  return 2;
}

static gboolean
asks_for_help (int    argc,
               char **argv)
{
  return argc > 2 && (strcmp (argv[2], "--help") == 0 || strcmp (argv[2], "-h") == 0);
}

static int
run (HxConfig *config,
     HxLog    *log,
     char    **given,
     int       argc,
     char    **argv)
{
  const char *command = argc > 1 ? argv[1] : "serve";
  g_autoptr (GError) error = NULL;

  if (command[0] == '-')
    return refuse ("option", command);
  if (config->action == HX_CONFIG_ACTION_PRINT)
    return print (hx_config_print (config));
  if (config->action == HX_CONFIG_ACTION_CHECK)
    return check_config (config);
  if (config->action == HX_CONFIG_ACTION_DOCUMENT)
    return print (hx_config_document ());
  if (strcmp (command, "serve") == 0)
    return argc > 2 ? refuse ("option", argv[2]) : hx_serve (config, log, given);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (command, commands[i].name) != 0)
        continue;
      if (argc > 2 && commands[i].needs == NOTHING)
        return refuse ("option", argv[2]);
      if (commands[i].needs == STORE && !asks_for_help (argc, argv) && !hx_config_complete (config, &error))
        return hx_say_mistaken (error);
      return commands[i].run (config, argc - 1, argv + 1);
    }
  return refuse ("command", command);
}

static void
follow (HxLog          *log,
        const HxConfig *config)
{
  hx_log_set_target (log, (HxLogTarget) config->log_target);
  hx_log_set_levels (log, config->log_level, config->log_rooms);
}

int
main (int    argc,
      char **argv)
{
  HxLog *log = hx_log_install ();
  g_auto (GStrv) given = g_strdupv (argv);
  g_autoptr (HxConfig) config = hx_config_new ();
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  signal (SIGPIPE, SIG_IGN);
  /* Store and recordings are full of personal data: whatever is made here is its owner's alone. */
  umask (0077);
  keep_memory_private ();
  /* Its options are its own. */
  if (argc > 1 && strcmp (argv[1], "sample") == 0)
    return hx_sample_command (argc - 1, argv + 1);
  if (!hx_config_parse (config, &argc, &argv, &error) || !hx_config_take_password (config, &error))
    return hx_say_mistaken (error);
  follow (log, config);
  return run (config, log, given, argc, argv);
}
