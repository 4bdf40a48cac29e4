/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-source.h"

#include "hx-client-private.h"
#include "hx-json.h"
#include "hx-sse-parser.h"

#include <string.h>

#define PIECE 16384
#define FIRST_WAIT_MS 250
#define LONGEST_WAIT_MS 10000
/* api.md: a heartbeat every 15 s. */
#define SILENCE_SECONDS 40

struct _HxEventSource
{
  GObject parent_instance;

  HxClient *client;
  HxSseParser *parser;
  SoupMessage *message;
  GInputStream *stream;
  char *token; /* (nullable): with which the connection was made */
  GCancellable *cancellable; /* of the connection; NULL while stopped or waiting */
  char buffer[PIECE];
  gint64 number;
  guint attempts;
  guint retry_timer;
  guint silence_timer;
  gboolean wanted;
  gboolean renewed; /* the token, since the last connection that was accepted */
};

G_DEFINE_FINAL_TYPE (HxEventSource, hx_event_source, G_TYPE_OBJECT)

enum
{
  SIGNAL_EVENT,
  SIGNAL_OPENED,
  SIGNAL_LOST,
  SIGNAL_RESET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const HxSchema *const things[] = {
  &hx_board_schema,         &hx_call_schema,     &hx_clip_schema,   &hx_contact_schema, &hx_customer_schema,
  &hx_feedback_schema,      &hx_figures_schema,  &hx_policy_schema, &hx_pool_schema,    &hx_recording_schema,
  &hx_rectification_schema, &hx_template_schema, &hx_user_schema,   &hx_wrapup_schema,
};

static void connect_now (HxEventSource *self);
static void read_more (HxEventSource *self);

/**
 * hx_thing_find:
 * @name: (nullable): what an event calls a thing
 *
 * Returns: (nullable): its schema
 */
const HxSchema *
hx_thing_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    if (g_strcmp0 (things[i]->name, name) == 0)
      return things[i];
  return NULL;
}

static void
on_message (const char *event,
            const char *id,
            const char *data,
            gpointer    user_data)
{
  HxEventSource *self = user_data;
  g_autoptr (HxJson) root = NULL;
  g_autoptr (HxRecord) record = NULL;
  const char *thing, *action;
  HxJson *member;

  if (id != NULL)
    g_ascii_string_to_signed (id, 10, 0, G_MAXINT64, &self->number, NULL);
  if (g_strcmp0 (event, "reset") == 0)
    {
      g_signal_emit (self, signals[SIGNAL_RESET], 0);
      return;
    }
  root = hx_json_parse (data, strlen (data), NULL);
  thing = hx_json_member_string (root, "thing");
  action = hx_json_member_string (root, "action");
  if (thing == NULL || action == NULL)
    return;
  member = hx_json_get_member (root, "record");
  if (member != NULL && hx_thing_find (thing) != NULL && hx_json_get_type (member) == HX_JSON_OBJECT)
    record = hx_json_read_record (member, hx_thing_find (thing), NULL);
  g_signal_emit (self, signals[SIGNAL_EVENT], g_quark_from_string (thing), thing, action, record);
}

static void
disconnect (HxEventSource *self)
{
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
}

static gboolean
on_retry (gpointer data)
{
  HxEventSource *self = data;

  self->retry_timer = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* Doubling, and spread out so that the clients of a restarted server do not all come at once. */
static guint
waiting_ms (HxEventSource *self)
{
  guint wait = MIN (LONGEST_WAIT_MS, FIRST_WAIT_MS << MIN (self->attempts, 8));
  gint64 asked = hx_sse_parser_retry (self->parser);

  wait = (guint) g_random_int_range ((gint32) (wait * 3 / 4), (gint32) (wait * 5 / 4));
  return asked > 0 && self->attempts == 0 ? (guint) MIN (asked, LONGEST_WAIT_MS) : wait;
}

static void
lose (HxEventSource *self,
      const GError  *error)
{
  gboolean refused = g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED)
                     || g_error_matches (error, HX_ERROR, HX_ERROR_FORBIDDEN);

  disconnect (self);
  if (!self->wanted)
    return;
  if (refused)
    self->wanted = FALSE;
  else
    self->retry_timer = g_timeout_add (waiting_ms (self), on_retry, self);
  self->attempts++;
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

static gboolean
on_silence (gpointer data)
{
  HxEventSource *self = data;
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_OFFLINE, "No heartbeat");

  self->silence_timer = 0;
  lose (self, error);
  return G_SOURCE_REMOVE;
}

static void
heard (HxEventSource *self)
{
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  self->silence_timer = g_timeout_add_seconds (SILENCE_SECONDS, on_silence, self);
}

/* Every answer may come after the connection it belongs to was given up: then it is cancelled. */
static gboolean
given_up (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_bytes (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxEventSource) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0 && given_up (error))
    return;
  if (G_INPUT_STREAM (source) != self->stream)
    return;
  if (n <= 0)
    {
      g_autoptr (GError) lost
          = g_error_new_literal (HX_ERROR, HX_ERROR_OFFLINE, n == 0 ? "The stream ended" : error->message);

      lose (self, lost);
      return;
    }
  heard (self);
  if (hx_sse_parser_feed (self->parser, self->buffer, (gsize) n))
    {
      if (G_INPUT_STREAM (source) == self->stream)
        read_more (self);
      return;
    }
  error = g_error_new_literal (HX_ERROR, HX_ERROR_MALFORMED, "Not a stream of events");
  lose (self, error);
}

static void
read_more (HxEventSource *self)
{
  g_input_stream_read_async (self->stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                             on_bytes, g_object_ref (self));
}

/* The token had run out: with another one the stream goes on where it was. */
static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxEventSource) self = data;
  g_autoptr (GError) error = NULL;
  gboolean renewed = hx_client_renew_finish (HX_CLIENT (source), result, &error);

  if (!self->wanted)
    return;
  if (renewed)
    connect_now (self);
  else
    lose (self, error);
}

static void
on_problem_body (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (HxEventSource) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_autoptr (GError) problem = NULL;

  if (given_up (error) || self->message == NULL)
    return;
  if (body == NULL)
    body = g_bytes_new (NULL, 0);
  problem = hx_problem_read (self->message, body);
  if (!g_error_matches (problem, HX_ERROR, HX_ERROR_UNAUTHENTICATED) || self->renewed)
    {
      lose (self, problem);
      return;
    }
  self->renewed = TRUE;
  hx_client_renew_async (self->client, self->token, on_renewed, g_object_ref (self));
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (HxEventSource) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (given_up (error))
    return;
  if (stream == NULL)
    {
      g_autoptr (GError) lost = hx_problem_unanswered (self->message, error);

      lose (self, lost);
      return;
    }
  if (self->message == NULL || self->stream != NULL)
    return;
  self->stream = g_steal_pointer (&stream);
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    {
      g_input_stream_read_bytes_async (self->stream, PIECE, G_PRIORITY_DEFAULT, self->cancellable, on_problem_body,
                                       g_object_ref (self));
      return;
    }
  self->attempts = 0;
  self->renewed = FALSE;
  heard (self);
  read_more (self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
connect_now (HxEventSource *self)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  g_autofree char *path = hx_operation_uri (HX_OPERATION_EVENTS_STREAM, NULL, NULL);
  SoupMessageHeaders *headers;

  disconnect (self);
  hx_sse_parser_reset (self->parser);
  self->cancellable = g_cancellable_new ();
  g_free (self->token);
  self->token = g_strdup (hx_client_get_token (self->client));
  self->message = hx_client_new_message (self->client, "GET", path);
  headers = soup_message_get_request_headers (self->message);
  soup_message_headers_replace (headers, "Accept", "text/event-stream");
  soup_message_headers_replace (headers, "Last-Event-ID", number);
  /* A stream is not to be compressed or kept back. */
  soup_message_disable_feature (self->message, SOUP_TYPE_CONTENT_DECODER);
  soup_session_send_async (hx_client_get_session (self->client), self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_connected, g_object_ref (self));
}

/**
 * hx_event_source_start:
 * @self: an event source
 * @after: number of the last event that is known already
 *
 * Begins to listen, or begins anew from @after.
 */
void
hx_event_source_start (HxEventSource *self,
                       gint64         after)
{
  self->number = after;
  self->attempts = 0;
  self->wanted = TRUE;
  connect_now (self);
}

/**
 * hx_event_source_stop:
 * @self: an event source
 *
 * Ceases to listen.
 */
void
hx_event_source_stop (HxEventSource *self)
{
  self->wanted = FALSE;
  disconnect (self);
}

/**
 * hx_event_source_retry_now:
 * @self: an event source
 *
 * Comes back at once if it is waiting to: the server is known to be there again.
 */
void
hx_event_source_retry_now (HxEventSource *self)
{
  self->attempts = 0;
  if (self->wanted && self->retry_timer != 0)
    connect_now (self);
}

/**
 * hx_event_source_get_number:
 * @self: an event source
 *
 * Returns: number of the last event seen
 */
gint64
hx_event_source_get_number (HxEventSource *self)
{
  return self->number;
}

static void
hx_event_source_dispose (GObject *object)
{
  HxEventSource *self = HX_EVENT_SOURCE (object);

  hx_event_source_stop (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hx_event_source_parent_class)->dispose (object);
}

static void
hx_event_source_finalize (GObject *object)
{
  HxEventSource *self = HX_EVENT_SOURCE (object);

  hx_sse_parser_free (self->parser);
  g_free (self->token);
  G_OBJECT_CLASS (hx_event_source_parent_class)->finalize (object);
}

static void
hx_event_source_class_init (HxEventSourceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_event_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_event_source_finalize;
  signals[SIGNAL_EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, HX_TYPE_RECORD);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOST]
      = g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_RESET] = g_signal_new ("reset", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hx_event_source_init (HxEventSource *self)
{
  self->parser = hx_sse_parser_new (on_message, self);
}

/**
 * hx_event_source_new:
 * @client: how to reach the server
 *
 * Returns: (transfer full): an event source that does not listen yet
 */
HxEventSource *
hx_event_source_new (HxClient *client)
{
  HxEventSource *self = g_object_new (HX_TYPE_EVENT_SOURCE, NULL);

  self->client = g_object_ref (client);
  return self;
}
