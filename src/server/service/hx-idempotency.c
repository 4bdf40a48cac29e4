/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-idempotency.h"

#include "secrets/hx-blind-index.h"
#include "secrets/hx-sealed.h"

#include <string.h>

/* The request may be guessed from a plain digest of it, when little of it is unknown. */
#define DIGEST "idempotency_keys.digest"

/* One request's, whoever else uses the same key. */
#define BY_KEY "SELECT digest, status, headers, body FROM idempotency_keys WHERE caller = $1 AND key = $2"

/* The answer carries personal data as the client got it. */
#define BODY { "idempotency_keys", "body", key }

/**
 * hx_idempotency_ask:
 * @db: a connection for writing, in the operation's transaction
 * @key: what the client called the request
 * @caller: whose key it is
 *
 * Says that [func@idempotency_begin] will presently be called.
 */
void
hx_idempotency_ask (HxDb       *db,
                    const char *key,
                    const char *caller)
{
  hx_db_ask (db, 2, BY_KEY, "ss", caller, key);
}

/**
 * hx_idempotency_begin:
 * @db: a connection for writing, in the operation's transaction
 * @key: what the client called the request
 * @caller: whose key it is
 * @digest: of method, path and body
 * @reply: (out caller-allocates): the first answer, if it is a replay
 * @error: %HX_ERROR_KEY_REUSED when the key was another request's, or the store's
 *
 * Returns: what to do
 */
HxIdempotency
hx_idempotency_begin (HxDb          *db,
                      const char    *key,
                      const char    *caller,
                      const char    *digest,
                      HxStoredReply *reply,
                      GError       **error)
{
  const HxSealedPlace body = BODY;
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, BY_KEY, "ss", caller, key);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return HX_IDEMPOTENCY_FAILED;
    }
  if (row == NULL)
    return HX_IDEMPOTENCY_NEW;
  if (!hx_blind_index_is (hx_db_get_keyring (db), hx_statement_get_text (row, 0), DIGEST, digest))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_KEY_REUSED, "The idempotency key was used for another request");
      return HX_IDEMPOTENCY_FAILED;
    }
  reply->status = (guint) hx_statement_get_int (row, 1);
  reply->headers = g_strdup (hx_statement_get_text (row, 2));
  if (hx_statement_is_null (row, 3))
    return HX_IDEMPOTENCY_REPLAY;
  reply->body = hx_sealed_open (hx_db_get_keyring (db), &body, hx_statement_get_text (row, 3), error);
  return reply->body != NULL ? HX_IDEMPOTENCY_REPLAY : HX_IDEMPOTENCY_FAILED;
}

/**
 * hx_idempotency_finish:
 * @db: a connection for writing, in the operation's transaction
 * @key: what the client called the request
 * @caller: whose key it is
 * @digest: of method, path and body
 * @now: µs UTC
 * @reply: the answer
 * @error: %HX_ERROR_CONFLICT when the same request was being worked on
 *   elsewhere and ended first, or the store's
 *
 * Returns: whether the answer is kept
 */
gboolean
hx_idempotency_finish (HxDb                *db,
                       const char          *key,
                       const char          *caller,
                       const char          *digest,
                       gint64               now,
                       const HxStoredReply *reply,
                       GError             **error)
{
  const HxSealedPlace place = BODY;
  g_autofree char *hash = NULL;
  g_autofree char *body = NULL;

  if (reply->body != NULL)
    {
      body = hx_sealed_seal (hx_db_get_keyring (db), &place, reply->body, error);
      if (body == NULL)
        return FALSE;
    }
  hash = hx_blind_index_current (hx_db_get_keyring (db), DIGEST, digest);
  return hx_db_run (db, error,
                    "INSERT INTO idempotency_keys (caller, key, digest, status, headers, body, created_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    "sssissi", caller, key, hash, (gint64) reply->status, reply->headers, body, now);
}

/**
 * hx_stored_reply_clear:
 * @reply: an answer
 *
 * Frees what @reply holds, not @reply itself.
 */
void
hx_stored_reply_clear (HxStoredReply *reply)
{
  g_clear_pointer (&reply->headers, g_free);
  g_clear_pointer (&reply->body, g_free);
}
