/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-say.h"
#include "hx-json.h"

#include <string.h>
#include <unistd.h>

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

/**
 * hx_say_ready:
 * @config: what is in force
 * @server: the server that answers now
 */
void
hx_say_ready (const HxConfig *config,
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

/**
 * hx_say_failed:
 * @error: why the server did not start
 *
 * Returns: the status to exit with
 */
int
hx_say_failed (const GError *error)
{
  g_autoptr (GString) line = g_string_new ("{\"ready\":false");
  HxError code = error->domain == HX_ERROR ? (HxError) error->code : HX_ERROR_FAILED;

  g_printerr ("huixiangd: %s. %s.\n", error->message, hx_error_title (code));
  append_pair (line, "code", hx_error_name (code));
  append_pair (line, "message", error->message);
  say (line);
  return 1;
}

/**
 * hx_say_mistaken:
 * @error: what is wrong with what somebody wrote, every mistake a line
 *
 * Returns: the status to exit with
 */
int
hx_say_mistaken (const GError *error)
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
