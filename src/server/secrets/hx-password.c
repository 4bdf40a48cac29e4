/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-password.h"

#include <sodium.h>
#include <string.h>

/* The limits that libsodium calls interactive: 64 MiB and two passes. Whoever hashes
 * bounds how many do so at once. */
#define OPERATIONS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

/* Letters and digits that nobody takes for another when reading them aloud. */
#define READABLE "abcdefghjkmnpqrstuvwxyz23456789"
#define GENERATED_GROUPS 4
#define GENERATED_GROUP 5

/* The same password typed on two keyboards may come as two sequences of code points. */
static char *
normalize (const char *password)
{
  char *normal = g_utf8_normalize (password, -1, G_NORMALIZE_NFC);

  return normal != NULL ? normal : g_strdup (password);
}

/**
 * hx_secret_free:
 * @text: (transfer full) (nullable): a secret
 *
 * Frees it so that it cannot be read from memory any more.
 */
void
hx_secret_free (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

/**
 * hx_password_check:
 * @password: what somebody wants to sign in with
 * @login: (nullable): their login
 *
 * Returns: (nullable): why it is not taken: `too_short` or `same_as_login`
 */
const char *
hx_password_check (const char *password,
                   const char *login)
{
  if (g_utf8_strlen (password, -1) < HX_PASSWORD_LENGTH)
    return "too_short";
  if (login != NULL && g_ascii_strcasecmp (password, login) == 0)
    return "same_as_login";
  return NULL;
}

/**
 * hx_password_hash:
 * @password: a password
 * @error: %HX_ERROR_UNAVAILABLE when there is not enough memory
 *
 * Slow, and takes 64 MiB while it runs.
 *
 * Returns: (transfer full) (nullable): argon2id with its salt and limits, as text
 */
char *
hx_password_hash (const char *password,
                  GError    **error)
{
  char hash[crypto_pwhash_STRBYTES];
  char *normal = normalize (password);
  int result;

  g_assert (sodium_init () >= 0);
  result = crypto_pwhash_str (hash, normal, strlen (normal), OPERATIONS, MEMORY);
  hx_secret_free (normal);
  if (result == 0)
    return g_strdup (hash);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "There is no memory to hash a password");
  return NULL;
}

/* A hash that no password has, of the same cost as a real one: salt and result are
 * drawn, not computed, so that making it takes no time that could be noticed. */
static void
make_decoy (char *decoy,
            gsize size)
{
  guint8 bytes[16 + 32];
  char salt[sodium_base64_ENCODED_LEN (16, sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];
  char result[sodium_base64_ENCODED_LEN (32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (salt, sizeof salt, bytes, 16, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  sodium_bin2base64 (result, sizeof result, bytes + 16, 32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  g_snprintf (decoy, size, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", (guint) (MEMORY / 1024), (guint) OPERATIONS, salt,
              result);
}

/**
 * hx_password_verify:
 * @password: what was typed
 * @hash: (nullable): of the right one; %NULL when there is nobody or no password
 *
 * Takes as long, and as much memory, without a @hash as with one: how long the
 * answer takes does not tell whether there is such a login.
 *
 * Returns: whether @password is the right one
 */
gboolean
hx_password_verify (const char *password,
                    const char *hash)
{
  char decoy[crypto_pwhash_STRBYTES];
  char *normal = normalize (password);
  int result;

  g_assert (sodium_init () >= 0);
  make_decoy (decoy, sizeof decoy);
  result = crypto_pwhash_str_verify (hash != NULL ? hash : decoy, normal, strlen (normal));
  hx_secret_free (normal);
  return hash != NULL && result == 0;
}

/**
 * hx_password_generate:
 *
 * Returns: (transfer full): a password to be handed over and changed at once; about 99 bits
 */
char *
hx_password_generate (void)
{
  GString *text = g_string_new (NULL);

  g_assert (sodium_init () >= 0);
  for (guint i = 0; i < GENERATED_GROUPS * GENERATED_GROUP; i++)
    {
      if (i > 0 && i % GENERATED_GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, READABLE[randombytes_uniform (sizeof READABLE - 1)]);
    }
  return g_string_free (text, FALSE);
}
