/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-chain-code.h"

#include <sodium.h>
#include <string.h>

/* The length goes first, so that no two lists of parts give the same bytes. */
static void
add_part (crypto_generichash_state *state,
          const char               *part)
{
  guint64 length = part != NULL ? strlen (part) : 0;
  guint64 mark = GUINT64_TO_LE (part != NULL ? length : G_MAXUINT64);

  crypto_generichash_update (state, (const guint8 *) &mark, sizeof mark);
  crypto_generichash_update (state, (const guint8 *) part, length);
}

/**
 * hx_chain_code:
 * @keyring: the keys
 * @key_id: which of them
 * @domain: what the code is for, so that a code of one kind is never one of another
 * @parts: (array length=n_parts): texts, some perhaps %NULL
 * @n_parts: how many
 * @code: (out caller-allocates): BLAKE2b of all parts under the key of the audit log
 *
 * One of @parts being the code before it makes a chain of them.
 *
 * Returns: whether there is such a key
 */
gboolean
hx_chain_code (HxKeyring         *keyring,
               const char        *key_id,
               const char        *domain,
               const char *const *parts,
               guint              n_parts,
               char               code[HX_CHAIN_CODE_SIZE])
{
  const guint8 *key = hx_keyring_peek (keyring, key_id, strlen (key_id), HX_KEY_AUDIT);
  guint8 hash[32];
  crypto_generichash_state state;

  G_STATIC_ASSERT (HX_CHAIN_CODE_SIZE == sodium_base64_ENCODED_LEN (32, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
  if (key == NULL)
    return FALSE;
  crypto_generichash_init (&state, key, HX_KEY_BYTES, sizeof hash);
  add_part (&state, domain);
  for (guint i = 0; i < n_parts; i++)
    add_part (&state, parts[i]);
  crypto_generichash_final (&state, hash, sizeof hash);
  sodium_bin2base64 (code, HX_CHAIN_CODE_SIZE, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (&state, sizeof state);
  return TRUE;
}
