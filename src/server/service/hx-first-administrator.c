/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-service.h"

#include "hx-audit.h"
#include "hx-people-service-private.h"
#include "secrets/hx-password.h"
#include "store/hx-record-store.h"

static gboolean
check_none (HxDb    *db,
            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &failure, "SELECT 1 FROM users WHERE role = 'administrator' AND active = 1 LIMIT 1", "");

  if (row != NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT,
                         "This store has an administrator. They can make others, and reset passwords");
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    return TRUE;
  return FALSE;
}

/**
 * hx_service_first_administrator:
 * @db: a connection for writing, in a transaction
 * @login: what the administrator will sign in with
 * @name: what others call them
 * @password: their password, checked before
 * @now: µs UTC
 * @error: %HX_ERROR_CONFLICT when there is an administrator, or the login is taken;
 *   %HX_ERROR_INVALID for a login or password that is not allowed
 *
 * Makes the person who makes all others.
 *
 * Returns: whether there is an administrator now
 */
gboolean
hx_service_first_administrator (HxDb       *db,
                                const char *login,
                                const char *name,
                                const char *password,
                                gint64      now,
                                GError    **error)
{
  g_autofree char *normal = hx_login_normalize (login);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) user = hx_record_new (&hx_user_schema);
  g_autofree char *hash = NULL;
  const HxCaller nobody = { 0 };
  HxServiceCall call = { .caller = &nobody, .db = db, .now = now, .origin = HX_ORIGIN_SERVER };
  const char *reason = hx_password_check (password, normal);

  if (!hx_login_is_valid (normal))
    hx_problem_add (problem, "login", "invalid");
  if (reason != NULL)
    hx_problem_add (problem, "password", reason);
  if (!hx_problem_to_error (problem, error) || !check_none (db, error))
    return FALSE;
  hash = hx_password_hash (password, error);
  if (hash == NULL)
    return FALSE;
  hx_record_set_text (user, HX_USER_NAME, name);
  hx_record_take_text (user, HX_USER_NUMBER, g_strndup (normal, 20));
  hx_record_set_text (user, HX_USER_LOGIN, normal);
  hx_record_set_enum (user, HX_USER_ROLE, HX_ROLE_ADMINISTRATOR);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  return hx_record_insert (db, user, now, error)
         && hx_credentials_set (db, hx_record_get_id (user), hash, FALSE, now, error)
         && hx_audit_append (&call, HX_AUDIT_USER_CREATED, "user", hx_record_get_id (user), NULL,
                             "{\"by\":\"huixiangd init\"}", error);
}
