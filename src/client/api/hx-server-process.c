/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-server-process.h"

#include "hx-json.h"
#include "hx-server-place.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define FIRST_WAIT_MS 100
#define LONGEST_WAIT_MS 5000
/* A server that ran this long was no failure to start. */
#define LIVED_SECONDS 10

struct _HxServerProcess
{
  GObject parent_instance;

  char *folder;
  HxServerPlace *place;
  GSubprocess *process;
  GDataInputStream *output;
  HxServerState state;
  GError *reason; /* (nullable): what a server that is not ready yet complained of */
  char *key_file;
  guint port;
  guint attempts;
  guint timer;
  gint64 began;
  gboolean sample;
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (HxServerProcess, hx_server_process, G_TYPE_OBJECT)

static guint changed_signal;

static void serve (HxServerProcess *self);

static void
set_state (HxServerProcess *self,
           HxServerState    state,
           const GError    *error)
{
  self->state = state;
  g_signal_emit (self, changed_signal, 0, (int) state, error);
}

static gboolean
on_again (gpointer data)
{
  HxServerProcess *self = data;

  self->timer = 0;
  serve (self);
  return G_SOURCE_REMOVE;
}

static void
serve_later (HxServerProcess *self)
{
  guint wait = MIN (LONGEST_WAIT_MS, FIRST_WAIT_MS << MIN (self->attempts, 8));

  self->attempts++;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (wait, on_again, self);
}

static gboolean
read_notice (HxServerProcess *self,
             const char      *line,
             gsize            length)
{
  g_autoptr (HxJson) root = hx_json_parse (line, length, NULL);
  const char *code = hx_json_member_string (root, "code");
  const char *detail = hx_json_member_string (root, "message");

  if (code != NULL)
    {
      g_clear_error (&self->reason);
      self->reason = g_error_new_literal (HX_ERROR, (int) hx_error_from_name (code),
                                          detail != NULL ? detail : hx_error_title (hx_error_from_name (code)));
      return FALSE;
    }
  g_free (self->key_file);
  self->key_file = g_strdup (hx_json_member_string (root, "integration_key_file"));
  self->port = (guint) hx_json_member_integer (root, "port", 0);
  return root != NULL;
}

/* Another client has the store open: what its server said when it was ready lies beside the socket. */
static void
attach (HxServerProcess *self)
{
  g_autofree char *notice = NULL;
  gsize length;

  if (g_file_get_contents (self->place->notice, &notice, &length, NULL))
    read_notice (self, notice, length);
  self->attempts = 0;
  set_state (self, HX_SERVER_ATTACHED, NULL);
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (HxServerProcess) self = data;
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length, &error);

  /* Without a line the process is ending, and on_ended says why. */
  if (line == NULL || G_DATA_INPUT_STREAM (source) != self->output)
    return;
  if (!read_notice (self, line, length))
    return;
  if (!g_file_set_contents_full (self->place->notice, line, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_warning ("%s", error->message);
  set_state (self, HX_SERVER_READY, NULL);
}

static void
forget_process (HxServerProcess *self)
{
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}

/* Reasons that the next attempt would meet again. */
static gboolean
is_final (const GError *reason)
{
  return g_error_matches (reason, HX_ERROR, HX_ERROR_STORE_NEWER)
         || g_error_matches (reason, HX_ERROR, HX_ERROR_STORE_CORRUPT)
         || g_error_matches (reason, HX_ERROR, HX_ERROR_STORE_READ_ONLY)
         || g_error_matches (reason, HX_ERROR, HX_ERROR_STORE_FULL);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxServerProcess) self = data;
  g_autoptr (GError) reason = NULL;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (G_SUBPROCESS (source) != self->process)
    return;
  forget_process (self);
  reason = g_steal_pointer (&self->reason);
  if (!self->wanted)
    return;
  if (g_error_matches (reason, HX_ERROR, HX_ERROR_STORE_IN_USE))
    {
      attach (self);
      return;
    }
  if (is_final (reason) || (self->state != HX_SERVER_READY && self->attempts > 5))
    {
      if (reason == NULL)
        reason = g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The server ends as soon as it is started");
      set_state (self, HX_SERVER_FAILED, reason);
      return;
    }
  if (g_get_monotonic_time () - self->began > LIVED_SECONDS * G_TIME_SPAN_SECOND)
    self->attempts = 0;
  serve_later (self);
  set_state (self, HX_SERVER_STARTING, reason);
}

static void
serve (HxServerProcess *self)
{
  g_autoptr (GError) error = NULL;

  forget_process (self);
  self->began = g_get_monotonic_time ();
  /* Its standard input is the lifeline: however we end, the server notices and ends. */
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    self->place->program, "serve", "--embedded", "--store", self->place->store,
                                    "--recordings", self->place->recordings, "--socket", self->place->socket, "--port",
                                    "0", "--lifeline", NULL);
  if (self->process == NULL)
    {
      g_autoptr (GError) reason = g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, error->message);

      set_state (self, HX_SERVER_FAILED, reason);
      return;
    }
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line, g_object_ref (self));
  g_subprocess_wait_async (self->process, NULL, on_ended, g_object_ref (self));
}

/* Lies beside the store while sample data is made: whoever ends the program meanwhile gets them at the next start. */
static char *
unfinished_path (HxServerProcess *self)
{
  return g_strconcat (self->place->store_path, ".unfinished", NULL);
}

static gboolean
must_seed (HxServerProcess *self)
{
  g_autofree char *unfinished = unfinished_path (self);

  return self->sample && (!g_file_test (self->place->store_path, G_FILE_TEST_EXISTS)
                          || g_file_test (unfinished, G_FILE_TEST_EXISTS));
}

static void
on_seeded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (HxServerProcess) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unfinished = NULL;

  /* Without sample data the program is of use all the same. */
  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_warning ("No sample data: %s", error->message);
  if (G_SUBPROCESS (source) != self->process)
    return;
  unfinished = unfinished_path (self);
  g_unlink (unfinished);
  forget_process (self);
  set_state (self, HX_SERVER_STARTING, NULL);
  serve (self);
}

static gboolean
seed (HxServerProcess *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unfinished = unfinished_path (self);

  if (!g_file_set_contents (unfinished, "", 0, &error))
    {
      g_message ("Sample data: %s", error->message);
      g_clear_error (&error);
    }
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, self->place->program, "sample",
                                    "--store", self->place->store, "--recordings", self->place->recordings, NULL);
  if (self->process == NULL)
    {
      g_warning ("No sample data: %s", error->message);
      return FALSE;
    }
  set_state (self, HX_SERVER_SEEDING, NULL);
  g_subprocess_wait_check_async (self->process, NULL, on_seeded, g_object_ref (self));
  return TRUE;
}

/**
 * hx_server_process_set_sample:
 * @self: a server process that is not started
 * @sample: whether a store that does not exist yet begins with sample data
 */
void
hx_server_process_set_sample (HxServerProcess *self,
                              gboolean         sample)
{
  self->sample = sample;
}

/**
 * hx_server_process_start:
 * @self: a server process
 *
 * Starts the server and keeps it running.
 */
void
hx_server_process_start (HxServerProcess *self)
{
  g_autoptr (GError) error = NULL;

  if (self->wanted && self->state != HX_SERVER_FAILED)
    return;
  self->wanted = TRUE;
  self->attempts = 0;
  if (self->place == NULL)
    self->place = hx_server_place_new (self->folder, &error);
  if (self->place == NULL)
    {
      set_state (self, HX_SERVER_FAILED, error);
      return;
    }
  if (must_seed (self) && seed (self))
    return;
  set_state (self, HX_SERVER_STARTING, NULL);
  serve (self);
}

/**
 * hx_server_process_stop:
 * @self: a server process
 *
 * Lets the server end, if it is ours.
 */
void
hx_server_process_stop (HxServerProcess *self)
{
  self->wanted = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  forget_process (self);
  self->state = HX_SERVER_STOPPED;
}

/**
 * hx_server_process_lost:
 * @self: a server process
 *
 * Says that the server does not answer. If it was another client's, it ended
 * with that client, and ours takes over.
 */
void
hx_server_process_lost (HxServerProcess *self)
{
  if (!self->wanted || self->state != HX_SERVER_ATTACHED || self->timer != 0 || self->process != NULL)
    return;
  serve_later (self);
}

/**
 * hx_server_process_get_state:
 * @self: a server process
 *
 * Returns: what it is doing
 */
HxServerState
hx_server_process_get_state (HxServerProcess *self)
{
  return self->state;
}

/**
 * hx_server_process_get_socket:
 * @self: a server process
 *
 * Returns: (nullable): the private socket, once started
 */
const char *
hx_server_process_get_socket (HxServerProcess *self)
{
  return self->place != NULL ? self->place->socket : NULL;
}

/**
 * hx_server_process_get_port:
 * @self: a server process
 *
 * Returns: the loopback port for calls from outside; 0 unless ready
 */
guint
hx_server_process_get_port (HxServerProcess *self)
{
  return self->port;
}

/**
 * hx_server_process_get_key_file:
 * @self: a server process
 *
 * Returns: (nullable): the file with the integration key for calls from outside
 */
const char *
hx_server_process_get_key_file (HxServerProcess *self)
{
  return self->key_file;
}

/**
 * hx_server_process_get_pid:
 * @self: a server process
 *
 * Returns: (nullable): the process's number, if it is ours
 */
const char *
hx_server_process_get_pid (HxServerProcess *self)
{
  return self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
}

static void
hx_server_process_dispose (GObject *object)
{
  hx_server_process_stop (HX_SERVER_PROCESS (object));
  G_OBJECT_CLASS (hx_server_process_parent_class)->dispose (object);
}

static void
hx_server_process_finalize (GObject *object)
{
  HxServerProcess *self = HX_SERVER_PROCESS (object);

  g_clear_pointer (&self->place, hx_server_place_free);
  g_clear_error (&self->reason);
  g_free (self->folder);
  g_free (self->key_file);
  G_OBJECT_CLASS (hx_server_process_parent_class)->finalize (object);
}

static void
hx_server_process_class_init (HxServerProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hx_server_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_server_process_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ERROR);
}

static void
hx_server_process_init (HxServerProcess *self)
{
}

/**
 * hx_server_process_new:
 * @folder: (nullable): where the store is or is to be; %NULL for the user's data folder
 *
 * Returns: (transfer full): a server that is not started yet
 */
HxServerProcess *
hx_server_process_new (const char *folder)
{
  HxServerProcess *self = g_object_new (HX_TYPE_SERVER_PROCESS, NULL);

  self->folder = g_strdup (folder);
  return self;
}
