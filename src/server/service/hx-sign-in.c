/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sign-in-private.h"

#include "hx-people-service-private.h"
#include "hx-session-service-private.h"
#include "store/hx-record-store.h"

/* Each way to sign in; the first that applies is taken. */
static const HxSignInMethod *const methods[] = { &hx_sign_in_password, &hx_sign_in_local };

static const HxSignInMethod *
find_method (HxServiceCall *call,
             GError       **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i]->applies (call))
      return methods[i];
  g_set_error_literal (error, HX_ERROR, HX_ERROR_FORBIDDEN, "There is no way to sign in here with that");
  return NULL;
}

gboolean
hx_session_create_look (HxServiceCall *call,
                        GError       **error)
{
  const HxSignInMethod *method = find_method (call, error);

  return method != NULL && (method->look == NULL || method->look (call, error));
}

gboolean
hx_session_create (HxServiceCall *call,
                   GError       **error)
{
  const HxSignInMethod *method = find_method (call, error);
  g_autofree char *user_id = method != NULL ? method->decide (call, error) : NULL;
  g_autoptr (HxRecord) user = NULL;

  if (call->refusal != NULL)
    return TRUE;
  user = user_id != NULL ? hx_user_view_load (call->db, user_id, error) : NULL;
  return user != NULL && hx_session_start (call, user, method->name, method->refreshes, error);
}

/* On the private socket of one computer only its owner gets this far, and is
 * whoever they choose to be. */
static gboolean
local_applies (HxServiceCall *call)
{
  return call->caller->local && hx_record_has (call->input, HX_SIGN_IN_INPUT_USER_ID);
}

static char *
local_decide (HxServiceCall *call,
              GError       **error)
{
  const char *user_id = hx_record_get_text (call->input, HX_SIGN_IN_INPUT_USER_ID);
  g_autoptr (HxRecord) user = hx_user_view_load (call->db, user_id, error);

  if (user == NULL)
    return NULL;
  if (hx_record_get_int (user, HX_USER_ACTIVE))
    return g_strdup (user_id);
  g_propagate_error (error, hx_not_found (&hx_user_schema));
  return NULL;
}

const HxSignInMethod hx_sign_in_local = { HX_SESSION_LOCAL, local_applies, NULL, local_decide, FALSE };
