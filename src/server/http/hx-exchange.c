/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"
#include "hx-header.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static void
make_request_id (char id[17])
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[8];

  while (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    continue;
  for (guint i = 0; i < sizeof bytes; i++)
    {
      id[2 * i] = digits[bytes[i] >> 4];
      id[2 * i + 1] = digits[bytes[i] & 15];
    }
  id[16] = '\0';
}

HxExchange *
hx_exchange_new (HxOutlets          *outlets,
                 const HxHttpLimits *limits,
                 const char         *target)
{
  HxExchange *self = g_new0 (HxExchange, 1);

  self->outlets = outlets;
  self->limits = limits;
  self->target = g_strdup (hx_header_find_path (target));
  self->file = -1;
  self->started = g_get_monotonic_time ();
  make_request_id (self->request_id);
  return self;
}

void
hx_exchange_free (HxExchange *self)
{
  hx_reply_free (self->reply);
  if (self->destroy != NULL)
    self->destroy (self->data);
  if (self->file >= 0)
    close (self->file);
  if (self->file_path != NULL)
    g_unlink (self->file_path);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self->file_path);
  g_free (self->target);
  g_free (self);
}

/* FALSE: more than was allowed. */
gboolean
hx_exchange_take_body (HxExchange *self,
                       const char *bytes,
                       gsize       length)
{
  guint64 limit = self->file >= 0 ? self->file_limit : self->limits->body;

  self->received += length;
  if (self->received > limit)
    return FALSE;
  if (self->file >= 0)
    {
      hx_exchange_write_file (self, bytes, length);
      return TRUE;
    }
  if (self->body == NULL)
    self->body = g_byte_array_sized_new ((guint) MIN (self->length + 1, 65536));
  g_byte_array_append (self->body, (const guint8 *) bytes, (guint) length);
  return TRUE;
}

/**
 * hx_exchange_get_method:
 * @self: an exchange
 *
 * Returns: the method, as sent
 */
const char *
hx_exchange_get_method (HxExchange *self)
{
  return self->method;
}

/**
 * hx_exchange_get_target:
 * @self: an exchange
 *
 * Returns: path and query, as sent: nothing is decoded
 */
const char *
hx_exchange_get_target (HxExchange *self)
{
  return self->target;
}

/**
 * hx_exchange_get_header:
 * @self: an exchange
 * @name: a header's name
 *
 * Returns: (nullable): its value
 */
const char *
hx_exchange_get_header (HxExchange *self,
                        const char *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, name);
}

/**
 * hx_exchange_get_request_id:
 * @self: an exchange
 *
 * Returns: what the answer and the log call this request
 */
const char *
hx_exchange_get_request_id (HxExchange *self)
{
  return self->request_id;
}

/**
 * hx_exchange_is_local:
 * @self: an exchange
 *
 * Returns: whether it came through the private socket
 */
gboolean
hx_exchange_is_local (HxExchange *self)
{
  return self->local;
}

/**
 * hx_exchange_has_body:
 * @self: an exchange
 *
 * Returns: whether the headers announce a body
 */
gboolean
hx_exchange_has_body (HxExchange *self)
{
  return self->chunked || self->length > 0;
}

/**
 * hx_exchange_get_length:
 * @self: an exchange
 *
 * Returns: the announced length of the body, 0 when it is not announced
 */
guint64
hx_exchange_get_length (HxExchange *self)
{
  return self->length;
}

/**
 * hx_exchange_get_body:
 * @self: an exchange
 * @length: (out): its length in bytes
 *
 * Returns: the received body, which is not terminated
 */
const char *
hx_exchange_get_body (HxExchange *self,
                      gsize      *length)
{
  *length = self->body != NULL ? self->body->len : 0;
  return *length > 0 ? (const char *) self->body->data : "";
}

/**
 * hx_exchange_get_started:
 * @self: an exchange
 *
 * Returns: when its request line was read, monotonic µs
 */
gint64
hx_exchange_get_started (HxExchange *self)
{
  return self->started;
}

/**
 * hx_exchange_set_data:
 * @self: an exchange
 * @data: what the handler keeps with it
 * @destroy: (nullable): ends @data with the exchange
 */
void
hx_exchange_set_data (HxExchange    *self,
                      gpointer       data,
                      GDestroyNotify destroy)
{
  self->data = data;
  self->destroy = destroy;
}

/**
 * hx_exchange_get_data:
 * @self: an exchange
 *
 * Returns: (nullable): what the handler keeps with it
 */
gpointer
hx_exchange_get_data (HxExchange *self)
{
  return self->data;
}

/**
 * hx_exchange_hold:
 * @self: an exchange that the handler was just given
 *
 * Puts the exchange aside; to be called before another thread gets to know of it.
 */
void
hx_exchange_hold (HxExchange *self)
{
  self->held = TRUE;
  MHD_suspend_connection (self->connection);
}

/**
 * hx_exchange_proceed:
 * @self: an exchange that was held before its body
 *
 * Lets the body come.
 */
void
hx_exchange_proceed (HxExchange *self)
{
  MHD_resume_connection (self->connection);
}

/**
 * hx_exchange_respond:
 * @self: an exchange
 * @reply: (transfer full): the answer
 *
 * From any thread. The exchange may be gone when this returns.
 */
void
hx_exchange_respond (HxExchange *self,
                     HxReply    *reply)
{
  self->reply = reply;
  if (self->held)
    hx_exchange_proceed (self);
}

/**
 * hx_exchange_new_outlet:
 * @self: an exchange
 *
 * Returns: (transfer full): where a stream that answers @self is sent
 */
HxOutlet *
hx_exchange_new_outlet (HxExchange *self)
{
  return hx_outlet_new (self->outlets);
}
