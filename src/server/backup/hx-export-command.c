/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-export-command.h"
#include "audit/hx-audit-note.h"
#include "hx-export.h"
#include "store/hx-store-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static int
say_failed (const GError *error)
{
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;

  g_printerr ("huixiangd: %s. %s.\n", error->message, hx_error_title (code));
  return 1;
}

static int
say_usage (const char *text)
{
  g_printerr ("huixiangd: %s; see --help\n", text);
  return 2;
}

static gboolean
parse (const char *option,
       const char *summary,
       char      **path,
       int        *argc,
       char     ***argv)
{
  const GOptionEntry options[] = {
    { option, 0, 0, G_OPTION_ARG_FILENAME, path, "The export; - for standard output or input", "FILE" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_summary (context, summary);
  if (!g_option_context_parse (context, argc, argv, &error) || *argc > 1)
    say_usage (error != NULL ? error->message : "there is a word too many");
  else if (*path == NULL)
    say_usage ("name the file of the export");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_store (const char *store,
             gboolean    exists)
{
  if (store == NULL || *store == '\0')
    say_usage ("name a store: --store");
  else if (exists && g_str_has_prefix (store, "sqlite:") && !g_file_test (store + strlen ("sqlite:"), G_FILE_TEST_EXISTS))
    g_printerr ("huixiangd: there is no store at %s\n", store);
  else
    return TRUE;
  return FALSE;
}

static int
open_path (const char *path,
           int         standard,
           int         flags,
           GError    **error)
{
  int fd = strcmp (path, "-") == 0 ? dup (standard) : open (path, flags | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
  return fd;
}

/* Whoever has an export has every row. It is whole also where the keys are kept
 * from whoever makes it. */
static void
account_for (HxConfig *config)
{
  g_autoptr (GError) error = NULL;

  /* Where the keys are follows from where a file is, when nothing says otherwise. */
  if (g_str_has_prefix (config->store, "sqlite:") && !hx_config_complete (config, &error))
    g_clear_error (&error);
  if (config->keys == NULL && config->key_command == NULL)
    g_set_error_literal (&error, HX_ERROR, HX_ERROR_FAILED, "the keys are named neither by --keys nor by --key-command");
  if (error != NULL
      || !hx_audit_note (config->store, config->keys, config->key_command, HX_AUDIT_EXPORTED, &error))
    g_printerr ("huixiangd: the audit log has no line for this export: %s\n", error->message);
}

/**
 * hx_export_command:
 * @config: a configuration that names a store
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd export`. A file that could not be finished is removed.
 *
 * Returns: the status to exit with
 */
int
hx_export_command (HxConfig *config,
                   int       argc,
                   char    **argv)
{
  g_autofree char *to = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxDb) db = NULL;
  guint64 rows = 0;
  int fd;

  if (!parse ("to", "Writes every row of a store as lines of JSON; personal values stay sealed.", &to, &argc, &argv)
      || !check_store (config->store, TRUE))
    return 2;
  db = hx_db_open (config->store, HX_DB_READ, &error);
  fd = db != NULL ? open_path (to, STDOUT_FILENO, O_WRONLY | O_CREAT | O_EXCL, &error) : -1;
  if (fd < 0)
    return say_failed (error);
  if (hx_export_write (db, fd, &rows, &error))
    {
      g_printerr ("huixiangd: %" G_GUINT64_FORMAT " rows\n", rows);
      account_for (config);
      return 0;
    }
  if (strcmp (to, "-") != 0)
    g_unlink (to);
  return say_failed (error);
}

/**
 * hx_import_command:
 * @config: a configuration that names a store
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd import`.
 *
 * Returns: the status to exit with
 */
int
hx_import_command (HxConfig *config,
                   int       argc,
                   char    **argv)
{
  g_autofree char *from = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStoreLock) lock = NULL;
  g_autoptr (HxDb) db = NULL;
  guint64 rows = 0;
  int fd;

  if (!parse ("from", "Brings an export into a store that no server has run on.", &from, &argc, &argv)
      || !check_store (config->store, FALSE))
    return 2;
  fd = open_path (from, STDIN_FILENO, O_RDONLY, &error);
  if (fd < 0)
    return say_failed (error);
  lock = hx_store_lock (config->store, &error);
  db = lock != NULL ? hx_db_open (config->store, HX_DB_WRITE, &error) : NULL;
  if (db == NULL)
    {
      close (fd);
      return say_failed (error);
    }
  if (!hx_import_read (db, fd, &rows, &error))
    return say_failed (error);
  g_printerr ("huixiangd: %" G_GUINT64_FORMAT " rows\n", rows);
  return 0;
}
