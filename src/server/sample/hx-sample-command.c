/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-command.h"

#include "config.h"
#include "hx-json.h"
#include "hx-sample.h"
#include "hx-time.h"
#include "secrets/hx-password.h"
#include "store/hx-migrate.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *store;
  char *recordings;
  char *sample_dir;
  char *keys;
  char *password_file;
  char *password;
  gint64 seed;
  gint64 contacts;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->store);
  g_free (arguments->recordings);
  g_free (arguments->sample_dir);
  g_free (arguments->keys);
  g_free (arguments->password_file);
  hx_secret_free (arguments->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
say (GString *line)
{
  g_string_append (line, "}\n");
  if (write (STDOUT_FILENO, line->str, line->len) < 0)
    g_debug ("Nobody reads what is said");
}

/* One line for each step, for a program that shows how far it is; a note is for people. */
static void
on_progress (double      fraction,
             const char *note,
             gpointer    data)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) line = g_string_new ("{\"progress\":");

  g_string_append (line, g_ascii_formatd (number, sizeof number, "%.2f", fraction));
  if (note != NULL)
    {
      hx_json_append_member (line, "note");
      hx_json_append_string (line, note);
      g_printerr ("huixiangd: %s\n", note);
    }
  say (line);
}

static int
say_failed (const GError *error)
{
  g_autoptr (GString) line = g_string_new ("{\"ready\":false");
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;

  hx_json_append_member (line, "code");
  hx_json_append_string (line, hx_error_name (code));
  hx_json_append_member (line, "message");
  hx_json_append_string (line, error->message);
  say (line);
  g_printerr ("huixiangd: %s.\n", error->message);
  return 1;
}

/* What lies beside such a store need not be named. */
static gboolean
is_file (const char *store)
{
  return g_str_has_prefix (store, "sqlite:");
}

static gboolean
parse (Arguments *arguments,
       int       *argc,
       char    ***argv,
       GError   **error)
{
  const GOptionEntry options[] = {
    { "store", 0, 0, G_OPTION_ARG_STRING, &arguments->store, "The new store, such as sqlite:/srv/huixiang/store.db", "URI" },
    { "recordings", 0, 0, G_OPTION_ARG_FILENAME, &arguments->recordings, "Folder of recordings (beside the store)", "FOLDER" },
    { "sample-dir", 0, 0, G_OPTION_ARG_FILENAME, &arguments->sample_dir, "Folder with the sample's audio", "FOLDER" },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &arguments->keys, "Key file, made if it is not there (“keys” beside the store)", "FILE" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments->password_file,
      "For a team's server: one password for everybody, each with their staff number; 9001 administrates", "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &arguments->seed, "The same seed gives the same data (1)", "NUMBER" },
    { "contacts", 0, 0, G_OPTION_ARG_INT64, &arguments->contacts, "One more customer with so many contacts (0)", "NUMBER" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_summary (context, "Fills a new store with an invented company, to try Huixiang with.");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (arguments->store == NULL || !(is_file (arguments->store) || g_str_has_prefix (arguments->store, "postgresql://")))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a store: --store sqlite:FILE or postgresql://…");
  else if (!is_file (arguments->store) && (arguments->recordings == NULL || arguments->keys == NULL))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name --recordings FOLDER and --keys FILE");
  else if (arguments->contacts < 0 || arguments->contacts > 1000000)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "--contacts is a number from 0 to 1000000");
  else if (arguments->seed < 0 || arguments->seed > G_MAXUINT32)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "--seed is a number from 0 to 4294967295");
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_password (Arguments *arguments,
               GError   **error)
{
  if (arguments->password_file == NULL)
    return TRUE;
  if (!g_file_get_contents (arguments->password_file, &arguments->password, NULL, error))
    return FALSE;
  arguments->password[strcspn (arguments->password, "\r\n")] = '\0';
  if (g_utf8_validate (arguments->password, -1, NULL) && hx_password_check (arguments->password, NULL) == NULL)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_INVALID, "A password has at least %d characters", HX_PASSWORD_LENGTH);
  return FALSE;
}

static gboolean
complete (Arguments *arguments,
          GError   **error)
{
  const char *data = g_getenv ("HX_DATADIR");
  g_autofree char *folder = is_file (arguments->store) ? g_path_get_dirname (arguments->store + strlen ("sqlite:"))
                                                       : g_strdup (arguments->recordings);

  if (arguments->recordings == NULL)
    arguments->recordings = g_build_filename (folder, "recordings", NULL);
  if (arguments->keys == NULL)
    arguments->keys = g_build_filename (folder, "keys", NULL);
  if (arguments->sample_dir == NULL)
    arguments->sample_dir = g_build_filename (data != NULL ? data : HX_PKGDATADIR, "sample", NULL);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", folder, g_strerror (errno));
  return FALSE;
}

static gboolean
generate (const Arguments *arguments,
          GError         **error)
{
  HxSampleOptions options = { arguments->recordings, arguments->sample_dir, (guint) arguments->seed, hx_time_now (),
                              (guint) arguments->contacts, arguments->password };
  g_autoptr (HxStoreLock) lock = hx_store_lock (arguments->store, error);
  g_autoptr (HxDb) db = lock != NULL ? hx_db_open (arguments->store, HX_DB_WRITE, error) : NULL;

  return db != NULL && hx_store_keys_open (db, arguments->keys, NULL, TRUE, error) && hx_migrate (db, error) && hx_sample_generate (db, &options, on_progress, NULL, error);
}

/**
 * hx_sample_command:
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd sample`: tells its progress on standard output, a JSON
 * object a line.
 *
 * Returns: the status to exit with
 */
int
hx_sample_command (int    argc,
                   char **argv)
{
  g_auto (Arguments) arguments = { .seed = 1 };
  g_autoptr (GError) error = NULL;

  if (!parse (&arguments, &argc, &argv, &error) || !read_password (&arguments, &error)
      || !complete (&arguments, &error) || !generate (&arguments, &error))
    return say_failed (error);
  return 0;
}
