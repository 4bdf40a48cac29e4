/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api-key-service-private.h"

#include "hx-access.h"
#include "hx-event-private.h"
#include "hx-query-private.h"
#include "hx-reply-body-private.h"
#include "hx-session-service-private.h"
#include "hx-time.h"
#include "secrets/hx-token.h"

/* What a scanner for leaked secrets looks for. */
#define PREFIX "hxk_"

/* When a key was last used is written no more often than this. */
#define COARSE HX_HOUR

/* What a program may be allowed; the rest is for people, who can be asked why. */
#define GRANTABLE \
  (HX_MAY_SIGN_IN | HX_MAY_SEE_ALL | HX_MAY_SEE_OWN | HX_MAY_SEE_CUSTOMERS | HX_MAY_EDIT_CUSTOMERS \
   | HX_MAY_HEAR_RECORDINGS | HX_MAY_SEE_POOL | HX_MAY_SEE_BOARD | HX_MAY_SEND_CALLS | HX_MAY_SEE_PEOPLE)

static const HxView key_view = { .schema = &hx_api_key_schema, .from = "api_keys t" };

/* Events need an actor: keys of one label belong to one integration. */
static HxRecord *
integration_user (HxDb       *db,
                  const char *label,
                  gint64      now,
                  GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) user = hx_record_find (db, &hx_user_schema, &failure,
                                              "WHERE t.name = $1 AND t.role = 'integrator' ORDER BY t.id LIMIT 1", "s",
                                              label);
  g_autofree char *id = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (user != NULL)
    return g_steal_pointer (&user);
  user = hx_record_new (&hx_user_schema);
  id = hx_id_new ();
  hx_record_set_text (user, HX_RECORD_ID, id);
  hx_record_set_text (user, HX_USER_NAME, label);
  hx_record_take_text (user, HX_USER_NUMBER, g_strconcat ("key-", id + 24, NULL));
  hx_record_set_enum (user, HX_USER_ROLE, HX_ROLE_INTEGRATOR);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  return hx_record_insert (db, user, now, error) ? g_steal_pointer (&user) : NULL;
}

static HxRecord *
insert_key (HxDb        *db,
            const char  *label,
            HxPermission permissions,
            gint64       expires_at,
            gint64       now,
            GError     **error)
{
  g_autoptr (HxRecord) user = integration_user (db, label, now, error);
  g_autoptr (HxRecord) key = hx_record_new (&hx_api_key_schema);
  g_autofree char *token = hx_token_new (PREFIX);

  if (user == NULL)
    return NULL;
  hx_record_set_text (key, HX_API_KEY_USER_ID, hx_record_get_id (user));
  hx_record_set_text (key, HX_API_KEY_LABEL, label);
  hx_record_take_text (key, HX_API_KEY_PERMISSIONS, hx_permissions_to_text (permissions));
  hx_record_take_text (key, HX_API_KEY_TOKEN_HASH, hx_token_hash (token));
  if (expires_at != 0)
    hx_record_set_int (key, HX_API_KEY_EXPIRES_AT, expires_at);
  if (!hx_record_insert (db, key, now, error))
    return NULL;
  hx_record_set_text (key, HX_API_KEY_TOKEN, token);
  return g_steal_pointer (&key);
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
  g_autoptr (HxRecord) key = insert_key (db, label, permissions, 0, now, error);

  if (key == NULL)
    return FALSE;
  *token = g_strdup (hx_record_get_text (key, HX_API_KEY_TOKEN));
  return TRUE;
}

gboolean
hx_api_keys_list (HxServiceCall *call,
                  GError       **error)
{
  static const HxOrder by_label = { .sql = "t.label", .field = HX_API_KEY_LABEL, .ascending = TRUE, .text = TRUE };
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &key_view);
  return hx_query_page (&query, &by_label, NULL, error);
}

gboolean
hx_api_keys_create (HxServiceCall *call,
                    GError       **error)
{
  const char *names = hx_record_get_text (call->input, HX_API_KEY_PERMISSIONS);
  HxPermission permissions = hx_permissions_parse (names);
  gboolean expires = hx_record_has (call->input, HX_API_KEY_EXPIRES_AT);
  gint64 expires_at = expires ? hx_record_get_int (call->input, HX_API_KEY_EXPIRES_AT) : 0;
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) key = NULL;

  if (!hx_permissions_check (names))
    hx_problem_add (problem, "permissions", "unknown");
  else if (permissions & ~GRANTABLE)
    hx_problem_add (problem, "permissions", "not_for_keys");
  if (expires && expires_at <= call->now)
    hx_problem_add (problem, "expires_at", "in_the_past");
  if (!hx_problem_to_error (problem, error))
    return FALSE;
  key = insert_key (call->db, hx_record_get_text (call->input, HX_API_KEY_LABEL),
                    (HxPermission) (permissions | HX_MAY_SIGN_IN), expires_at, call->now, error);
  return hx_reply_with (call, key);
}

gboolean
hx_api_keys_delete (HxServiceCall *call,
                    GError       **error)
{
  g_autoptr (HxRecord) key = hx_record_load (call->db, &hx_api_key_schema, call->id, error);

  return key != NULL && hx_db_run (call->db, error, "DELETE FROM api_keys WHERE id = $1", "s", call->id)
         && hx_session_tell_ended (call, call->id, hx_record_get_text (key, HX_API_KEY_USER_ID), error);
}

/**
 * hx_api_keys_tick:
 * @call: a call of no operation, in a transaction
 * @error: the store's
 *
 * Notes which keys were used, which no request waits for.
 *
 * Returns: whether it is noted
 */
gboolean
hx_api_keys_tick (HxServiceCall *call,
                  GError       **error)
{
  g_auto (GStrv) used = hx_access_take_used (hx_site_get_access (call->site));

  for (guint i = 0; used[i] != NULL; i++)
    if (!hx_db_run (call->db, error,
                    "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)",
                    "sii", used[i], call->now, call->now - COARSE))
      return FALSE;
  return TRUE;
}
