/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-serve.h"
#include "hx-say.h"
#include "watch/hx-service-manager.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* The life of a server process: signals, and what its service manager hears. */

typedef struct
{
  HxConfig *config;
  HxLog *log;
  char **argv;
  GMainLoop *loop;
  HxServer *server;
} Process;

static gboolean
on_stop (gpointer data)
{
  g_main_loop_quit (((Process *) data)->loop);
  return G_SOURCE_CONTINUE;
}

/* The client holds the other end: when it is gone, however it went, so are we. */
static gboolean
on_lifeline (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  char buffer[64];
  gssize length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (((Process *) data)->loop);
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
reload (Process *self)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  if (!hx_config_reread (self->config, self->argv, &waiting, &error))
    {
      g_auto (GStrv) lines = g_strsplit (error->message, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        g_warning ("%s", lines[i]);
      g_warning ("The settings stay as they were");
      return;
    }
  hx_log_set_target (self->log, (HxLogTarget) self->config->log_target);
  hx_log_set_levels (self->log, self->config->log_level, self->config->log_rooms);
  for (guint i = 0; i < waiting->len; i++)
    g_message ("%s was changed and needs a restart", (const char *) waiting->pdata[i]);
  if (hx_server_reload (self->server, self->config, &error))
    g_message ("The settings were read anew");
  else
    g_warning ("Not all was taken over: %s", error->message);
}

static gboolean
on_reload (gpointer data)
{
  g_autofree char *reloading = g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());

  hx_service_manager_notify (reloading);
  reload (data);
  hx_service_manager_notify ("READY=1");
  return G_SOURCE_CONTINUE;
}

/* The timers of the server run in the same loop and take the locks that matter: where this still runs, they do. */
static gboolean
on_watchdog (gpointer data)
{
  hx_service_manager_notify ("WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/* Tokens and what people said would cross the network as they are. */
static void
warn_of_network (const HxConfig *config,
                 GArray         *sockets)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (config->address);

  if (config->port >= 0 && sockets->len == 0 && address != NULL && !g_inet_address_get_is_loopback (address))
    g_message ("Others can reach %s without TLS: let a proxy have the certificate, and listen on 127.0.0.1", config->address);
}

static void
attach (Process *self)
{
  guint64 watchdog = hx_service_manager_get_watchdog ();

  g_unix_signal_add (SIGTERM, on_stop, self);
  g_unix_signal_add (SIGINT, on_stop, self);
  g_unix_signal_add (SIGHUP, on_reload, self);
  if (watchdog > 0)
    g_timeout_add ((guint) MAX (watchdog / 3000, 1), on_watchdog, NULL);
  if (self->config->lifeline)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_lifeline, self);
}

/**
 * hx_serve:
 * @config: the configuration
 * @log: the log
 * @argv: the arguments that the configuration was read from, to read it anew
 *
 * Serves until it is told to stop.
 *
 * Returns: the status to exit with
 */
int
hx_serve (HxConfig *config,
          HxLog    *log,
          char    **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GArray) sockets = hx_service_manager_take_sockets ();
  g_autoptr (GError) error = NULL;
  Process process = { config, log, argv, loop, NULL };

  raise_file_limit ();
  if (hx_config_complete (config, &error))
    process.server = hx_server_new (config, log, sockets, &error);
  if (process.server == NULL)
    return hx_say_failed (error);
  attach (&process);
  warn_of_network (config, sockets);
  hx_say_ready (config, process.server);
  hx_service_manager_notify ("READY=1");
  g_main_loop_run (loop);
  hx_service_manager_notify ("STOPPING=1");
  hx_server_free (process.server);
  return 0;
}
