/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* Own networks (RFC 1918, 3927, 4193, 4291 and 6598): what is in none of them is the internet. */
static const struct
{
  guint32 network, mask;
  HxOrigin origin;
} networks[] = {
  { 0x7f000000, 0xff000000, HX_ORIGIN_LOOPBACK }, /* 127/8 */
  { 0x0a000000, 0xff000000, HX_ORIGIN_PRIVATE },  /* 10/8 */
  { 0xac100000, 0xfff00000, HX_ORIGIN_PRIVATE },  /* 172.16/12 */
  { 0xc0a80000, 0xffff0000, HX_ORIGIN_PRIVATE },  /* 192.168/16 */
  { 0xa9fe0000, 0xffff0000, HX_ORIGIN_PRIVATE },  /* 169.254/16 */
  { 0x64400000, 0xffc00000, HX_ORIGIN_PRIVATE },  /* 100.64/10 */
};

static HxOrigin
origin_of_v4 (guint32 address)
{
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    if ((address & networks[i].mask) == networks[i].network)
      return networks[i].origin;
  return HX_ORIGIN_PUBLIC;
}

static HxOrigin
origin_of_v6 (const struct in6_addr *address)
{
  guint32 v4;

  if (IN6_IS_ADDR_V4MAPPED (address))
    {
      memcpy (&v4, &address->s6_addr[12], sizeof v4);
      return origin_of_v4 (ntohl (v4));
    }
  if (IN6_IS_ADDR_LOOPBACK (address))
    return HX_ORIGIN_LOOPBACK;
  return IN6_IS_ADDR_LINKLOCAL (address) || (address->s6_addr[0] & 0xfe) == 0xfc ? HX_ORIGIN_PRIVATE
                                                                                : HX_ORIGIN_PUBLIC;
}

/**
 * hx_origin_of_address:
 * @address: (nullable): whom a connection comes from
 *
 * Returns: from how far away that is; the address itself is kept nowhere
 */
HxOrigin
hx_origin_of_address (const struct sockaddr *address)
{
  if (address != NULL && address->sa_family == AF_INET)
    return origin_of_v4 (ntohl (((const struct sockaddr_in *) (gconstpointer) address)->sin_addr.s_addr));
  if (address != NULL && address->sa_family == AF_INET6)
    return origin_of_v6 (&((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr);
  return address != NULL && address->sa_family == AF_UNIX ? HX_ORIGIN_SOCKET : HX_ORIGIN_PUBLIC;
}

/**
 * hx_exchange_get_origin:
 * @self: an exchange
 *
 * Returns: from how far away it is asked
 */
HxOrigin
hx_exchange_get_origin (HxExchange *self)
{
  const union MHD_ConnectionInfo *info
      = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

  if (self->local)
    return HX_ORIGIN_SOCKET;
  return hx_origin_of_address (info != NULL ? info->client_addr : NULL);
}
