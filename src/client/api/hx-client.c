/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-client-private.h"
#include "hx-server-address.h"

#include <gio/gunixsocketaddress.h>

/* The heartbeat comes every 15 s: a connection that is silent for longer is dead. */
#define SILENCE_SECONDS 40

G_DEFINE_FINAL_TYPE (HxClient, hx_client, G_TYPE_OBJECT)

enum
{
  SIGNAL_RENEWED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
hx_client_finalize (GObject *object)
{
  HxClient *self = HX_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_handle_id (&self->renew_timer, g_source_remove);
  g_clear_object (&self->session);
  g_clear_pointer (&self->renewing, g_ptr_array_unref);
  g_free (self->base);
  g_free (self->token);
  g_free (self->refresh_token);
  G_OBJECT_CLASS (hx_client_parent_class)->finalize (object);
}

static void
hx_client_class_init (HxClientClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hx_client_finalize;
  signals[SIGNAL_RENEWED] = g_signal_new ("renewed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          HX_TYPE_RECORD);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
hx_client_emit_renewed (HxClient *self,
                        HxRecord *session)
{
  g_signal_emit (self, signals[SIGNAL_RENEWED], 0, session);
}

void
hx_client_emit_ended (HxClient *self)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
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
 * @error: %HX_ERROR_INVALID about `server`, see [func@server_address_read]
 *
 * Returns: whether @address can be used
 */
gboolean
hx_client_set_address (HxClient   *self,
                       const char *address,
                       GError    **error)
{
  char *base = hx_server_address_read (address, error);

  if (base == NULL)
    return FALSE;
  use_session (self, NULL, base);
  return TRUE;
}

/**
 * hx_client_set_token:
 * @self: a client
 * @token: (nullable): who asks, from now on; it is not renewed
 */
void
hx_client_set_token (HxClient   *self,
                     const char *token)
{
  hx_client_set_tokens (self, token, NULL, 0);
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

  return hx_message_new (method, uri, self->token);
}

/**
 * hx_message_new:
 * @method: an HTTP method
 * @uri: the whole address
 * @token: (nullable): who asks
 *
 * Returns: (transfer full): a message that goes there and nowhere else: the API never
 *   redirects, and what carries a password or a token follows nobody who does
 */
SoupMessage *
hx_message_new (const char *method,
                const char *uri,
                const char *token)
{
  SoupMessage *message = soup_message_new (method, uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  return message;
}
