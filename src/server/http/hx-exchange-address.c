/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

/**
 * hx_exchange_dup_address:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the address of the other end; %NULL for a
 *   private socket, which has none
 */
char *
hx_exchange_dup_address (HxExchange *self)
{
  const union MHD_ConnectionInfo *info
      = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *peer = info != NULL ? info->client_addr : NULL;
  char text[INET6_ADDRSTRLEN];

  if (peer != NULL && peer->sa_family == AF_INET
      && inet_ntop (AF_INET, &((const struct sockaddr_in *) (gconstpointer) peer)->sin_addr, text, sizeof text) != NULL)
    return g_strdup (text);
  if (peer != NULL && peer->sa_family == AF_INET6
      && inet_ntop (AF_INET6, &((const struct sockaddr_in6 *) (gconstpointer) peer)->sin6_addr, text, sizeof text)
             != NULL)
    return g_strdup (text);
  return NULL;
}
