/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"
#include "hx-header.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static char *
address_text (const struct sockaddr *peer)
{
  char text[INET6_ADDRSTRLEN];
  const void *bytes;

  if (peer == NULL || (peer->sa_family != AF_INET && peer->sa_family != AF_INET6))
    return NULL;
  if (peer->sa_family == AF_INET)
    bytes = &((const struct sockaddr_in *) (gconstpointer) peer)->sin_addr;
  else
    bytes = &((const struct sockaddr_in6 *) (gconstpointer) peer)->sin6_addr;
  return inet_ntop (peer->sa_family, bytes, text, sizeof text) != NULL ? g_strdup (text) : NULL;
}

/**
 * hx_exchange_dup_address:
 * @self: an exchange
 *
 * Behind a proxy of ours the address is what the proxy says; whatever a client wrote
 * there before is not looked at.
 *
 * Returns: (transfer full) (nullable): the address of the other end; %NULL for a
 *   private socket, which has none
 */
char *
hx_exchange_dup_address (HxExchange *self)
{
  const union MHD_ConnectionInfo *info
      = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  g_autofree char *forwarded = NULL;

  if (self->limits->behind_proxy)
    forwarded = hx_header_forwarded (hx_exchange_get_header (self, "X-Forwarded-For"));
  /* An IPv6 address has at most 45 characters; what is longer is none. */
  if (forwarded != NULL && strlen (forwarded) < INET6_ADDRSTRLEN)
    return g_steal_pointer (&forwarded);
  return address_text (info != NULL ? info->client_addr : NULL);
}
