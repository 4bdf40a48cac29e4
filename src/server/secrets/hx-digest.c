/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-digest.h"

#include <sodium.h>

struct _HxDigest
{
  crypto_generichash_state state;
};

/**
 * hx_digest_new:
 *
 * Returns: (transfer full): the digest of nothing yet
 */
HxDigest *
hx_digest_new (void)
{
  /* The state wants 64 bytes of alignment. */
  HxDigest *self = g_aligned_alloc0 (1, sizeof (HxDigest), 64);

  g_assert (sodium_init () >= 0);
  crypto_generichash_init (&self->state, NULL, 0, crypto_generichash_BYTES);
  return self;
}

/**
 * hx_digest_free:
 * @self: (transfer full) (nullable): a digest
 */
void
hx_digest_free (HxDigest *self)
{
  if (self != NULL)
    g_aligned_free (self);
}

/**
 * hx_digest_update:
 * @self: a digest that is not finished
 * @bytes: what comes next
 * @length: how many bytes
 */
void
hx_digest_update (HxDigest     *self,
                  gconstpointer bytes,
                  gsize         length)
{
  crypto_generichash_update (&self->state, bytes, length);
}

/**
 * hx_digest_finish:
 * @self: a digest; nothing may be added any more
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
hx_digest_finish (HxDigest *self)
{
  guint8 hash[crypto_generichash_BYTES];
  char text[2 * crypto_generichash_BYTES + 1];

  crypto_generichash_final (&self->state, hash, sizeof hash);
  sodium_bin2hex (text, sizeof text, hash, sizeof hash);
  return g_strdup (text);
}
