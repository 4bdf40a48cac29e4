/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-password-work-private.h"
#include "hx-people-service-private.h"
#include "hx-sign-in-private.h"
#include "hx-throttle-private.h"

/* Whoever is nobody, or has no password, or was sent away, gets the same answer
 * after the same work as whoever mistypes. */

static gboolean
applies (HxServiceCall *call)
{
  return hx_record_has (call->input, HX_SIGN_IN_INPUT_LOGIN);
}

static gboolean
look (HxServiceCall *call,
      GError       **error)
{
  const char *password = hx_record_get_text (call->input, HX_SIGN_IN_INPUT_PASSWORD);
  g_autofree char *login = hx_login_normalize (hx_record_get_text (call->input, HX_SIGN_IN_INPUT_LOGIN));
  g_autoptr (HxProblem) problem = hx_problem_new ();

  if (hx_record_has (call->input, HX_SIGN_IN_INPUT_USER_ID))
    hx_problem_add (problem, "user_id", "not_with_login");
  if (password == NULL)
    hx_problem_add (problem, "password", "required");
  if (!hx_problem_to_error (problem, error) || !hx_throttle_check (call, login, error))
    return FALSE;
  hx_password_work_new (call, password, NULL);
  return hx_password_work_look (call, "u.login = $1", login, error);
}

static char *
decide (HxServiceCall *call,
        GError       **error)
{
  g_autofree char *login = hx_login_normalize (hx_record_get_text (call->input, HX_SIGN_IN_INPUT_LOGIN));
  const HxPasswordWork *work = call->prepared;
  gboolean right;

  /* Others may have failed while this one was being compared: however many guesses
   * come at once, no more of them count than the rule allows. */
  if (!hx_throttle_check (call, login, error) || !hx_password_work_is_right (call, &right, error))
    return NULL;
  if (right)
    return hx_throttle_succeeded (call, login, error) ? g_strdup (work->user_id) : NULL;
  call->about = g_strdup (work->user_id);
  if (hx_throttle_failed (call, login, error))
    call->refusal = g_error_new_literal (HX_ERROR, HX_ERROR_UNAUTHENTICATED, "Login or password is wrong");
  return NULL;
}

const HxSignInMethod hx_sign_in_password = { "password", applies, look, decide, TRUE };
