/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-password-work-private.h"

#include "secrets/hx-password.h"

static void
work_free (gpointer data)
{
  HxPasswordWork *self = data;

  if (self == NULL)
    return;
  g_free (self->user_id);
  g_free (self->hash);
  g_free (self->made);
  hx_secret_free (self->typed);
  hx_secret_free (self->wanted);
  g_free (self);
}

/**
 * hx_password_work_new:
 * @call: a call that is being looked up
 * @typed: (nullable): to be compared
 * @wanted: (nullable): to be hashed
 *
 * Returns: (transfer none): the work, which belongs to @call
 */
HxPasswordWork *
hx_password_work_new (HxServiceCall *call,
                      const char    *typed,
                      const char    *wanted)
{
  HxPasswordWork *self = g_new0 (HxPasswordWork, 1);

  self->typed = g_strdup (typed);
  self->wanted = g_strdup (wanted);
  call->prepared = self;
  call->prepared_free = work_free;
  call->slow = TRUE;
  return self;
}

/**
 * hx_password_work_look:
 * @call: a call with work
 * @condition: which user: `u.login = $1`
 * @value: what `$1` is
 * @error: the store's
 *
 * Finds whose password it is. It is no error when there is nobody: the work takes
 * as long then, see [func@password_verify].
 *
 * Returns: whether the store could be read
 */
gboolean
hx_password_work_look (HxServiceCall *call,
                       const char    *condition,
                       const char    *value,
                       GError       **error)
{
  HxPasswordWork *self = call->prepared;
  g_autofree char *sql
      = g_strconcat ("SELECT u.id, c.hash FROM users u JOIN credentials c ON c.user_id = u.id WHERE u.active = 1 AND ",
                     condition, NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (call->db, &failure, sql, "s", value);

  if (row != NULL)
    {
      self->user_id = g_strdup (hx_statement_get_text (row, 0));
      self->hash = g_strdup (hx_statement_get_text (row, 1));
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_password_work_do:
 * @self: the work
 * @error: %HX_ERROR_UNAVAILABLE
 *
 * Without a connection, by a worker of which there are few.
 *
 * Returns: whether it was done
 */
gboolean
hx_password_work_do (HxPasswordWork *self,
                     GError        **error)
{
  if (self->typed != NULL)
    self->good = hx_password_verify (self->typed, self->hash);
  if (self->wanted == NULL || (self->typed != NULL && !self->good))
    return TRUE;
  self->made = hx_password_hash (self->wanted, error);
  return self->made != NULL;
}

/**
 * hx_password_work_is_right:
 * @call: a call whose work is done, in its transaction
 * @right: (out): whether what was typed is right
 * @error: the store's
 *
 * It is not, when the password was changed, or the user sent away, while it was
 * being compared.
 *
 * Returns: whether the store could be read
 */
gboolean
hx_password_work_is_right (HxServiceCall *call,
                           gboolean      *right,
                           GError       **error)
{
  HxPasswordWork *self = call->prepared;
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure,
                     "SELECT c.hash FROM users u JOIN credentials c ON c.user_id = u.id"
                     " WHERE u.id = $1 AND u.active = 1 AND (c.expires_at IS NULL OR c.expires_at > $2)",
                     "si", self->user_id, call->now);

  *right = row != NULL && self->good && g_strcmp0 (hx_statement_get_text (row, 0), self->hash) == 0;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
