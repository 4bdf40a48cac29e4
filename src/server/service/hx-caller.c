/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-access.h"
#include "secrets/hx-token.h"

/**
 * hx_caller_copy:
 * @to: (out caller-allocates): a copy
 * @from: a caller
 */
void
hx_caller_copy (HxCaller       *to,
                const HxCaller *from)
{
  *to = *from;
  to->session_id = g_strdup (from->session_id);
  to->user_id = g_strdup (from->user_id);
  to->team_id = g_strdup (from->team_id);
  to->department_id = g_strdup (from->department_id);
  to->address = g_strdup (from->address);
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
  g_clear_pointer (&caller->department_id, g_free);
  g_clear_pointer (&caller->address, g_free);
}

/**
 * hx_caller_is:
 * @caller: a caller
 * @session_id: (nullable): a session or key
 * @user_id: (nullable): without @session_id: a user
 *
 * Returns: whether @caller came with that session, or is that user
 */
gboolean
hx_caller_is (const HxCaller *caller,
              const char     *session_id,
              const char     *user_id)
{
  if (session_id != NULL)
    return g_strcmp0 (caller->session_id, session_id) == 0;
  return user_id != NULL && g_strcmp0 (caller->user_id, user_id) == 0;
}

/**
 * hx_permissions_in_effect:
 * @role: somebody's role
 * @local: whether they sit at the one computer that all of this is on
 * @must_change: whether they have a password that was handed to them
 *
 * Returns: what they may do
 */
HxPermission
hx_permissions_in_effect (HxRole   role,
                          gboolean local,
                          gboolean must_change)
{
  HxPermission permissions = hx_role_permissions (role);

  /* Whoever owns the computer may also play the part of its telephone. */
  if (local)
    return (HxPermission) (permissions | HX_MAY_SEND_CALLS);
  return must_change ? HX_MAY_NOTHING : permissions;
}

static gboolean
find_session (HxDb       *db,
              const char *hash,
              gint64      now,
              HxCaller   *caller,
              GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error,
                     "SELECT s.id, s.user_id, u.team_id, u.role, s.method, s.expires_at, coalesce(c.must_change, 0),"
                     " u.department_id"
                     " FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN credentials c ON c.user_id = s.user_id"
                     " WHERE s.token_hash = $1 AND u.active = 1 AND s.expires_at > $2",
                     "si", hash, now);

  if (row == NULL)
    return FALSE;
  caller->session_id = g_strdup (hx_statement_get_text (row, 0));
  caller->user_id = g_strdup (hx_statement_get_text (row, 1));
  caller->team_id = g_strdup (hx_statement_get_text (row, 2));
  caller->permissions
      = hx_permissions_in_effect ((HxRole) hx_enum_find (&hx_role_enum, hx_statement_get_text (row, 3)),
                                  g_strcmp0 (hx_statement_get_text (row, 4), "local") == 0,
                                  hx_statement_get_int (row, 6) != 0);
  caller->expires_at = hx_statement_get_int (row, 5);
  caller->department_id = g_strdup (hx_statement_get_text (row, 7));
  return TRUE;
}

static gboolean
find_key (HxDb       *db,
          const char *hash,
          gint64      now,
          HxCaller   *caller,
          GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error,
                     "SELECT k.id, k.user_id, k.permissions, k.expires_at FROM api_keys k JOIN users u ON u.id = k.user_id"
                     " WHERE k.token_hash = $1 AND u.active = 1 AND (k.expires_at IS NULL OR k.expires_at > $2)",
                     "si", hash, now);

  if (row == NULL)
    return FALSE;
  caller->session_id = g_strdup (hx_statement_get_text (row, 0));
  caller->user_id = g_strdup (hx_statement_get_text (row, 1));
  caller->permissions = hx_permissions_parse (hx_statement_get_text (row, 2));
  caller->expires_at = hx_statement_is_null (row, 3) ? 0 : hx_statement_get_int (row, 3);
  caller->key = TRUE;
  return TRUE;
}

static gboolean
find (HxDb       *db,
      const char *hash,
      gint64      now,
      HxCaller   *caller,
      GError    **error)
{
  g_autoptr (GError) failure = NULL;

  if (find_session (db, hash, now, caller, &failure)
      || (failure == NULL && find_key (db, hash, now, caller, &failure)))
    return TRUE;
  if (failure == NULL)
    failure = g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Sign in first");
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_service_authenticate:
 * @site: where it is remembered
 * @db: a connection; its transaction must not have read anything yet
 * @token: what came after `Bearer`
 * @now: µs UTC
 * @caller: (out caller-allocates): who it is; cleared by the caller
 * @error: %HX_ERROR_UNAUTHENTICATED when the token is nobody's, or the store's
 *
 * Returns: whether it is somebody
 */
gboolean
hx_service_authenticate (HxSite     *site,
                         HxDb       *db,
                         const char *token,
                         gint64      now,
                         HxCaller   *caller,
                         GError    **error)
{
  g_autofree char *hash = hx_token_hash (token);
  HxAccess *access = hx_site_get_access (site);
  guint generation;

  if (hx_access_find (access, hash, now, caller))
    return TRUE;
  generation = hx_access_generation (access);
  if (!find (db, hash, now, caller, error))
    return FALSE;
  hx_access_remember (access, generation, hash, now, caller);
  return TRUE;
}

/**
 * hx_service_forget_access:
 * @site: a site
 * @event: something that happened
 *
 * Forgets whom a token stands for when @event says that this changed. To be called
 * with each event, of this server and of others, before anybody is told of it.
 *
 * Returns: whether it did: then open streams of the same session, or of the same
 *   user when it names no session, end
 */
gboolean
hx_service_forget_access (HxSite   *site,
                          HxRecord *event)
{
  if (g_strcmp0 (hx_record_get_text (event, HX_EVENT_THING), HX_THING_ACCESS) != 0)
    return FALSE;
  hx_access_forget (hx_site_get_access (site), hx_record_get_text (event, HX_EVENT_RECORD_ID),
                    hx_record_get_text (event, HX_EVENT_AGENT_ID));
  return TRUE;
}
