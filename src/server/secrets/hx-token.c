/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-token.h"

#include <sodium.h>
#include <string.h>

/**
 * hx_token_new:
 * @prefix: what it begins with, so that a scanner for leaked secrets knows it; may be empty
 *
 * Returns: (transfer full): a token that nobody can guess: 256 random bits
 */
char *
hx_token_new (const char *prefix)
{
  guint8 bytes[32];
  char text[sodium_base64_ENCODED_LEN (sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  char *token;

  g_assert (sodium_init () >= 0);
  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  token = g_strconcat (prefix, text, NULL);
  sodium_memzero (bytes, sizeof bytes);
  sodium_memzero (text, sizeof text);
  return token;
}

/**
 * hx_token_hash:
 * @token: a token, or any text of which only the hash may be kept
 *
 * A fast hash: what has 256 random bits needs no slow one, and this runs with
 * each request (BLAKE2b, under a microsecond).
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
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
