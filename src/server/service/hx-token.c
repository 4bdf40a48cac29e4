/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-token-private.h"

#include <sodium.h>
#include <string.h>

char *
hx_token_new (void)
{
  guint8 bytes[32];
  char text[sodium_base64_ENCODED_LEN (sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  g_assert (sodium_init () >= 0);
  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return g_strdup (text);
}

char *
hx_token_hash (const char *token)
{
  guint8 hash[crypto_generichash_BYTES];
  char text[2 * crypto_generichash_BYTES + 1];

  g_assert (sodium_init () >= 0);
  crypto_generichash (hash, sizeof hash, (const guint8 *) token, strlen (token), NULL, 0);
  sodium_bin2hex (text, sizeof text, hash, sizeof hash);
  return g_strdup (text);
}
