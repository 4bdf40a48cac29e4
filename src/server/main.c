/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "backup/hx-backup-command.h"
#include "hx-api.h"
#include "hx-audit-command.h"
#include "hx-json.h"
#include "hx-migrate-command.h"
#include "hx-server.h"
#include "sample/hx-sample-command.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean
on_signal (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

/* The client holds the other end: when it is gone, however it went, so are we. */
static gboolean
on_lifeline (int          fd,
             GIOCondition condition,
             gpointer     loop)
{
  char buffer[64];
  gssize length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* Each stream is a descriptor; the usual soft limit is for programs that use select(). */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_message ("The limit of open files stays as it was");
}

static void
append_pair (GString    *out,
             const char *name,
             const char *value)
{
  if (value == NULL)
    return;
  hx_json_append_member (out, name);
  hx_json_append_string (out, value);
}

/* One line that whoever started us can read. */
static void
say (GString *line)
{
  g_string_append (line, "}\n");
  if (write (STDOUT_FILENO, line->str, line->len) < 0)
    g_debug ("Nobody reads what is said");
}

static void
say_ready (const HxConfig *config,
           HxServer       *server)
{
  g_autoptr (GString) line = g_string_new ("{\"ready\":true");

  append_pair (line, "socket", config->socket);
  hx_json_append_member (line, "port");
  g_string_append_printf (line, "%u", hx_server_get_port (server));
  append_pair (line, "integration_key_file", config->integration_key);
  append_pair (line, "version", HX_VERSION);
  say (line);
}

static int
say_failed (const GError *error)
{
  g_autoptr (GString) line = g_string_new ("{\"ready\":false");
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;

  g_printerr ("huixiangd: %s. %s.\n", error->message, hx_error_title (code));
  append_pair (line, "code", hx_error_name (code));
  append_pair (line, "message", error->message);
  say (line);
  return 1;
}

/* What somebody wrote is wrong: every mistake a line. */
static int
say_mistaken (const GError *error)
{
  g_auto (GStrv) lines = g_strsplit (error->message, "\n", -1);
  g_autoptr (GString) line = g_string_new ("{\"ready\":false");

  for (guint i = 0; lines[i] != NULL; i++)
    g_printerr ("huixiangd: %s.\n", lines[i]);
  append_pair (line, "code", hx_error_name (HX_ERROR_FAILED));
  append_pair (line, "message", error->message);
  say (line);
  return 2;
}

static int
serve (HxConfig *config)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxServer) server = NULL;

  raise_file_limit ();
  if (hx_config_complete (config, &error))
    server = hx_server_new (config, &error);
  if (server == NULL)
    return say_failed (error);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  if (config->lifeline)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_lifeline, loop);
  say_ready (config, server);
  g_main_loop_run (loop);
  return 0;
}

static int
print (char *text)
{
  g_print ("%s", text);
  g_free (text);
  return 0;
}

static int
run_serve (HxConfig *config,
           int       argc,
           char    **argv)
{
  return serve (config);
}

static int
run_openapi (HxConfig *config,
             int       argc,
             char    **argv)
{
  return print (hx_api_to_openapi ());
}

static int
run_migrate (HxConfig *config,
             int       argc,
             char    **argv)
{
  g_autoptr (GError) error = NULL;

  return hx_config_complete (config, &error) ? hx_migrate_command (config, argc, argv) : say_mistaken (error);
}

static int
run_audit (HxConfig *config,
           int       argc,
           char    **argv)
{
  g_autoptr (GError) error = NULL;

  return hx_config_complete (config, &error) ? hx_audit_command (config, argc, argv) : say_mistaken (error);
}

/* What works on a store while no server of this process does. */
static int
run_complete (HxConfig *config,
              int       argc,
              char    **argv,
              int     (*command) (HxConfig *config, int argc, char **argv))
{
  g_autoptr (GError) error = NULL;

  return hx_config_complete (config, &error) ? command (config, argc, argv) : say_mistaken (error);
}

static int
run_backup (HxConfig *config,
            int       argc,
            char    **argv)
{
  return run_complete (config, argc, argv, hx_backup_command);
}

static int
run_restore (HxConfig *config,
             int       argc,
             char    **argv)
{
  return run_complete (config, argc, argv, hx_restore_command);
}

/* What can be asked for by a word; each gets the arguments that are left, its name first. */
static const struct
{
  const char *name;
  gboolean options; /* it has some of its own */
  int (*run) (HxConfig *config, int argc, char **argv);
} commands[] = {
  { "serve", FALSE, run_serve },
  { "openapi", FALSE, run_openapi },
  { "migrate", TRUE, run_migrate },
  { "audit", TRUE, run_audit },
  { "backup", TRUE, run_backup },
  { "restore", TRUE, run_restore },
};

static int
refuse (const char *kind,
        const char *word)
{
  g_printerr ("huixiangd: there is no %s “%s”; see --help\n", kind, word);
  return 2;
}

static int
run (HxConfig *config,
     int       argc,
     char    **argv)
{
  const char *command = argc > 1 ? argv[1] : "serve";

  if (command[0] == '-')
    return refuse ("option", command);
  if (config->action == HX_CONFIG_ACTION_PRINT)
    return print (hx_config_print (config));
  if (config->action == HX_CONFIG_ACTION_DOCUMENT)
    return print (hx_config_document ());
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (command, commands[i].name) != 0)
        continue;
      if (argc > 2 && !commands[i].options)
        return refuse ("option", argv[2]);
      return commands[i].run (config, argc - 1, argv + 1);
    }
  return refuse ("command", command);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (HxConfig) config = hx_config_new ();
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  g_log_writer_default_set_use_stderr (TRUE);
  signal (SIGPIPE, SIG_IGN);
  /* Store and recordings are full of personal data: whatever is made here is its owner's alone. */
  umask (0077);
  /* Its options are its own. */
  if (argc > 1 && strcmp (argv[1], "sample") == 0)
    return hx_sample_command (argc - 1, argv + 1);
  if (!hx_config_parse (config, &argc, &argv, &error))
    return say_mistaken (error);
  return run (config, argc, argv);
}
