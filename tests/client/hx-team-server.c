/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-team-server.h"

#include "hx-fixture.h"

#include <string.h>

static GSubprocess *
run (GSubprocessFlags flags,
     ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  const char *word;
  va_list list;

  g_ptr_array_add (words, g_build_filename (g_getenv ("HX_BINDIR"), "huixiangd", NULL));
  va_start (list, flags);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, g_strdup (word));
  va_end (list);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_newv ((const char *const *) words->pdata, flags, &error);
  g_assert_no_error (error);
  return process;
}

void
team_server_set_up (TeamServer *self)
{
  g_autoptr (GSubprocess) init = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hx-team-XXXXXX", NULL);
  self->store = g_strdup_printf ("sqlite:%s/store.db", self->folder);
  init = run (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, "--store", self->store, "init",
              "--login", TEAM_LOGIN, NULL);
  g_subprocess_communicate_utf8 (init, TEAM_PASSWORD "\n", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (init));
  team_server_start (self);
}

/* Again at the same port, where the clients look for it. */
void
team_server_start (TeamServer *self)
{
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  self->process = run (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, "--lifeline", "--store", self->store, "--port", port, NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  self->port = (guint) g_ascii_strtoull (strstr (line, "\"port\":") + strlen ("\"port\":"), NULL, 10);
  g_assert_cmpuint (self->port, >, 0);
}

void
team_server_stop (TeamServer *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
team_server_tear_down (TeamServer *self)
{
  if (self->process != NULL)
    team_server_stop (self);
  hx_fixture_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->store);
}

char *
team_server_address (TeamServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}
