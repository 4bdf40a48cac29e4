/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-throttle-private.h"

#include "hx-audit.h"
#include "hx-time.h"
#include "rules/hx-lockout.h"
#include "secrets/hx-token.h"

#include <arpa/inet.h>
#include <string.h>

/* Failed sign-ins lie in the store, so that neither a restart nor another server
 * forgets them. They are counted under what was typed, whether or not there is such
 * a login: being locked out tells nobody that there is one. */

/* Whoever has an IPv6 address has a network of them: the first half is what counts. */
static char *
network_of (const char *address)
{
  struct in6_addr bytes;
  char text[INET6_ADDRSTRLEN];

  if (address == NULL || inet_pton (AF_INET6, address, &bytes) != 1 || IN6_IS_ADDR_V4MAPPED (&bytes))
    return g_strdup (address);
  memset (&bytes.s6_addr[8], 0, 8);
  return g_strdup (inet_ntop (AF_INET6, &bytes, text, sizeof text));
}

static char *
make_subject (HxServiceCall *call,
              HxLockout      kind,
              const char    *login)
{
  g_autofree char *text = kind == HX_LOCKOUT_LOGIN ? g_strdup (login) : network_of (call->caller->address);
  g_autofree char *named = NULL;

  if (text == NULL)
    return NULL;
  named = g_strconcat (kind == HX_LOCKOUT_LOGIN ? "login:" : "address:", text, NULL);
  return hx_token_hash (named);
}

static void
refuse (gint64   wait,
        GError **error)
{
  GError *locked = g_error_new_literal (HX_ERROR, HX_ERROR_TOO_MANY, "Too many failed attempts; try again later");

  hx_error_set_retry_after (locked, (guint) ((wait + HX_SECOND - 1) / HX_SECOND));
  g_propagate_error (error, locked);
}

/**
 * hx_throttle_check:
 * @call: the call
 * @login: who somebody says they are
 * @error: %HX_ERROR_TOO_MANY, with after how long it may be tried again, or the store's
 *
 * Returns: whether a password may be tried now
 */
gboolean
hx_throttle_check (HxServiceCall *call,
                   const char    *login,
                   GError       **error)
{
  gint64 until = 0;

  for (HxLockout kind = 0; kind < HX_N_LOCKOUTS; kind++)
    {
      g_autofree char *subject = make_subject (call, kind, login);
      g_autoptr (GError) failure = NULL;
      g_autoptr (HxStatement) row = NULL;

      if (subject == NULL)
        continue;
      row = hx_db_query (call->db, &failure, "SELECT locked_until FROM sign_in_failures WHERE subject = $1", "s",
                         subject);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (row != NULL)
        until = MAX (until, hx_statement_get_int (row, 0));
    }
  if (until > call->now)
    refuse (until - call->now, error);
  return until <= call->now;
}

static gboolean
account_for (HxServiceCall *call,
             HxLockout      kind,
             gint64         failures,
             GError       **error)
{
  g_autofree char *detail
      = g_strdup_printf ("{\"of\":\"%s\",\"failures\":%" G_GINT64_FORMAT ",\"seconds\":%" G_GINT64_FORMAT "}",
                         kind == HX_LOCKOUT_LOGIN ? "login" : "address", failures,
                         hx_lockout_delay (kind, failures) / HX_SECOND);

  return hx_audit_append (call, HX_AUDIT_ACCOUNT_LOCKED, kind == HX_LOCKOUT_LOGIN ? "user" : "address",
                          kind == HX_LOCKOUT_LOGIN ? call->about : NULL, NULL, detail, error);
}

static gboolean
count_failure (HxServiceCall *call,
               HxLockout      kind,
               const char    *subject,
               GError       **error)
{
  gint64 failures;
  {
    g_autoptr (HxStatement) row
        = hx_db_query (call->db, error,
                       "INSERT INTO sign_in_failures (subject, failures, last_at, locked_until) VALUES ($1, 1, $2, 0)"
                       " ON CONFLICT (subject) DO UPDATE SET last_at = $2, failures ="
                       " CASE WHEN sign_in_failures.last_at < $3 THEN 1 ELSE sign_in_failures.failures + 1 END"
                       " RETURNING failures",
                       "sii", subject, call->now, call->now - hx_lockout_memory (kind));

    if (row == NULL)
      return FALSE;
    failures = hx_statement_get_int (row, 0);
  }
  if (hx_lockout_delay (kind, failures) > 0 && !account_for (call, kind, failures, error))
    return FALSE;
  return hx_db_run (call->db, error, "UPDATE sign_in_failures SET locked_until = $2 WHERE subject = $1", "si", subject,
                    call->now + hx_lockout_delay (kind, failures));
}

/**
 * hx_throttle_failed:
 * @call: the call, in a transaction that will be committed
 * @login: who somebody said they are
 * @error: the store's
 *
 * Counts a wrong password.
 *
 * Returns: whether it is counted
 */
gboolean
hx_throttle_failed (HxServiceCall *call,
                    const char    *login,
                    GError       **error)
{
  for (HxLockout kind = 0; kind < HX_N_LOCKOUTS; kind++)
    {
      g_autofree char *subject = make_subject (call, kind, login);

      if (subject != NULL && !count_failure (call, kind, subject, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hx_throttle_succeeded:
 * @call: the call, in its transaction
 * @login: who somebody is
 * @error: the store's
 *
 * Forgets the failures of the login. Those of the address stay: who has one account
 * could otherwise try those of others between two sign-ins of their own.
 *
 * Returns: whether it is forgotten
 */
gboolean
hx_throttle_succeeded (HxServiceCall *call,
                       const char    *login,
                       GError       **error)
{
  g_autofree char *subject = make_subject (call, HX_LOCKOUT_LOGIN, login);

  return subject == NULL || hx_db_run (call->db, error, "DELETE FROM sign_in_failures WHERE subject = $1", "s", subject);
}

/**
 * hx_throttle_lift:
 * @call: the call of somebody who manages people, in its transaction
 * @login: whose failures are forgiven
 * @user_id: who that is
 * @error: the store's
 *
 * Returns: whether the login may be tried again
 */
gboolean
hx_throttle_lift (HxServiceCall *call,
                  const char    *login,
                  const char    *user_id,
                  GError       **error)
{
  g_autofree char *subject = make_subject (call, HX_LOCKOUT_LOGIN, login);
  g_autoptr (GError) failure = NULL;
  gboolean locked;
  {
    g_autoptr (HxStatement) row
        = hx_db_query (call->db, &failure, "SELECT 1 FROM sign_in_failures WHERE subject = $1 AND locked_until > $2",
                       "si", subject, call->now);

    locked = row != NULL;
  }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return hx_throttle_succeeded (call, login, error)
         && (!locked || hx_audit_append (call, HX_AUDIT_ACCOUNT_UNLOCKED, "user", user_id, NULL, NULL, error));
}

/**
 * hx_throttle_tick:
 * @call: a call of no operation, in a transaction
 * @error: the store's
 *
 * Returns: whether what is too old to matter is gone
 */
gboolean
hx_throttle_tick (HxServiceCall *call,
                  GError       **error)
{
  return hx_db_run (call->db, error, "DELETE FROM sign_in_failures WHERE last_at < $1", "i",
                    call->now - hx_lockout_memory (HX_LOCKOUT_LOGIN));
}
