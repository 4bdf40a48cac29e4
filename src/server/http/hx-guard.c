/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-guard.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>

/* Clients are told apart by a keyed hash of 64 bits in a table that never grows: two of them may share a
 * row, which costs nothing while both behave, and nobody can choose whom to share it with. */
#define ROWS 65536

/* A client may be this far ahead of its rate: an application that starts asks for much at once. */
#define BURST_SECONDS 4

struct _HxGuard
{
  guint connections;
  guint per_address;
  gint64 interval; /* µs that one request takes of a client's time; 0 for no limit */
  guint64 key[2];
  guint total;
  gint *counts;    /* connections by address */
  gint64 *due;     /* by client: when it will have asked no more than its rate, monotonic µs */
};

static guint64
rotate (guint64 word,
        guint   bits)
{
  return (word << bits) | (word >> (64 - bits));
}

static void
mix (guint64 v[4],
     guint   rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      v[0] += v[1];
      v[1] = rotate (v[1], 13) ^ v[0];
      v[0] = rotate (v[0], 32);
      v[2] += v[3];
      v[3] = rotate (v[3], 16) ^ v[2];
      v[0] += v[3];
      v[3] = rotate (v[3], 21) ^ v[0];
      v[2] += v[1];
      v[1] = rotate (v[1], 17) ^ v[2];
      v[2] = rotate (v[2], 32);
    }
}

/* SipHash-2-4. */
static guint64
hash (HxGuard      *self,
      const guint8 *bytes,
      gsize         length)
{
  guint64 v[4] = { self->key[0] ^ G_GUINT64_CONSTANT (0x736f6d6570736575),
                   self->key[1] ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
                   self->key[0] ^ G_GUINT64_CONSTANT (0x6c7967656e657261),
                   self->key[1] ^ G_GUINT64_CONSTANT (0x7465646279746573) };
  guint64 last = (guint64) length << 56;

  for (gsize at = 0; at + 8 <= length; at += 8)
    {
      guint64 word;

      memcpy (&word, bytes + at, sizeof word);
      v[3] ^= word;
      mix (v, 2);
      v[0] ^= word;
    }
  for (gsize at = length & ~(gsize) 7; at < length; at++)
    last |= (guint64) bytes[at] << (8 * (at & 7));
  v[3] ^= last;
  mix (v, 2);
  v[0] ^= last;
  v[2] ^= 0xff;
  mix (v, 4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/**
 * hx_guard_new:
 * @limits: what one client may cost
 *
 * Returns: (transfer full): a guard that has seen nobody
 */
HxGuard *
hx_guard_new (const HxHttpLimits *limits)
{
  HxGuard *self = g_new0 (HxGuard, 1);

  self->connections = limits->connections;
  self->per_address = limits->per_address;
  self->interval = limits->requests_per_s > 0 ? G_USEC_PER_SEC / limits->requests_per_s : 0;
  self->counts = g_new0 (gint, ROWS);
  self->due = g_new0 (gint64, ROWS);
  while (getrandom (self->key, sizeof self->key, 0) != sizeof self->key)
    continue;
  return self;
}

/**
 * hx_guard_free:
 * @self: (transfer full) (nullable): a guard
 */
void
hx_guard_free (HxGuard *self)
{
  if (self == NULL)
    return;
  g_free (self->counts);
  g_free (self->due);
  g_free (self);
}

/**
 * hx_guard_address:
 * @self: a guard
 * @address: (nullable): where a connection comes from
 *
 * Whoever has one IPv6 address has 2⁶⁴ of them, so only the network counts there.
 *
 * Returns: what stands for the address; 0 for a private socket
 */
guint64
hx_guard_address (HxGuard               *self,
                  const struct sockaddr *address)
{
  if (address != NULL && address->sa_family == AF_INET)
    return hash (self, (const guint8 *) &((const struct sockaddr_in *) (const void *) address)->sin_addr, 4);
  if (address != NULL && address->sa_family == AF_INET6)
    return hash (self, (const guint8 *) &((const struct sockaddr_in6 *) (const void *) address)->sin6_addr, 8);
  return 0;
}

/**
 * hx_guard_text:
 * @self: a guard
 * @text: a token, or an address as a proxy writes it
 *
 * Returns: what stands for whoever has it
 */
guint64
hx_guard_text (HxGuard    *self,
               const char *text)
{
  return hash (self, (const guint8 *) text, strlen (text));
}

/**
 * hx_guard_enter:
 * @self: a guard
 * @address: whose new connection it is, 0 for a private socket
 * @refusal: (out): what a refused one is told
 *
 * Returns: whether there may be one more; if so, it must leave in the end
 */
gboolean
hx_guard_enter (HxGuard *self,
                guint64  address,
                HxError *refusal)
{
  gint *count = &self->counts[address % ROWS];

  if (address == 0)
    return TRUE;
  *refusal = HX_ERROR_TOO_MANY;
  if (g_atomic_int_add (count, 1) >= (gint) self->per_address && self->per_address > 0)
    {
      g_atomic_int_add (count, -1);
      return FALSE;
    }
  *refusal = HX_ERROR_UNAVAILABLE;
  if (g_atomic_int_add ((gint *) &self->total, 1) < (gint) self->connections)
    return TRUE;
  hx_guard_leave (self, address);
  return FALSE;
}

/**
 * hx_guard_leave:
 * @self: a guard
 * @address: whose connection has ended
 */
void
hx_guard_leave (HxGuard *self,
                guint64  address)
{
  if (address == 0)
    return;
  g_atomic_int_add (&self->counts[address % ROWS], -1);
  g_atomic_int_add ((gint *) &self->total, -1);
}

/**
 * hx_guard_admit:
 * @self: a guard
 * @client: who asks
 * @now: monotonic µs
 *
 * Each request takes its part of a second from its client's time, up to some
 * seconds in advance.
 *
 * Returns: whether @client may ask now
 */
gboolean
hx_guard_admit (HxGuard *self,
                guint64  client,
                gint64   now)
{
  gint64 *due = &self->due[client % ROWS];
  gint64 before = __atomic_load_n (due, __ATOMIC_RELAXED), after;

  if (self->interval == 0)
    return TRUE;
  do
    {
      after = MAX (before, now) + self->interval;
      if (after - now > BURST_SECONDS * G_USEC_PER_SEC)
        return FALSE;
    }
  while (!__atomic_compare_exchange_n (due, &before, after, TRUE, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return TRUE;
}
