/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-session-service-private.h"

#include "hx-audit.h"
#include "hx-event-private.h"
#include "hx-people-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-throttle-private.h"
#include "hx-time.h"
#include "secrets/hx-token.h"
#include "store/hx-record-store.h"

/* How long an access token works; a stolen one no longer than this. */
#define TOKEN_LASTS (1 * HX_HOUR)

/* Who was away for so long signs in anew, and everybody after the other. */
#define IDLE (7 * HX_DAY)
#define SESSION_LASTS (30 * HX_DAY)

/* Sessions that are ended in one transaction because their time is over. */
#define MAX_ENDED "200"

static gboolean
nobody (GError **error)
{
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Sign in first");
  return FALSE;
}

/* Whether the user has a password that somebody else knows; -1 for a failure. */
static int
must_change (HxServiceCall *call,
             const char    *user_id,
             GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure, "SELECT must_change FROM credentials WHERE user_id = $1", "s", user_id);

  if (failure == NULL)
    return row != NULL && hx_statement_get_int (row, 0) != 0;
  g_propagate_error (error, g_steal_pointer (&failure));
  return -1;
}

/* The session as its owner gets it. */
static gboolean
answer (HxServiceCall *call,
        HxRecord      *session,
        HxRecord      *user,
        GError       **error)
{
  gboolean local = g_strcmp0 (hx_record_get_text (session, HX_SESSION_METHOD), HX_SESSION_LOCAL) == 0;
  int change = local ? FALSE : must_change (call, hx_record_get_id (user), error);
  HxRole role = (HxRole) hx_record_get_enum (user, HX_USER_ROLE);

  if (change < 0)
    return FALSE;
  hx_record_take_text (session, HX_SESSION_PERMISSIONS,
                       hx_permissions_to_text (hx_permissions_in_effect (role, local, change)));
  hx_record_set_int (session, HX_SESSION_PASSWORD_CHANGE_NEEDED, change);
  hx_record_set_int (session, HX_SESSION_CURRENT, TRUE);
  hx_record_set_record (session, HX_SESSION_USER, user);
  return hx_reply_with (call, session);
}

/* New tokens for a session; their texts are in the record only until it is answered. */
static void
give_tokens (HxServiceCall *call,
             HxRecord      *session,
             gboolean       refreshes)
{
  g_autofree char *token = hx_token_new ("");
  gint64 end = hx_record_get_int (session, HX_RECORD_CREATED_AT) + SESSION_LASTS;

  if (refreshes)
    {
      g_autofree char *refresh = hx_token_new ("");

      hx_record_take_text (session, HX_SESSION_REFRESH_HASH, hx_token_hash (refresh));
      hx_record_set_text (session, HX_SESSION_REFRESH_TOKEN, refresh);
      end = MIN (end, call->now + IDLE);
    }
  hx_record_take_text (session, HX_SESSION_TOKEN_HASH, hx_token_hash (token));
  hx_record_set_text (session, HX_SESSION_TOKEN, token);
  hx_record_set_int (session, HX_SESSION_EXPIRES_AT, refreshes ? MIN (end, call->now + TOKEN_LASTS) : end);
  hx_record_set_int (session, HX_SESSION_ENDS_AT, end);
}

/* Until now the caller was nobody. */
static gboolean
account_for (HxServiceCall *call,
             HxRecord      *session,
             GError       **error)
{
  const HxCaller somebody = { .user_id = (char *) hx_record_get_text (session, HX_SESSION_USER_ID),
                              .session_id = (char *) hx_record_get_id (session) };

  return hx_audit_append_as (call, &somebody, HX_AUDIT_SIGNED_IN, "session", somebody.session_id, NULL, NULL, error);
}

/**
 * hx_session_start:
 * @call: the call that signs in
 * @user: who it is
 * @method: how that was found out
 * @refreshes: whether the token is short-lived and can be renewed
 * @error: the store's
 *
 * Returns: whether the session exists and is the call's answer
 */
gboolean
hx_session_start (HxServiceCall *call,
                  HxRecord      *user,
                  const char    *method,
                  gboolean       refreshes,
                  GError       **error)
{
  g_autoptr (HxRecord) session = hx_record_new (&hx_session_schema);

  hx_record_set_text (session, HX_SESSION_USER_ID, hx_record_get_id (user));
  hx_record_set_text (session, HX_SESSION_METHOD, method);
  hx_record_set_text (session, HX_SESSION_CLIENT, hx_record_get_text (call->input, HX_SIGN_IN_INPUT_CLIENT));
  hx_record_set_text (session, HX_SESSION_ADDRESS, call->caller->address);
  hx_record_set_int (session, HX_RECORD_CREATED_AT, call->now);
  give_tokens (call, session, refreshes);
  return hx_record_insert (call->db, session, call->now, error) && account_for (call, session, error)
         && answer (call, session, user, error);
}

gboolean
hx_session_get (HxServiceCall *call,
                GError       **error)
{
  g_autoptr (HxRecord) session = NULL, user = NULL;

  if (call->caller->session_id == NULL || call->caller->key)
    return nobody (error);
  session = hx_record_load (call->db, &hx_session_schema, call->caller->session_id, error);
  user = session != NULL ? hx_user_view_load (call->db, call->caller->user_id, error) : NULL;
  return user != NULL && answer (call, session, user, error);
}

gboolean
hx_session_delete (HxServiceCall *call,
                   GError       **error)
{
  if (call->caller->session_id == NULL || call->caller->key)
    return nobody (error);
  return hx_session_end (call, call->caller->session_id, call->caller->user_id, error);
}

/* -- going on ------------------------------------------------------------------ */

/* The token was used before: somebody has a copy, and nobody can tell who is who. */
static gboolean
end_if_spent (HxServiceCall *call,
              const char    *hash,
              GError       **error)
{
  g_autofree char *session_id = NULL;
  g_autofree char *user_id = NULL;
  {
    g_autoptr (GError) failure = NULL;
    g_autoptr (HxStatement) row
        = hx_db_query (call->db, &failure,
                       "SELECT s.id, s.user_id FROM spent_refresh_tokens p JOIN sessions s ON s.id = p.session_id"
                       " WHERE p.hash = $1",
                       "s", hash);

    if (failure != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&failure));
        return FALSE;
      }
    if (row == NULL)
      return nobody (error);
    session_id = g_strdup (hx_statement_get_text (row, 0));
    user_id = g_strdup (hx_statement_get_text (row, 1));
  }
  if (!hx_session_end (call, session_id, user_id, error)
      || !hx_audit_append (call, HX_AUDIT_SESSION_REVOKED, "session", session_id, NULL, "{\"code\":\"refresh_reused\"}",
                           error))
    return FALSE;
  call->refusal = g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "This session has ended: sign in again");
  return TRUE;
}

gboolean
hx_session_refresh (HxServiceCall *call,
                    GError       **error)
{
  g_autofree char *hash = hx_token_hash (hx_record_get_text (call->input, HX_REFRESH_REFRESH_TOKEN));
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) session
      = hx_record_find (call->db, &hx_session_schema, &failure,
                        "JOIN users u ON u.id = t.user_id WHERE t.refresh_hash = $1 AND t.ends_at > $2 AND u.active = 1",
                        "si", hash, call->now);
  g_autoptr (HxRecord) user = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (session == NULL)
    return end_if_spent (call, hash, error);
  user = hx_user_view_load (call->db, hx_record_get_text (session, HX_SESSION_USER_ID), error);
  give_tokens (call, session, TRUE);
  return user != NULL
         && hx_db_run (call->db, error, "INSERT INTO spent_refresh_tokens (hash, session_id, ends_at) VALUES ($1, $2, $3)",
                       "ssi", hash, hx_record_get_id (session),
                       hx_record_get_int (session, HX_RECORD_CREATED_AT) + SESSION_LASTS)
         && hx_record_save (call->db, session, call->now, error) && answer (call, session, user, error);
}

/* -- the end -------------------------------------------------------------------- */

/* Without a session it is the user of whom servers forget what they remember. */
static gboolean
tell (HxServiceCall *call,
      const char    *session_id,
      const char    *user_id,
      GError       **error)
{
  g_autoptr (HxRecord) session = hx_record_new (&hx_session_schema);
  const HxHappening happening = { .thing = HX_THING_ACCESS,
                                  .action = session_id != NULL ? "ended" : "changed",
                                  .record = session_id != NULL ? session : NULL,
                                  .agent_id = user_id };

  if (session_id != NULL)
    hx_record_set_text (session, HX_RECORD_ID, session_id);
  return hx_event_append (call, &happening, error);
}

gboolean
hx_session_tell_ended (HxServiceCall *call,
                       const char    *session_id,
                       const char    *user_id,
                       GError       **error)
{
  return tell (call, session_id, user_id, error);
}

gboolean
hx_session_end (HxServiceCall *call,
                const char    *session_id,
                const char    *user_id,
                GError       **error)
{
  return hx_db_run (call->db, error, "DELETE FROM sessions WHERE id = $1", "s", session_id)
         && tell (call, session_id, user_id, error);
}

gboolean
hx_session_reconsider (HxServiceCall *call,
                       const char    *user_id,
                       GError       **error)
{
  return tell (call, NULL, user_id, error);
}

static gboolean
end_each (HxServiceCall *call,
          GPtrArray     *sessions,
          const char    *but,
          GError       **error)
{
  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    {
      HxRecord *session = sessions->pdata[i];

      if (g_strcmp0 (hx_record_get_id (session), but) != 0
          && !hx_session_end (call, hx_record_get_id (session), hx_record_get_text (session, HX_SESSION_USER_ID), error))
        return FALSE;
    }
  return sessions != NULL;
}

static const HxView session_view = { .schema = &hx_session_schema, .from = "sessions t" };

gboolean
hx_session_end_all (HxServiceCall *call,
                    const char    *user_id,
                    const char    *but,
                    GError       **error)
{
  g_autoptr (GPtrArray) sessions
      = hx_view_all (call->db, &session_view, error, "WHERE t.user_id = $1 ORDER BY t.id", "s", user_id);

  return end_each (call, sessions, but, error);
}

/**
 * hx_session_tick:
 * @call: a call of no operation, in a transaction
 * @error: the store's
 *
 * Returns: whether everything about signing in whose time is over is gone
 */
gboolean
hx_session_tick (HxServiceCall *call,
                 GError       **error)
{
  g_autoptr (GPtrArray) over = hx_view_all (call->db, &session_view, error,
                                            "WHERE t.ends_at <= $1 ORDER BY t.ends_at LIMIT " MAX_ENDED, "i", call->now);

  return end_each (call, over, NULL, error)
         && hx_db_run (call->db, error, "DELETE FROM spent_refresh_tokens WHERE ends_at <= $1", "i", call->now)
         && hx_throttle_tick (call, error);
}
