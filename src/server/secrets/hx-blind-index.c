/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-blind-index.h"

#include <sodium.h>
#include <string.h>

/* 128 bits: no two values meet by chance, and half the room of the whole hash. */
#define HASH_BYTES 16

static char *
keyed_hash (const guint8 *key,
            const char   *column,
            const char   *value)
{
  crypto_generichash_state state;
  guint8 hash[HASH_BYTES];
  char *text = g_malloc (2 * HASH_BYTES + 1);

  crypto_generichash_init (&state, key, HX_KEY_BYTES, sizeof hash);
  /* With its zero, so that where the column ends cannot be mistaken. */
  crypto_generichash_update (&state, (const guint8 *) column, strlen (column) + 1);
  crypto_generichash_update (&state, (const guint8 *) value, strlen (value));
  crypto_generichash_final (&state, hash, sizeof hash);
  sodium_bin2hex (text, 2 * HASH_BYTES + 1, hash, sizeof hash);
  sodium_memzero (&state, sizeof state);
  return text;
}

/**
 * hx_blind_index:
 * @keyring: the keys
 * @key_id: which of them
 * @column: what the value is of, so that the same value elsewhere looks different
 * @value: the value, normalised: what is to be found as equal must be equal
 *
 * Returns: (transfer full) (nullable): `keyid.hash`, %NULL for a key that is not there
 */
char *
hx_blind_index (HxKeyring  *keyring,
                const char *key_id,
                const char *column,
                const char *value)
{
  const guint8 *key = hx_keyring_peek (keyring, key_id, strlen (key_id), HX_KEY_BLIND_INDEX);
  g_autofree char *hash = key != NULL ? keyed_hash (key, column, value) : NULL;

  return hash != NULL ? g_strconcat (key_id, ".", hash, NULL) : NULL;
}

/**
 * hx_blind_index_current:
 * @keyring: the keys
 * @column: what the value is of
 * @value: the value, normalised
 *
 * Returns: (transfer full): the index under the key that is written with
 */
char *
hx_blind_index_current (HxKeyring  *keyring,
                       const char *column,
                       const char *value)
{
  return hx_blind_index (keyring, hx_keyring_get_current (keyring), column, value);
}

/**
 * hx_blind_index_is:
 * @keyring: the keys
 * @stored: an index as it was made, under any key that is still there
 * @column: what the value is of
 * @value: the value, normalised
 *
 * Returns: whether @stored was made of @value
 */
gboolean
hx_blind_index_is (HxKeyring  *keyring,
                   const char *stored,
                   const char *column,
                   const char *value)
{
  const char *dot = strchr (stored, '.');
  g_autofree char *key_id = dot != NULL ? g_strndup (stored, (gsize) (dot - stored)) : NULL;
  g_autofree char *made = key_id != NULL ? hx_blind_index (keyring, key_id, column, value) : NULL;

  return made != NULL && strlen (made) == strlen (stored) && sodium_memcmp (made, stored, strlen (made)) == 0;
}

/**
 * hx_key_check_value:
 * @keyring: the keys
 * @key_id: which of them
 *
 * Returns: (transfer full) (nullable): what tells whether two keys of one id are
 *   the same and nothing else of them; %NULL for a key that is not there
 */
char *
hx_key_check_value (HxKeyring  *keyring,
                    const char *key_id)
{
  const guint8 *key = hx_keyring_peek (keyring, key_id, strlen (key_id), HX_KEY_CHECK);

  return key != NULL ? keyed_hash (key, "store_keys", key_id) : NULL;
}
