/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-client-private.h"
#include "hx-json.h"
#include "hx-time.h"

#define CALL_SECONDS 20
#define UPLOAD_SECONDS 600
/* A lost answer is asked for again; the key makes it one submission. */
#define MAX_ATTEMPTS 4
#define AGAIN_MS 150

/* One call on its way. */
typedef struct
{
  HxOperationId operation;
  char *uri;   /* whole: the server may be changed meanwhile */
  char *token; /* (nullable): who asks */
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
  gboolean renewed; /* the token, for this call */
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
  g_free (sending->uri);
  g_free (sending->token);
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
           && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && error->domain != G_TLS_ERROR)
    start_timer (task, AGAIN_MS * sending->attempts, on_send_again, task);
  else
    finish (task, NULL, hx_problem_unanswered (sending->message, error));
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
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GTask *task = data;
  HxClient *self = HX_CLIENT (source);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (!hx_client_renew_finish (self, result, &error))
    {
      finish (task, NULL, error);
      return;
    }
  g_free (sending->token);
  sending->token = g_strdup (hx_client_get_token (self));
  send_message (task);
}

/* A token lives for an hour; the call that finds it dead asks for another one, and then again. */
static gboolean
renew_instead (GTask        *task,
               const GError *error)
{
  Sending *sending = g_task_get_task_data (task);

  if (!g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED) || sending->renewed || sending->token == NULL
      || (hx_operations[sending->operation].flags & HX_OP_PUBLIC) != 0)
    return FALSE;
  sending->renewed = TRUE;
  stop_timer (sending);
  hx_client_renew_async (g_task_get_source_object (task), sending->token, on_renewed, task);
  return TRUE;
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
  else if (!renew_instead (task, error))
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
  Sending *sending = g_task_get_task_data (task);
  const HxOperation *row = &hx_operations[sending->operation];
  SoupMessageHeaders *headers;

  g_clear_object (&sending->message);
  sending->message = hx_message_new (hx_method_names[row->method], sending->uri, sending->token);
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
  g_autofree char *path = hx_operation_uri (call->operation, call->id, call->query);
  const HxOperation *row = &hx_operations[call->operation];
  Sending *sending = g_new0 (Sending, 1);

  sending->operation = call->operation;
  sending->session = g_object_ref (self->session);
  sending->cancellable = g_cancellable_new ();
  sending->uri = g_strconcat (self->base, path, NULL);
  sending->token = g_strdup (self->token);
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
