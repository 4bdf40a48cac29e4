/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sealed.h"

#include "hx-base64.h"

#include <sodium.h>
#include <string.h>

/* A sealed text is `v1.keyid.base64` of nonce, ciphertext and tag (XChaCha20-Poly1305). The random nonce is
 * long enough that none ever comes twice, so no counter has to survive a crash. */
#define PREFIX "v1."
#define PREFIX_LENGTH 3
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

/* Most fields are shorter than this, and then nothing is allocated but the answer. */
#define SHORT 1024

G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_KEYBYTES == HX_KEY_BYTES);

/**
 * hx_sealed_is:
 * @text: a text of the store
 *
 * Returns: whether it is sealed; what was written before there were keys is not
 */
gboolean
hx_sealed_is (const char *text)
{
  return strncmp (text, PREFIX, PREFIX_LENGTH) == 0;
}

/**
 * hx_sealed_with:
 * @text: a text of the store
 * @key_id: a key
 *
 * Returns: whether it is sealed with that key
 */
gboolean
hx_sealed_with (const char *text,
                const char *key_id)
{
  gsize length = strlen (key_id);

  return hx_sealed_is (text) && strncmp (text + PREFIX_LENGTH, key_id, length) == 0
         && text[PREFIX_LENGTH + length] == '.';
}

/* "table.column/id": a page opens some hundred texts, so nothing is formatted for each. */
static gsize
write_place (const HxSealedPlace *place,
             guint8               out[256])
{
  const char *parts[] = { place->table, ".", place->column, "/", place->id != NULL ? place->id : "" };
  gsize length = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize part = strlen (parts[i]);

      g_assert (length + part < 256);
      memcpy (out + length, parts[i], part);
      length += part;
    }
  return length;
}

static gboolean
no_keys (HxKeyring *keyring,
         GError   **error)
{
  if (keyring != NULL)
    return FALSE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_KEYS, "The store was opened without its keys");
  return TRUE;
}

/**
 * hx_sealed_seal:
 * @keyring: (nullable): the store's keys
 * @place: where it will stand
 * @text: what to seal
 * @error: %HX_ERROR_STORE_KEYS without keys
 *
 * Returns: (transfer full) (nullable): the text, readable only with the key that is written with
 */
char *
hx_sealed_seal (HxKeyring           *keyring,
                const HxSealedPlace *place,
                const char          *text,
                GError             **error)
{
  gsize length = strlen (text), size = NONCE + length + TAG;
  guint8 bound[256], brief[SHORT];
  g_autofree guint8 *large = size > sizeof brief ? g_malloc (size) : NULL;
  guint8 *bytes = large != NULL ? large : brief;
  const char *id;
  char *sealed;

  if (no_keys (keyring, error))
    return NULL;
  id = hx_keyring_get_current (keyring);
  randombytes_buf (bytes, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (bytes + NONCE, NULL, (const guint8 *) text, length, bound,
                                              write_place (place, bound), NULL, bytes,
                                              hx_keyring_peek (keyring, id, strlen (id), HX_KEY_FIELDS));
  sealed = g_malloc (PREFIX_LENGTH + strlen (id) + 1 + HX_BASE64_TEXT (size));
  hx_base64_encode (bytes, size, g_stpcpy (g_stpcpy (g_stpcpy (sealed, PREFIX), id), "."));
  return sealed;
}

/* A key that came with a rotation on another server is looked for once more. */
static const guint8 *
find_key (HxKeyring  *keyring,
          const char *id,
          gsize       length)
{
  const guint8 *key = hx_keyring_peek (keyring, id, length, HX_KEY_FIELDS);

  if (key == NULL && hx_keyring_refresh (keyring, NULL))
    key = hx_keyring_peek (keyring, id, length, HX_KEY_FIELDS);
  return key;
}

static char *
open_coded (const guint8        *key,
            const HxSealedPlace *place,
            const char          *coded)
{
  gsize length = strlen (coded), size;
  guint8 bound[256], brief[SHORT];
  g_autofree guint8 *large = HX_BASE64_BYTES (length) > sizeof brief ? g_malloc (HX_BASE64_BYTES (length)) : NULL;
  guint8 *bytes = large != NULL ? large : brief;
  char *text;

  if (!hx_base64_decode (coded, length, bytes, &size) || size < NONCE + TAG)
    return NULL;
  text = g_malloc (size - NONCE - TAG + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt ((guint8 *) text, NULL, NULL, bytes + NONCE, size - NONCE, bound,
                                                  write_place (place, bound), bytes, key)
      != 0)
    {
      g_free (text);
      return NULL;
    }
  text[size - NONCE - TAG] = '\0';
  return text;
}

/**
 * hx_sealed_open:
 * @keyring: (nullable): the store's keys
 * @place: where it stands
 * @sealed: what stands there; a text that is not sealed is given as it is
 * @error: %HX_ERROR_STORE_KEYS when its key is not there, %HX_ERROR_STORE_CORRUPT
 *   when it was changed or stood elsewhere before
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hx_sealed_open (HxKeyring           *keyring,
                const HxSealedPlace *place,
                const char          *sealed,
                GError             **error)
{
  const char *id = sealed + PREFIX_LENGTH;
  gsize length;
  const guint8 *key;
  char *text;

  if (!hx_sealed_is (sealed))
    return g_strdup (sealed);
  if (no_keys (keyring, error))
    return NULL;
  length = strcspn (id, ".");
  key = find_key (keyring, id, length);
  if (key == NULL)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_STORE_KEYS, "The key that %s.%s was sealed with is not there",
                   place->table, place->column);
      return NULL;
    }
  text = id[length] == '.' ? open_coded (key, place, id + length + 1) : NULL;
  if (text == NULL)
    g_set_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "%s.%s was changed outside the server", place->table,
                 place->column);
  return text;
}
