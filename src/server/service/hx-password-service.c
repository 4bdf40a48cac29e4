/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-password-service-private.h"

#include "hx-audit.h"
#include "hx-password-work-private.h"
#include "hx-people-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-session-service-private.h"
#include "hx-throttle-private.h"
#include "hx-time.h"
#include "secrets/hx-password.h"
#include "store/hx-record-store.h"

/* A password that was handed over works for so long. */
#define ONE_TIME_LASTS (3 * HX_DAY)

/**
 * hx_credentials_set:
 * @db: a connection for writing, in a transaction
 * @user_id: whose password it is
 * @hash: of the password, see [func@password_hash]
 * @handed_over: whether somebody else knows it: then it must be changed, and soon
 * @now: µs UTC
 * @error: the store's
 *
 * Returns: whether that is the user's password now
 */
gboolean
hx_credentials_set (HxDb       *db,
                    const char *user_id,
                    const char *hash,
                    gboolean    handed_over,
                    gint64      now,
                    GError    **error)
{
  return hx_db_run (db, error, "DELETE FROM credentials WHERE user_id = $1", "s", user_id)
         && hx_db_run (db, error,
                       "INSERT INTO credentials (user_id, hash, changed_at, must_change) VALUES ($1, $2, $3, $4)",
                       "ssii", user_id, hash, now, (gint64) handed_over)
         && (!handed_over
             || hx_db_run (db, error, "UPDATE credentials SET expires_at = $2 WHERE user_id = $1", "si", user_id,
                           now + ONE_TIME_LASTS));
}

static HxRecord *
load_with_login (HxServiceCall *call,
                 const char    *user_id,
                 GError       **error)
{
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, user_id, error);

  if (user == NULL || hx_record_has (user, HX_USER_LOGIN))
    return g_steal_pointer (&user);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This person has no login");
  return NULL;
}

/* -- one's own ------------------------------------------------------------------ */

gboolean
hx_session_password_look (HxServiceCall *call,
                          GError       **error)
{
  const char *old = hx_record_get_text (call->input, HX_PASSWORD_CHANGE_OLD_PASSWORD);
  const char *new = hx_record_get_text (call->input, HX_PASSWORD_CHANGE_NEW_PASSWORD);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) user = NULL;
  const char *reason;

  if (call->caller->user_id == NULL || call->caller->key)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FORBIDDEN, "A key has no password");
      return FALSE;
    }
  user = load_with_login (call, call->caller->user_id, error);
  if (user == NULL)
    return FALSE;
  reason = hx_password_check (new, hx_record_get_text (user, HX_USER_LOGIN));
  if (reason == NULL && g_strcmp0 (old, new) == 0)
    reason = "same_as_old";
  if (reason != NULL)
    hx_problem_add (problem, "new_password", reason);
  if (!hx_problem_to_error (problem, error)
      || !hx_throttle_check (call, hx_record_get_text (user, HX_USER_LOGIN), error))
    return FALSE;
  hx_password_work_new (call, old, new);
  return hx_password_work_look (call, "u.id = $1", call->caller->user_id, error);
}

/* A stolen token must not serve to find out the password, so a wrong one counts as
 * one at the door. */
static gboolean
refuse_old (HxServiceCall *call,
            const char    *login,
            GError       **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();

  hx_problem_add (problem, "old_password", "wrong");
  hx_problem_to_error (problem, &call->refusal);
  call->about = g_strdup (call->caller->user_id);
  return hx_throttle_failed (call, login, error);
}

gboolean
hx_session_password (HxServiceCall *call,
                     GError       **error)
{
  const HxPasswordWork *work = call->prepared;
  const char *user_id = call->caller->user_id;
  g_autoptr (HxRecord) user = load_with_login (call, user_id, error);
  const char *login = user != NULL ? hx_record_get_text (user, HX_USER_LOGIN) : NULL;
  gboolean right;

  if (user == NULL || !hx_throttle_check (call, login, error) || !hx_password_work_is_right (call, &right, error))
    return FALSE;
  if (!right || work->made == NULL)
    return refuse_old (call, login, error);
  return hx_credentials_set (call->db, user_id, work->made, FALSE, call->now, error)
         && hx_throttle_succeeded (call, login, error)
         && hx_session_end_all (call, user_id, call->caller->session_id, error)
         && hx_session_reconsider (call, user_id, error);
}

/* -- somebody else's ------------------------------------------------------------ */

gboolean
hx_users_password_look (HxServiceCall *call,
                        GError       **error)
{
  g_autoptr (HxRecord) user = load_with_login (call, call->id, error);
  char *password;

  if (user == NULL)
    return FALSE;
  password = hx_password_generate ();
  hx_password_work_new (call, NULL, password);
  hx_secret_free (password);
  return TRUE;
}

gboolean
hx_users_password (HxServiceCall *call,
                   GError       **error)
{
  const HxPasswordWork *work = call->prepared;
  g_autoptr (HxRecord) user = load_with_login (call, call->id, error);
  g_autoptr (HxRecord) handed = hx_record_new (&hx_one_time_password_schema);

  if (user == NULL || !hx_credentials_set (call->db, call->id, work->made, TRUE, call->now, error)
      || !hx_session_end_all (call, call->id, NULL, error)
      || !hx_audit_append (call, HX_AUDIT_PASSWORD_CHANGED, "user", call->id, NULL, "{\"handed_over\":true}", error)
      || !hx_throttle_lift (call, hx_record_get_text (user, HX_USER_LOGIN), call->id, error))
    return FALSE;
  hx_record_set_text (handed, HX_ONE_TIME_PASSWORD_PASSWORD, work->wanted);
  hx_record_set_int (handed, HX_ONE_TIME_PASSWORD_EXPIRES_AT, call->now + ONE_TIME_LASTS);
  return hx_reply_with (call, handed);
}
