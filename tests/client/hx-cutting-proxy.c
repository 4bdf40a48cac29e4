/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-cutting-proxy.h"

#include <string.h>

typedef struct
{
  gatomicrefcount references;
  CuttingProxy *proxy;
  GSocketConnection *client, *server;
  GIOStream *spoken; /* what the client says and hears: its connection, or what TLS makes of it */
  char up[16384], down[16384];
  gssize length; /* of what is held in `down` */
  gboolean marked; /* the answer that comes next is of a request with the mark */
} Link;

static void
link_unref (Link *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  self->proxy->links = g_list_remove (self->proxy->links, self);
  g_object_unref (self->spoken);
  g_object_unref (self->client);
  g_object_unref (self->server);
  g_free (self);
}

static void
link_close (Link *self)
{
  g_socket_shutdown (g_socket_connection_get_socket (self->client), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (self->server), TRUE, TRUE, NULL);
}

static void read_up (Link *self);
static void read_down (Link *self);

static gboolean
pass_on (GIOStream  *to,
         const char *bytes,
         gssize      length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (to), bytes, (gsize) length, NULL, NULL, NULL);
}

static void
note_mark (Link  *self,
           gssize length)
{
  const char *mark
      = length > 0 ? memmem (self->up, (gsize) length, self->proxy->mark, strlen (self->proxy->mark)) : NULL;

  if (mark == NULL)
    return;
  self->marked = TRUE;
  self->proxy->passed++;
  g_free (self->proxy->line);
  self->proxy->line = g_strndup (mark, strcspn (mark, " \r"));
}

static void
on_up (GObject      *source,
       GAsyncResult *result,
       gpointer      data)
{
  Link *self = data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  note_mark (self, length);
  self->proxy->heard += (gsize) MAX (length, 0);
  if (length > 0 && pass_on (G_IO_STREAM (self->server), self->up, length))
    read_up (self);
  else
    link_close (self);
  link_unref (self);
}

static void
on_down (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Link *self = data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  gboolean cut = length > 0 && self->marked && self->proxy->cuts > 0;

  if (length > 0 && self->marked && self->proxy->hold)
    {
      g_clear_pointer ((Link **) &self->proxy->held, link_unref);
      self->length = length;
      self->proxy->held = self;
      return;
    }
  if (cut)
    self->proxy->cuts--;
  self->marked = FALSE;
  if (length > 0 && !cut && pass_on (self->spoken, self->down, length))
    read_down (self);
  else
    link_close (self);
  link_unref (self);
}

static void
read_up (Link *self)
{
  g_atomic_ref_count_inc (&self->references);
  g_input_stream_read_async (g_io_stream_get_input_stream (self->spoken), self->up, sizeof self->up, 0,
                             NULL, on_up, self);
}

static void
read_down (Link *self)
{
  g_atomic_ref_count_inc (&self->references);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->server)), self->down, sizeof self->down,
                             0, NULL, on_down, self);
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           data)
{
  CuttingProxy *proxy = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *server
      = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) proxy->target, NULL, NULL);
  Link *self;

  if (server == NULL)
    return FALSE;
  self = g_new0 (Link, 1);
  g_atomic_ref_count_init (&self->references);
  self->proxy = proxy;
  proxy->links = g_list_prepend (proxy->links, self);
  self->spoken = proxy->certificate != NULL
                     ? g_tls_server_connection_new (G_IO_STREAM (connection), proxy->certificate, NULL)
                     : g_object_ref (G_IO_STREAM (connection));
  g_assert_nonnull (self->spoken);
  self->client = g_object_ref (connection);
  self->server = server;
  read_up (self);
  read_down (self);
  link_unref (self);
  return FALSE;
}

void
cutting_proxy_start (CuttingProxy *self,
                     guint         target,
                     const char   *mark)
{
  self->target = target;
  self->mark = mark;
  self->service = g_socket_service_new ();
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_assert_cmpuint (self->port, !=, 0);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);
}

void
cutting_proxy_let_go (CuttingProxy *self)
{
  Link *link = g_steal_pointer (&self->held);

  self->hold = FALSE;
  link->marked = FALSE;
  if (pass_on (link->spoken, link->down, link->length))
    read_down (link);
  link_unref (link);
}

/* Ends every connection, as a server does that starts anew. */
void
cutting_proxy_cut_all (CuttingProxy *self)
{
  g_list_foreach (self->links, (GFunc) (void (*) (void)) link_close, NULL);
}

void
cutting_proxy_stop (CuttingProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_clear_pointer ((Link **) &self->held, link_unref);
  cutting_proxy_cut_all (self);
  while (self->links != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&self->line, g_free);
}
