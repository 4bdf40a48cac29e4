/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-client-private.h"
#include "hx-json.h"

/* Reads answers: records, pages, bytes and problem documents. */

/**
 * hx_reply_free:
 * @reply: (transfer full) (nullable): a reply
 */
void
hx_reply_free (HxReply *reply)
{
  if (reply == NULL)
    return;
  g_clear_object (&reply->item);
  g_clear_pointer (&reply->items, g_ptr_array_unref);
  g_clear_pointer (&reply->bytes, g_bytes_unref);
  g_free (reply->next);
  g_free (reply);
}

static gboolean
read_page (HxReply           *reply,
           HxJson            *root,
           const HxOperation *operation,
           GError           **error)
{
  HxJson *items = hx_json_get_member (root, "items"), *pool = hx_json_get_member (root, "pool");

  if (hx_json_get_type (items) != HX_JSON_ARRAY)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "A page without items");
      return FALSE;
    }
  reply->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < hx_json_get_length (items); i++)
    {
      HxRecord *record = hx_json_read_record (hx_json_get_element (items, i), operation->output, error);

      if (record == NULL)
        return FALSE;
      g_ptr_array_add (reply->items, record);
    }
  reply->next = g_strdup (hx_json_member_string (root, "next"));
  if (pool == NULL || !(operation->flags & HX_OP_POOL))
    return TRUE;
  reply->item = hx_json_read_record (pool, &hx_pool_schema, error);
  return reply->item != NULL;
}

static void
read_range (HxReply     *reply,
            SoupMessage *message,
            GBytes      *body)
{
  goffset start, end, total;

  reply->bytes = g_bytes_ref (body);
  reply->total = (gint64) g_bytes_get_size (body);
  if (soup_message_get_status (message) == SOUP_STATUS_PARTIAL_CONTENT
      && soup_message_headers_get_content_range (soup_message_get_response_headers (message), &start, &end, &total))
    reply->total = total;
}

/**
 * hx_reply_read:
 * @message: an answered message
 * @operation: what was asked
 * @body: what came
 * @error: %HX_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable): the reply
 */
HxReply *
hx_reply_read (SoupMessage  *message,
               HxOperationId operation,
               GBytes       *body,
               GError      **error)
{
  const HxOperation *row = &hx_operations[operation];
  g_autoptr (HxReply) reply = g_new0 (HxReply, 1);
  g_autoptr (HxJson) root = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  reply->total = -1;
  if (row->shape == HX_SHAPE_BYTES)
    read_range (reply, message, body);
  if (row->shape != HX_SHAPE_ITEM && row->shape != HX_SHAPE_LIST)
    return g_steal_pointer (&reply);
  root = hx_json_parse (text, length, error);
  if (root == NULL)
    return NULL;
  if (row->shape == HX_SHAPE_LIST)
    return read_page (reply, root, row, error) ? g_steal_pointer (&reply) : NULL;
  reply->item = hx_json_read_record (root, row->output, error);
  return reply->item != NULL ? g_steal_pointer (&reply) : NULL;
}

typedef struct
{
  SoupMessage *message;
  HxOperationId operation;
  GBytes *body;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->message);
  g_bytes_unref (answer->body);
  g_free (answer);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Answer *answer = data;
  GError *error = NULL;
  HxReply *reply = hx_reply_read (answer->message, answer->operation, answer->body, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) hx_reply_free);
  else
    g_task_return_error (task, error);
}

/**
 * hx_reply_read_async:
 * @message: an answered message
 * @operation: what was asked
 * @body: what came
 * @callback: called when it is read
 * @data: passed to it
 *
 * The same beside the main loop: reading a page takes as long as drawing a frame.
 */
void
hx_reply_read_async (SoupMessage        *message,
                     HxOperationId       operation,
                     GBytes             *body,
                     GAsyncReadyCallback callback,
                     gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Answer *answer = g_new0 (Answer, 1);

  answer->message = g_object_ref (message);
  answer->operation = operation;
  answer->body = g_bytes_ref (body);
  g_task_set_task_data (task, answer, answer_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * hx_reply_read_finish:
 * @result: the result
 * @error: %HX_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable): the reply
 */
HxReply *
hx_reply_read_finish (GAsyncResult *result,
                      GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static HxError
code_from_status (guint status)
{
  for (guint code = 0; code < HX_N_ERRORS; code++)
    if (code != HX_ERROR_FAILED && hx_error_status ((HxError) code) == status)
      return (HxError) code;
  return HX_ERROR_FAILED;
}

static char *
params_to_message (HxJson *params)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < hx_json_get_length (params); i++)
    {
      const char *name = hx_json_member_string (hx_json_get_element (params, i), "name");
      const char *reason = hx_json_member_string (hx_json_get_element (params, i), "reason");

      if (name != NULL && reason != NULL)
        hx_problem_add (problem, name, reason);
    }
  return hx_problem_to_error (problem, &error) ? NULL : g_strdup (error->message);
}

/**
 * hx_problem_read:
 * @message: a message that was answered with a failure
 * @body: the problem document, or whatever a proxy in between wrote
 *
 * Returns: (transfer full): an error of %HX_ERROR with the number of the request
 */
GError *
hx_problem_read (SoupMessage *message,
                 GBytes      *body)
{
  guint status = soup_message_get_status (message);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (HxJson) root = length > 0 ? hx_json_parse (text, length, NULL) : NULL;
  const char *name = hx_json_member_string (root, "code");
  const char *request_id = hx_json_member_string (root, "request_id");
  HxError code = name != NULL ? hx_error_from_name (name) : code_from_status (status);
  g_autofree char *params = params_to_message (hx_json_get_member (root, "invalid_params"));
  const char *detail = hx_json_member_string (root, "detail");
  const char *wait;
  guint64 seconds;
  GError *error;

  if (detail == NULL)
    detail = hx_error_title (code);
  error = g_error_new_literal (HX_ERROR, (int) code, params != NULL ? params : detail);
  if (request_id == NULL)
    request_id = soup_message_headers_get_one (soup_message_get_response_headers (message), "X-Request-Id");
  hx_error_set_request_id (error, request_id);
  wait = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  if (wait != NULL && g_ascii_string_to_unsigned (wait, 10, 0, G_MAXUINT, &seconds, NULL))
    hx_error_set_retry_after (error, (guint) seconds);
  return error;
}

/* The first that applies is what a person can do something about. */
static const char *
certificate_reason (SoupMessage *message)
{
  const struct
  {
    GTlsCertificateFlags flag;
    const char *reason;
  } faults[] = {
    { G_TLS_CERTIFICATE_EXPIRED, "expired" },         { G_TLS_CERTIFICATE_NOT_ACTIVATED, "not_yet" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "other_name" }, { G_TLS_CERTIFICATE_REVOKED, "revoked" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "unknown_ca" },
  };
  GTlsCertificateFlags flags = message != NULL ? soup_message_get_tls_peer_certificate_errors (message) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if ((flags & faults[i].flag) != 0)
      return faults[i].reason;
  return NULL;
}

static const char *
silence_reason (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return "no_such_name";
  if (error->domain == G_TLS_ERROR)
    return "not_encrypted";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "refused";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return "silent";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return "no_way";
  return NULL;
}

/**
 * hx_problem_unanswered:
 * @message: (nullable): what was not answered
 * @error: what the transport says
 *
 * Returns: (transfer full): a cancellation as it is, %HX_ERROR_CERTIFICATE where the server
 *   is not trusted, anything else as %HX_ERROR_OFFLINE; both with a reason where one is known
 */
GError *
hx_problem_unanswered (SoupMessage  *message,
                       const GError *error)
{
  gboolean untrusted = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  GError *problem;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  problem = g_error_new_literal (HX_ERROR, untrusted ? HX_ERROR_CERTIFICATE : HX_ERROR_OFFLINE, error->message);
  hx_error_set_reason (problem, untrusted ? certificate_reason (message) : silence_reason (error));
  return problem;
}
