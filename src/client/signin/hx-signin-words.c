/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-signin-words.h"

#include <glib/gi18n.h>

#include "model/hx-workspace.h"

typedef struct
{
  const char *reason;
  const char *words;
} Words;

static const char *
find_words (const Words *table,
            const char  *reason)
{
  guint i = 0;

  while (table[i].reason != NULL && g_strcmp0 (table[i].reason, reason) != 0)
    i++;
  return table[i].words;
}

static const Words address_words[] = {
  { "required", N_ ("Enter the address of your team's server.") },
  { "not_only_address", N_ ("Only the address of the server is wanted here, without a name, “?” or “#”.") },
  { "not_encrypted",
    N_ ("The address has to begin with https://, so that nobody on the way can read your password. http:// is only for "
        "a server on this computer.") },
  { NULL, N_ ("This is no address of a server. One looks like https://huixiang.example.com.") },
};

/**
 * hx_signin_address_words:
 * @error: of an address
 *
 * Returns: (transfer full) (nullable): what is wrong with the address; %NULL when the error is about something else
 */
char *
hx_signin_address_words (const GError *error)
{
  char buffer[40];
  const char *reason = hx_error_field_reason (error, "server", buffer, sizeof buffer);

  return reason != NULL ? g_strdup (_ (find_words (address_words, reason))) : NULL;
}

/* Translators: in the following sentences %s is the address of a server */
static const Words offline_words[] = {
  { "no_such_name", N_ ("No server of this name is known: %s. Look for a typing error, and whether this computer is online.") },
  { "refused", N_ ("The computer at %s is there, but no server runs on it at this port.") },
  { "silent", N_ ("There is no answer from %s. It may be switched off, or a firewall is in between.") },
  { "no_way", N_ ("No network leads to %s. Look whether this computer is online.") },
  { "not_encrypted", N_ ("What answers at %s does not speak https.") },
  { NULL, N_ ("The server at %s does not answer.") },
};

static const Words certificate_words[] = {
  { "expired", N_ ("The certificate of %s has run out. Nothing was sent. Ask whoever runs the server to renew it.") },
  { "not_yet", N_ ("The certificate of %s is not valid yet. Nothing was sent. Look at the clock of this computer.") },
  { "other_name",
    N_ ("The certificate of %s belongs to another name. Nothing was sent. Look for a typing error in the address.") },
  { "revoked", N_ ("The certificate of %s was revoked. Nothing was sent. Ask whoever runs the server.") },
  { "unknown_ca",
    N_ ("Nobody this computer trusts has signed the certificate of %s. Nothing was sent. Ask whoever runs the server.") },
  { NULL, N_ ("The certificate of %s is not good. Nothing was sent. Ask whoever runs the server.") },
};

static char *
with_address (const char *words,
              const char *address)
{
  g_auto (GStrv) parts = g_strsplit (words, "%s", 2);

  return g_strjoinv (address, parts);
}

/**
 * hx_signin_server_words:
 * @error: of an attempt to sign in
 * @address: which server was tried
 *
 * Returns: (transfer full) (nullable): what is wrong with the server or the way to it;
 *   %NULL when the error is about something else
 */
char *
hx_signin_server_words (const GError *error,
                        const char   *address)
{
  static const HxError not_ours[]
      = { HX_ERROR_NOT_FOUND, HX_ERROR_MALFORMED, HX_ERROR_METHOD_NOT_ALLOWED, HX_ERROR_UNSUPPORTED_MEDIA };

  if (g_error_matches (error, HX_ERROR, HX_ERROR_OFFLINE))
    return with_address (_ (find_words (offline_words, hx_error_get_reason (error))), address);
  if (g_error_matches (error, HX_ERROR, HX_ERROR_CERTIFICATE))
    return with_address (_ (find_words (certificate_words, hx_error_get_reason (error))), address);
  for (guint i = 0; i < G_N_ELEMENTS (not_ours); i++)
    if (g_error_matches (error, HX_ERROR, (int) not_ours[i]))
      /* Translators: %s is the address of a server */
      return with_address (_ ("What answers at %s is not Huixiang."), address);
  return NULL;
}

/**
 * hx_signin_wait_words:
 * @seconds: how long still
 *
 * Returns: (transfer full): that there were too many attempts, and when the next one is worth it
 */
char *
hx_signin_wait_words (guint seconds)
{
  /* Translators: minutes and seconds, counting down */
  return g_strdup_printf (_ ("Too many attempts. Try again in %u:%02u."), seconds / 60, seconds % 60);
}

static const Words new_words[] = {
  { "too_short", N_ ("It needs at least 10 characters.") },
  { "same_as_login", N_ ("It must not be your login name.") },
  { "same_as_old", N_ ("It must not be the old one.") },
  { NULL, N_ ("The server does not take this password.") },
};

/**
 * hx_signin_new_words:
 * @error: of an attempt to change the password
 *
 * Returns: (transfer full) (nullable): what is wrong with the new one; %NULL when the error is about something else
 */
char *
hx_signin_new_words (const GError *error)
{
  char buffer[40];
  const char *reason = hx_error_field_reason (error, "new_password", buffer, sizeof buffer);

  return reason != NULL ? g_strdup (_ (find_words (new_words, reason))) : NULL;
}
