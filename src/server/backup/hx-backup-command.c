/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-backup-command.h"
#include "audit/hx-audit-note.h"
#include "hx-backup.h"
#include "hx-json.h"

#include <string.h>
#include <unistd.h>

/* One line that a program can read, and that says to people what there is. */
static int
say_done (const char       *what,
          const HxManifest *manifest)
{
  g_autoptr (GString) line = g_string_new ("{");
  gint64 bytes = 0;
  guint missing = 0;

  for (guint i = 0; i < manifest->entries->len; i++)
    {
      const HxManifestEntry *entry = manifest->entries->pdata[i];

      bytes += entry->missing ? 0 : entry->size;
      missing += entry->missing;
      if (entry->missing)
        g_printerr ("huixiangd: %s was missing when the backup was made\n", entry->name);
    }
  hx_json_append_member (line, what);
  g_string_append_printf (line, "true,\"form\":%" G_GINT64_FORMAT ",\"files\":%u,\"missing\":%u,\"bytes\":%" G_GINT64_FORMAT,
                          manifest->form, manifest->entries->len - missing, missing, bytes);
  hx_json_append_member (line, "made_at");
  hx_json_append_string (line, manifest->made_at);
  g_string_append (line, "}\n");
  return write (STDOUT_FILENO, line->str, line->len) < 0;
}

static int
say_failed (const GError *error)
{
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;

  g_printerr ("huixiangd: %s. %s.\n", error->message, hx_error_title (code));
  return 1;
}

static gboolean
parse (const GOptionEntry *options,
       const char         *summary,
       int                *argc,
       char             ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_summary (context, summary);
  if (g_option_context_parse (context, argc, argv, &error) && *argc == 1)
    return TRUE;
  g_printerr ("huixiangd: %s; see --help\n", error != NULL ? error->message : "there is a word too many");
  return FALSE;
}

static gboolean
complete (HxConfig *config,
          GError  **error)
{
  if (config->store != NULL && !g_str_has_prefix (config->store, "sqlite:"))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED,
                         "PostgreSQL is backed up and restored with its own tools, pg_dump or a base backup with its log: "
                         "docs/backup.md says how");
  else
    return hx_config_complete (config, error);
  return FALSE;
}

/**
 * hx_backup_command:
 * @config: a configuration
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd backup`.
 *
 * Returns: the status to exit with
 */
int
hx_backup_command (HxConfig *config,
                   int       argc,
                   char    **argv)
{
  g_autofree char *to = NULL, *check = NULL;
  gboolean with_keys = FALSE, copy = FALSE;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, "The backup: a folder that does not exist yet", "FOLDER" },
    { "check", 0, 0, G_OPTION_ARG_FILENAME, &check, "Look at every byte of a backup instead of making one", "FOLDER" },
    { "with-keys", 0, 0, G_OPTION_ARG_NONE, &with_keys, "Put the key file in too: who has both can read everything", NULL },
    { "copy", 0, 0, G_OPTION_ARG_NONE, &copy, "Copy files where a link would do", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxManifest) manifest = NULL;

  if (!parse (entries, "Backs a store up while it is in use.", &argc, &argv))
    return 2;
  if ((to == NULL) == (check == NULL))
    {
      g_printerr ("huixiangd: say where to: backup --to FOLDER, or what to look at: backup --check FOLDER\n");
      return 2;
    }
  if (check != NULL)
    manifest = hx_backup_check (check, &error);
  else if (complete (config, &error))
    {
      const HxBackupOptions options = { config->store, config->recordings, with_keys ? config->keys : NULL, to, copy };

      manifest = hx_backup_make (&options, &error);
    }
  if (manifest == NULL)
    return say_failed (error);
  /* A backup that was made is good, also where the keys are kept from whoever makes it. */
  if (check == NULL
      && !hx_audit_note (config->store, config->keys, config->key_command, HX_AUDIT_BACKED_UP, &error))
    g_printerr ("huixiangd: the audit log has no line for this backup: %s\n", error->message);
  return say_done (check != NULL ? "whole" : "backed_up", manifest);
}

/**
 * hx_restore_command:
 * @config: a configuration: where a server will look
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd restore`.
 *
 * Returns: the status to exit with
 */
int
hx_restore_command (HxConfig *config,
                    int       argc,
                    char    **argv)
{
  g_autofree char *from = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, "A backup", "FOLDER" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxManifest) manifest = NULL;

  if (!parse (entries, "Restores a backup where nothing is yet.", &argc, &argv))
    return 2;
  if (from == NULL)
    {
      g_printerr ("huixiangd: say what from: restore --from FOLDER\n");
      return 2;
    }
  if (complete (config, &error))
    {
      const HxBackupOptions options = { config->store, config->recordings, config->keys, from, FALSE };

      manifest = hx_backup_restore (&options, &error);
    }
  if (manifest == NULL)
    return say_failed (error);
  if (!hx_audit_note (config->store, config->keys, config->key_command, HX_AUDIT_RESTORED, &error))
    g_printerr ("huixiangd: the audit log has no line for this restore: %s\n", error->message);
  return say_done ("restored", manifest);
}
