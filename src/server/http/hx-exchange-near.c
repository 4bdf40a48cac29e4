/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-exchange-private.h"

/**
 * hx_exchange_is_near:
 * @self: an exchange
 *
 * A proxy on this computer connects from here too, for somebody who may be anywhere;
 * it says so in a header.
 *
 * Returns: whether the caller is on this computer
 */
gboolean
hx_exchange_is_near (HxExchange *self)
{
  static const char *const proxies[] = { "Forwarded", "X-Forwarded-For", "X-Real-IP", "Via" };
  HxOrigin origin = hx_exchange_get_origin (self);

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    if (hx_exchange_get_header (self, proxies[i]) != NULL)
      return FALSE;
  return origin == HX_ORIGIN_LOOPBACK || origin == HX_ORIGIN_SOCKET;
}
