/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-link.h"

#include "hx-client-private.h"
#include "hx-sse-parser.h"

#define PIECE 16384
/* api.md: a heartbeat every 15 s. */
#define SILENCE_SECONDS 40

struct _HxEventLink
{
  GObject parent_instance;

  HxClient *client;
  char *watch; /* (nullable): topics; NULL for everything */
  gint64 number;
  HxSseParser *parser;
  SoupMessage *message;
  GInputStream *stream;      /* (nullable): of an answer, whatever it is */
  GCancellable *cancellable; /* NULL once it is closed */
  char *token;               /* (nullable): with which it asks */
  guint silence_timer;
  gboolean renewed;          /* the token, for this link */
  char buffer[PIECE];
};

G_DEFINE_FINAL_TYPE (HxEventLink, hx_event_link, G_TYPE_OBJECT)

enum
{
  SIGNAL_OPENED,
  SIGNAL_TOLD,
  SIGNAL_LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_more (HxEventLink *self);

/**
 * hx_event_link_close:
 * @self: a link
 *
 * Lets go of the connection. Nothing more is told, not even what has arrived.
 */
void
hx_event_link_close (HxEventLink *self)
{
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
}

static void
lose (HxEventLink  *self,
      const GError *error)
{
  hx_event_link_close (self);
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

static void
on_message (const char *event,
            const char *id,
            const char *data,
            gpointer    user_data)
{
  HxEventLink *self = user_data;

  if (self->cancellable == NULL)
    return;
  if (id != NULL)
    g_ascii_string_to_signed (id, 10, 0, G_MAXINT64, &self->number, NULL);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, event, data);
}

static gboolean
on_silence (gpointer data)
{
  HxEventLink *self = data;
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_OFFLINE, "No heartbeat");

  self->silence_timer = 0;
  lose (self, error);
  return G_SOURCE_REMOVE;
}

static void
heard (HxEventLink *self)
{
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  self->silence_timer = g_timeout_add_seconds (SILENCE_SECONDS, on_silence, self);
}

/* Every answer may come after the link was closed: then it is cancelled, or nobody's any more. */
static gboolean
given_up (HxEventLink  *self,
          const GError *error)
{
  return self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_bytes (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxEventLink) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (given_up (self, error))
    return;
  if (n <= 0)
    {
      g_autoptr (GError) lost
          = g_error_new_literal (HX_ERROR, HX_ERROR_OFFLINE, n == 0 ? "The stream ended" : error->message);

      lose (self, lost);
      return;
    }
  heard (self);
  if (!hx_sse_parser_feed (self->parser, self->buffer, (gsize) n))
    {
      error = g_error_new_literal (HX_ERROR, HX_ERROR_MALFORMED, "Not a stream of events");
      lose (self, error);
    }
  else if (self->cancellable != NULL)
    read_more (self);
}

static void
read_more (HxEventLink *self)
{
  g_input_stream_read_async (self->stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                             on_bytes, g_object_ref (self));
}

/* The token had run out: with another one it goes on. */
static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxEventLink) self = data;
  g_autoptr (GError) error = NULL;
  gboolean renewed = hx_client_renew_finish (HX_CLIENT (source), result, &error);

  if (given_up (self, NULL))
    return;
  if (renewed)
    hx_event_link_open (self);
  else
    lose (self, error);
}

static void
on_problem_body (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (HxEventLink) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_autoptr (GError) problem = NULL;

  if (given_up (self, error))
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
  g_autoptr (HxEventLink) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (given_up (self, error))
    return;
  if (stream == NULL)
    {
      g_autoptr (GError) lost = hx_problem_unanswered (self->message, error);

      lose (self, lost);
      return;
    }
  self->stream = g_steal_pointer (&stream);
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    {
      g_input_stream_read_bytes_async (self->stream, PIECE, G_PRIORITY_DEFAULT, self->cancellable, on_problem_body,
                                       g_object_ref (self));
      return;
    }
  heard (self);
  read_more (self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/**
 * hx_event_link_open:
 * @self: a link
 *
 * Asks the server to begin.
 */
void
hx_event_link_open (HxEventLink *self)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  g_autoptr (HxRecord) query = hx_record_new (&hx_events_query_schema);
  g_autofree char *path = NULL;
  SoupMessageHeaders *headers;

  hx_event_link_close (self);
  hx_record_set_text (query, HX_EVENTS_QUERY_WATCH, self->watch);
  path = hx_operation_uri (HX_OPERATION_EVENTS_STREAM, NULL, query);
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
 * hx_event_link_get_watch:
 * @self: a link
 *
 * Returns: (nullable): the topics that it asked for; %NULL for everything
 */
const char *
hx_event_link_get_watch (HxEventLink *self)
{
  return self->watch;
}

/**
 * hx_event_link_get_number:
 * @self: a link
 *
 * Returns: number of the last event up to which it told everything
 */
gint64
hx_event_link_get_number (HxEventLink *self)
{
  return self->number;
}

/**
 * hx_event_link_get_retry:
 * @self: a link
 *
 * Returns: how long the server asks to wait before coming back, ms; -1 when it did not say
 */
gint64
hx_event_link_get_retry (HxEventLink *self)
{
  return hx_sse_parser_retry (self->parser);
}

static void
hx_event_link_dispose (GObject *object)
{
  HxEventLink *self = HX_EVENT_LINK (object);

  hx_event_link_close (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hx_event_link_parent_class)->dispose (object);
}

static void
hx_event_link_finalize (GObject *object)
{
  HxEventLink *self = HX_EVENT_LINK (object);

  hx_sse_parser_free (self->parser);
  g_free (self->watch);
  g_free (self->token);
  G_OBJECT_CLASS (hx_event_link_parent_class)->finalize (object);
}

static void
hx_event_link_class_init (HxEventLinkClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_event_link_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_event_link_finalize;
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_LOST]
      = g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hx_event_link_init (HxEventLink *self)
{
  self->parser = hx_sse_parser_new (on_message, self);
}

/**
 * hx_event_link_new:
 * @client: how to reach the server
 * @watch: (nullable): topics parted by commas; %NULL for everything
 * @after: number of the last event that is known already
 *
 * Returns: (transfer full): a link that is not open yet
 */
HxEventLink *
hx_event_link_new (HxClient   *client,
                   const char *watch,
                   gint64      after)
{
  HxEventLink *self = g_object_new (HX_TYPE_EVENT_LINK, NULL);

  self->client = g_object_ref (client);
  self->watch = g_strdup (watch);
  self->number = after;
  return self;
}
