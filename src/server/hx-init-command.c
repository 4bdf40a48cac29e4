/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-init-command.h"

#include "hx-time.h"
#include "secrets/hx-password.h"
#include "service/hx-service.h"
#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

typedef struct
{
  char *login;
  char *name;
  char *password_file;
  char *password;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->login);
  g_free (arguments->name);
  g_free (arguments->password_file);
  hx_secret_free (arguments->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse (Arguments *arguments,
       int       *argc,
       char    ***argv,
       GError   **error)
{
  const GOptionEntry options[] = {
    { "login", 0, 0, G_OPTION_ARG_STRING, &arguments->login, "What the administrator signs in with", "LOGIN" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &arguments->name, "What others call them (the login)", "NAME" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments->password_file,
      "File with the password; else it is asked for, or read from standard input", "FILE" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_summary (context, "Makes the store, and the administrator who makes everybody else.");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (arguments->login == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Say what the administrator signs in with: --login LOGIN");
  else if (*argc > 1)
    g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "There is no argument “%s”; a password is never one", (*argv)[1]);
  else
    return TRUE;
  return FALSE;
}

/* One line of standard input; on a terminal without showing it. */
static char *
read_line (const char *prompt)
{
  struct termios before, silent;
  gboolean terminal = tcgetattr (STDIN_FILENO, &before) == 0;
  char line[1024] = "";

  if (terminal)
    {
      silent = before;
      silent.c_lflag &= ~(tcflag_t) ECHO;
      /* Before it is asked for: what is typed at once is neither shown nor thrown away. */
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
      g_printerr ("%s", prompt);
    }
  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

static char *
read_file (const char *path,
           GError    **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  return g_steal_pointer (&text);
}

static gboolean
read_password (Arguments *arguments,
               GError   **error)
{
  char *again;
  gboolean same;

  if (arguments->password_file != NULL)
    arguments->password = read_file (arguments->password_file, error);
  else
    arguments->password = read_line ("Password: ");
  if (arguments->password == NULL)
    return FALSE;
  if (!g_utf8_validate (arguments->password, -1, NULL))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "The password is not UTF-8");
      return FALSE;
    }
  if (arguments->password_file != NULL || !isatty (STDIN_FILENO))
    return TRUE;
  again = read_line ("Again: ");
  same = strcmp (again, arguments->password) == 0;
  hx_secret_free (again);
  if (!same)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "That was not the same password");
  return same;
}

static gboolean
make_folder (const char *store,
             GError    **error)
{
  g_autofree char *folder = NULL;

  if (!g_str_has_prefix (store, "sqlite:"))
    return TRUE;
  folder = g_path_get_dirname (store + strlen ("sqlite:"));
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", folder, g_strerror (errno));
  return FALSE;
}

static gboolean
initialise (const HxConfig  *config,
            const Arguments *arguments,
            GError         **error)
{
  const char *name = arguments->name != NULL ? arguments->name : arguments->login;
  gint64 now = hx_time_now ();
  g_autoptr (HxStoreLock) lock = NULL;
  g_autoptr (HxDb) db = NULL;

  if (!make_folder (config->store, error))
    return FALSE;
  lock = hx_store_lock (config->store, error);
  db = lock != NULL ? hx_db_open (config->store, HX_DB_WRITE, error) : NULL;
  if (db == NULL || !hx_store_keys_open (db, config->keys, config->key_command, TRUE, error) || !hx_migrate (db, error)
      || !hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (hx_store_keys_remember (db, hx_db_get_keyring (db), now, error) && hx_store_seed_defaults (db, FALSE, now, error)
      && hx_service_first_administrator (db, arguments->login, name, arguments->password, now, error)
      && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * hx_init_command:
 * @config: a complete configuration
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd init`. All of it is one transaction: there is an
 * administrator afterwards, or nothing has changed.
 *
 * Returns: the status to exit with
 */
int
hx_init_command (HxConfig *config,
                 int       argc,
                 char    **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (&arguments, &argc, &argv, &error) || !read_password (&arguments, &error)
      || !initialise (config, &arguments, &error))
    {
      g_printerr ("huixiangd: %s.\n", error->message);
      return 1;
    }
  next = g_strdup_printf ("The store is ready and “%s” is its administrator. Next:\n"
                          "  1. Start the server with the same settings:  huixiangd\n"
                          "     or, as a service:  systemctl enable --now huixiangd.socket huixiangd.service\n"
                          "  2. Sign in as “%s”, then make teams, departments and people.\n"
                          "  3. Give each person the one-time password that the server makes for them.\n",
                          arguments.login, arguments.login);
  if (write (STDOUT_FILENO, next, strlen (next)) < 0)
    g_debug ("Nobody reads what is said");
  return 0;
}
