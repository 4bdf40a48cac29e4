/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-session-service-private.h"
#include "hx-audit.h"
#include "hx-people-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-time.h"
#include "hx-token-private.h"
#include "store/hx-record-store.h"

/* A person signs in anew after so long. */
#define SESSION_LASTS (30 * HX_DAY)

/**
 * HxAuthenticator:
 *
 * A way to tell who somebody is: gives the user's id, or %NULL with @error unset
 * when this way does not apply to what was sent.
 */
typedef char *(*HxAuthenticator) (HxServiceCall *call, GError **error);

/* On the private socket of one computer only its owner gets this far, and is
 * whoever they choose to be. */
static char *
authenticate_local (HxServiceCall *call,
                    GError       **error)
{
  const char *user_id = hx_record_get_text (call->input, HX_SIGN_IN_USER_ID);

  return call->caller->local ? g_strdup (user_id) : NULL;
}

/* Another way to sign in is one more row. */
static const HxAuthenticator authenticators[] = { authenticate_local };

static char *
find_who (HxServiceCall *call,
          GError       **error)
{
  g_autoptr (GError) failure = NULL;
  char *user_id = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (authenticators) && user_id == NULL && failure == NULL; i++)
    user_id = authenticators[i](call, &failure);
  if (user_id == NULL && failure == NULL)
    failure = g_error_new_literal (HX_ERROR, HX_ERROR_FORBIDDEN, "There is no way to sign in here with that");
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return user_id;
}

static HxRecord *
load_active (HxServiceCall *call,
             const char    *user_id,
             GError       **error)
{
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, user_id, error);

  if (user == NULL || hx_record_get_int (user, HX_USER_ACTIVE))
    return g_steal_pointer (&user);
  g_propagate_error (error, hx_not_found (&hx_user_schema));
  return NULL;
}

static HxRecord *
make_session (HxRecord     *user,
              HxPermission  permissions,
              const char   *token)
{
  HxRecord *session = hx_record_new (&hx_session_schema);

  hx_record_set_text (session, HX_SESSION_USER_ID, hx_record_get_id (user));
  hx_record_take_text (session, HX_SESSION_TOKEN_HASH, hx_token_hash (token));
  hx_record_take_text (session, HX_SESSION_PERMISSIONS, hx_permissions_to_text (permissions));
  return session;
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

gboolean
hx_session_create (HxServiceCall *call,
                   GError       **error)
{
  g_autofree char *user_id = find_who (call, error);
  g_autoptr (HxRecord) user = user_id != NULL ? load_active (call, user_id, error) : NULL;
  g_autofree char *token = hx_token_new ();
  g_autoptr (HxRecord) session = NULL;
  HxPermission permissions;

  if (user == NULL)
    return FALSE;
  permissions = hx_role_permissions ((HxRole) hx_record_get_enum (user, HX_USER_ROLE));
  /* Whoever owns the computer may also play the part of its telephone. */
  if (call->caller->local)
    permissions = (HxPermission) (permissions | HX_MAY_SEND_CALLS);
  session = make_session (user, permissions, token);
  hx_record_set_int (session, HX_SESSION_EXPIRES_AT, call->now + SESSION_LASTS);
  if (!hx_record_insert (call->db, session, call->now, error) || !account_for (call, session, error))
    return FALSE;
  hx_record_set_text (session, HX_SESSION_TOKEN, token);
  hx_record_set_record (session, HX_SESSION_USER, user);
  return hx_reply_with (call, session);
}

static gboolean
nobody (GError **error)
{
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Sign in first");
  return FALSE;
}

gboolean
hx_session_get (HxServiceCall *call,
                GError       **error)
{
  g_autoptr (HxRecord) session = NULL, user = NULL;

  if (call->caller->session_id == NULL)
    return nobody (error);
  session = hx_record_load (call->db, &hx_session_schema, call->caller->session_id, error);
  user = session != NULL ? hx_user_view_load (call->db, call->caller->user_id, error) : NULL;
  if (user == NULL)
    return FALSE;
  hx_record_set_record (session, HX_SESSION_USER, user);
  return hx_reply_with (call, session);
}

gboolean
hx_session_delete (HxServiceCall *call,
                   GError       **error)
{
  if (call->caller->session_id == NULL)
    return nobody (error);
  return hx_db_run (call->db, error, "DELETE FROM sessions WHERE id = $1", "s", call->caller->session_id);
}

/**
 * hx_service_authenticate:
 * @db: a connection
 * @token: what came after `Bearer`
 * @now: µs UTC
 * @caller: (out caller-allocates): who it is; cleared by the caller
 * @error: %HX_ERROR_UNAUTHENTICATED when the token is nobody's, or the store's
 *
 * Returns: whether it is somebody
 */
gboolean
hx_service_authenticate (HxDb       *db,
                         const char *token,
                         gint64      now,
                         HxCaller   *caller,
                         GError    **error)
{
  g_autofree char *hash = hx_token_hash (token);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &failure,
                     "SELECT s.id, s.user_id, u.team_id, s.permissions FROM sessions s JOIN users u ON u.id = s.user_id"
                     " WHERE s.token_hash = $1 AND u.active = 1 AND (s.expires_at IS NULL OR s.expires_at > $2)",
                     "si", hash, now);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL)
    return nobody (error);
  caller->session_id = g_strdup (hx_statement_get_text (row, 0));
  caller->user_id = g_strdup (hx_statement_get_text (row, 1));
  caller->team_id = g_strdup (hx_statement_get_text (row, 2));
  caller->permissions = hx_permissions_parse (hx_statement_get_text (row, 3));
  return TRUE;
}

/**
 * hx_caller_clear:
 * @caller: a caller
 *
 * Frees what @caller holds, not @caller itself.
 */
void
hx_caller_clear (HxCaller *caller)
{
  g_clear_pointer (&caller->session_id, g_free);
  g_clear_pointer (&caller->user_id, g_free);
  g_clear_pointer (&caller->team_id, g_free);
}

static HxRecord *
integration_user (HxDb       *db,
                  const char *label,
                  gint64      now,
                  GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *number = g_strdup_printf ("key-%.16s", label);
  g_autoptr (HxRecord) user
      = hx_record_find (db, &hx_user_schema, &failure, "WHERE t.number = $1 AND t.role = 'integrator'", "s", number);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (user != NULL)
    return g_steal_pointer (&user);
  user = hx_record_new (&hx_user_schema);
  hx_record_set_text (user, HX_USER_NAME, label);
  hx_record_set_text (user, HX_USER_NUMBER, number);
  hx_record_set_enum (user, HX_USER_ROLE, HX_ROLE_INTEGRATOR);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  return hx_record_insert (db, user, now, error) ? g_steal_pointer (&user) : NULL;
}

/**
 * hx_service_create_key:
 * @db: a connection for writing, in a transaction
 * @label: what the key is for; keys of one label belong to one integration
 * @permissions: what it may do
 * @now: µs UTC
 * @token: (out) (transfer full): the key itself, told only here
 * @error: the store's
 *
 * Returns: whether the key was made
 */
gboolean
hx_service_create_key (HxDb        *db,
                       const char  *label,
                       HxPermission permissions,
                       gint64       now,
                       char       **token,
                       GError     **error)
{
  g_autoptr (HxRecord) user = integration_user (db, label, now, error);
  g_autofree char *made = hx_token_new ();
  g_autoptr (HxRecord) session = NULL;

  if (user == NULL)
    return FALSE;
  session = make_session (user, permissions, made);
  hx_record_set_text (session, HX_SESSION_LABEL, label);
  if (!hx_record_insert (db, session, now, error))
    return FALSE;
  *token = g_steal_pointer (&made);
  return TRUE;
}
