/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-client-private.h"
#include "hx-json.h"
#include "hx-time.h"

#include <gio/gunixsocketaddress.h>

/* The heartbeat comes every 15 s: a connection that is silent for longer is dead. */
#define SILENCE_SECONDS 40
#define CALL_SECONDS 20
#define UPLOAD_SECONDS 600
/* A lost answer is asked for again; the key makes it one submission. */
#define MAX_ATTEMPTS 4
#define AGAIN_MS 150

struct _HxClient
{
  GObject parent_instance;

  SoupSession *session;
  char *base;
  char *token;
};

G_DEFINE_FINAL_TYPE (HxClient, hx_client, G_TYPE_OBJECT)

/* One call on its way. */
typedef struct
{
  HxOperationId operation;
  char *path;
  char *if_match;
  char *key;
  char *range;
  char *media_type;
  GBytes *body;
  SoupSession *session; /* the one it began with, though the server be changed meanwhile */
  SoupMessage *message;
  GCancellable *cancellable;
  gulong linked;
  GSource *timer;
  gboolean timed_out;
  guint attempts;
} Sending;

static void send_message (GTask *task);

static void
stop_timer (Sending *sending)
{
  if (sending->timer != NULL)
    g_source_destroy (sending->timer);
  g_clear_pointer (&sending->timer, g_source_unref);
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  stop_timer (sending);
  g_free (sending->path);
  g_free (sending->if_match);
  g_free (sending->key);
  g_free (sending->range);
  g_free (sending->media_type);
  g_clear_pointer (&sending->body, g_bytes_unref);
  g_clear_object (&sending->session);
  g_clear_object (&sending->message);
  g_clear_object (&sending->cancellable);
  g_free (sending);
}

static void
on_caller_cancelled (GCancellable *cancellable,
                     gpointer      data)
{
  g_cancellable_cancel (G_CANCELLABLE (data));
}

static gboolean
on_call_too_long (gpointer data)
{
  Sending *sending = data;

  sending->timed_out = TRUE;
  g_cancellable_cancel (sending->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_send_again (gpointer data)
{
  send_message (data);
  return G_SOURCE_REMOVE;
}

/* Attaches a timer to the context the call was made in. */
static void
start_timer (GTask      *task,
             guint       ms,
             GSourceFunc func,
             gpointer    data)
{
  Sending *sending = g_task_get_task_data (task);

  stop_timer (sending);
  sending->timer = g_timeout_source_new (ms);
  g_source_set_static_name (sending->timer, "HxClient");
  g_source_set_callback (sending->timer, func, data, NULL);
  g_source_attach (sending->timer, g_task_get_context (task));
}

static void
finish (GTask   *task,
        HxReply *reply,
        GError  *error)
{
  Sending *sending = g_task_get_task_data (task);

  stop_timer (sending);
  if (sending->linked != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), sending->linked);
  sending->linked = 0;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) hx_reply_free);
  g_object_unref (task);
}

/* Whether asking once more can do no harm: reading, or what carries a key. */
static gboolean
may_send_again (Sending *sending)
{
  HxMethod method = hx_operations[sending->operation].method;

  return sending->attempts < MAX_ATTEMPTS && !g_cancellable_is_cancelled (sending->cancellable)
         && (method != HX_POST || sending->key != NULL) && method != HX_PATCH;
}

static void
on_unanswered (GTask        *task,
               const GError *error)
{
  Sending *sending = g_task_get_task_data (task);

  if (sending->timed_out)
    finish (task, NULL, g_error_new_literal (HX_ERROR, HX_ERROR_OFFLINE, "The server took too long"));
  else if (may_send_again (sending) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
           && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    start_timer (task, AGAIN_MS * sending->attempts, on_send_again, task);
  else
    finish (task, NULL, hx_problem_unanswered (error));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  GError *error = NULL;
  HxReply *reply = hx_reply_read_finish (result, &error);

  finish (data, reply, error);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  GTask *task = data;
  Sending *sending = g_task_get_task_data (task);
  HxReply *reply;

  if (body == NULL)
    {
      on_unanswered (task, error);
      return;
    }
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (sending->message)))
    {
      if (hx_operations[sending->operation].shape == HX_SHAPE_LIST)
        {
          hx_reply_read_async (sending->message, sending->operation, body, on_read, task);
          return;
        }
      reply = hx_reply_read (sending->message, sending->operation, body, &error);
      finish (task, reply, g_steal_pointer (&error));
      return;
    }
  error = hx_problem_read (sending->message, body);
  /* The first try, whose answer was lost, is still being worked on: its answer is on the way. */
  if (g_error_matches (error, HX_ERROR, HX_ERROR_IN_PROGRESS) && may_send_again (sending))
    start_timer (task, AGAIN_MS * sending->attempts, on_send_again, task);
  else
    finish (task, NULL, g_steal_pointer (&error));
}

static const char *
body_type (Sending *sending)
{
  return sending->media_type != NULL ? sending->media_type : "application/json";
}

static void
send_message (GTask *task)
{
  HxClient *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  const HxOperation *row = &hx_operations[sending->operation];
  SoupMessageHeaders *headers;

  g_clear_object (&sending->message);
  sending->message = hx_client_new_message (self, hx_method_names[row->method], sending->path);
  headers = soup_message_get_request_headers (sending->message);
  sending->attempts++;
  if (sending->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", sending->key);
  if (sending->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", sending->if_match);
  if (sending->range != NULL)
    soup_message_headers_replace (headers, "Range", sending->range);
  if (sending->body != NULL)
    soup_message_set_request_body_from_bytes (sending->message, body_type (sending), sending->body);
  start_timer (task, 1000 * (sending->media_type != NULL ? UPLOAD_SECONDS : CALL_SECONDS), on_call_too_long, sending);
  soup_session_send_and_read_async (sending->session, sending->message, G_PRIORITY_DEFAULT, sending->cancellable,
                                    on_answer, task);
}

static Sending *
sending_new (HxClient     *self,
             const HxCall *call)
{
  const HxOperation *row = &hx_operations[call->operation];
  Sending *sending = g_new0 (Sending, 1);

  sending->operation = call->operation;
  sending->session = g_object_ref (self->session);
  sending->cancellable = g_cancellable_new ();
  sending->path = hx_operation_uri (call->operation, call->id, call->query);
  sending->key = row->method != HX_POST ? NULL : call->key != NULL ? g_strdup (call->key) : hx_id_new ();
  if (call->if_match != NULL)
    sending->if_match = g_strdup_printf ("\"%s\"", call->if_match);
  if (call->offset > 0 || call->length > 0)
    sending->range = call->length > 0
                         ? g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, call->offset,
                                            call->offset + call->length - 1)
                         : g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", call->offset);
  if (call->upload != NULL)
    {
      sending->body = g_bytes_ref (call->upload);
      sending->media_type = g_strdup (call->media_type != NULL ? call->media_type : "application/octet-stream");
    }
  else if (call->input != NULL)
    {
      GString *json = g_string_new (NULL);

      hx_json_append_record (json, call->input, HX_JSON_PLAIN);
      sending->body = g_string_free_to_bytes (json);
    }
  else if (row->method == HX_POST)
    sending->body = g_bytes_new_static ("{}", 2);
  return sending;
}

/**
 * hx_client_call_async:
 * @self: a client
 * @call: what to call; only read before this returns
 * @cancellable: (nullable): to stop waiting
 * @callback: called when the answer is there
 * @data: passed to it
 *
 * Calls one operation. An answer that is lost on the way is asked for again,
 * with the same idempotency key where something is to be changed.
 */
void
hx_client_call_async (HxClient           *self,
                      const HxCall       *call,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Sending *sending = NULL;

  g_task_set_source_tag (task, hx_client_call_async);
  g_task_set_name (task, hx_operations[call->operation].name);
  if (self->session == NULL)
    {
      g_task_return_new_error (task, HX_ERROR, HX_ERROR_OFFLINE, "No server yet");
      g_object_unref (task);
      return;
    }
  sending = sending_new (self, call);
  g_task_set_task_data (task, sending, sending_free);
  if (cancellable != NULL)
    sending->linked = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled),
                                             g_object_ref (sending->cancellable), g_object_unref);
  send_message (task);
}

/**
 * hx_client_call_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: of %HX_ERROR, or %G_IO_ERROR_CANCELLED; see [func@error_get_request_id]
 *
 * Returns: (transfer full) (nullable): the reply
 */
HxReply *
hx_client_call_finish (HxClient     *self,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hx_client_finalize (GObject *object)
{
  HxClient *self = HX_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_free (self->base);
  g_free (self->token);
  G_OBJECT_CLASS (hx_client_parent_class)->finalize (object);
}

static void
hx_client_class_init (HxClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hx_client_finalize;
}

static void
hx_client_init (HxClient *self)
{
}

/**
 * hx_client_new:
 *
 * Returns: (transfer full): a client that has yet to be told where its server is
 */
HxClient *
hx_client_new (void)
{
  return g_object_new (HX_TYPE_CLIENT, NULL);
}

/* The stream holds one connection for good; lists, audio and calls share the others. */
static void
use_session (HxClient       *self,
             GSocketAddress *socket,
             char           *base)
{
  g_clear_object (&self->session);
  self->session = g_object_new (SOUP_TYPE_SESSION, "remote-connectable", socket, "max-conns", 12,
                                "max-conns-per-host", 12, "timeout", SILENCE_SECONDS, "idle-timeout", 60,
                                "user-agent", "Huixiang/" HX_VERSION, NULL);
  g_free (self->base);
  self->base = base;
}

/**
 * hx_client_set_socket:
 * @self: a client
 * @path: the Unix socket of a server on this computer
 */
void
hx_client_set_socket (HxClient   *self,
                      const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  use_session (self, address, g_strdup ("http://localhost"));
}

/**
 * hx_client_set_address:
 * @self: a client
 * @address: such as `https://huixiang.example.com`
 * @error: %HX_ERROR_INVALID when @address is none
 *
 * Returns: whether @address can be used
 */
gboolean
hx_client_set_address (HxClient   *self,
                       const char *address,
                       GError    **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  char *base;

  if ((g_strcmp0 (scheme, "http") != 0 && g_strcmp0 (scheme, "https") != 0) || g_uri_get_host (uri) == NULL)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_INVALID, "server: no_address");
      return FALSE;
    }
  base = g_strdup (address);
  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  use_session (self, NULL, base);
  return TRUE;
}

/**
 * hx_client_set_token:
 * @self: a client
 * @token: (nullable): who asks, from now on
 */
void
hx_client_set_token (HxClient   *self,
                     const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
}

/**
 * hx_client_get_token:
 * @self: a client
 *
 * Returns: (nullable): who asks
 */
const char *
hx_client_get_token (HxClient *self)
{
  return self->token;
}

/**
 * hx_client_get_session:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): its session, once it knows its server
 */
SoupSession *
hx_client_get_session (HxClient *self)
{
  return self->session;
}

/**
 * hx_client_new_message:
 * @self: a client that knows its server
 * @method: an HTTP method
 * @path: path and query
 *
 * Returns: (transfer full): a message that says who asks
 */
SoupMessage *
hx_client_new_message (HxClient   *self,
                       const char *method,
                       const char *path)
{
  g_autofree char *uri = g_strconcat (self->base, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  return message;
}
