/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-error.h"

#include <errno.h>

/* An error carries the number of the request that failed, so that what the user
 * reads can be found in the server's log. */
typedef struct
{
  char *request_id;
  guint retry_after; /* s; 0: not said */
  const char *reason; /* (nullable): interned */
} HxErrorPrivate;

static void
hx_error_private_init (HxErrorPrivate *priv)
{
}

static void
hx_error_private_copy (const HxErrorPrivate *from,
                       HxErrorPrivate       *to)
{
  to->request_id = g_strdup (from->request_id);
  to->retry_after = from->retry_after;
  to->reason = from->reason;
}

static void
hx_error_private_clear (HxErrorPrivate *priv)
{
  g_free (priv->request_id);
}

G_DEFINE_EXTENDED_ERROR (HxError, hx_error)

/**
 * hx_error_get_request_id:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the number of the request that failed, if it got as far as a server
 */
const char *
hx_error_get_request_id (const GError *error)
{
  return error != NULL && error->domain == HX_ERROR ? hx_error_get_private (error)->request_id : NULL;
}

/**
 * hx_error_set_request_id:
 * @error: an error of %HX_ERROR
 * @request_id: (nullable): the number of the request
 */
void
hx_error_set_request_id (GError     *error,
                         const char *request_id)
{
  HxErrorPrivate *priv;

  g_return_if_fail (error->domain == HX_ERROR);
  priv = hx_error_get_private (error);
  g_free (priv->request_id);
  priv->request_id = g_strdup (request_id);
}

/**
 * hx_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: after how many seconds it is worth trying again; 0 when that was not said
 */
guint
hx_error_get_retry_after (const GError *error)
{
  return error != NULL && error->domain == HX_ERROR ? hx_error_get_private (error)->retry_after : 0;
}

/**
 * hx_error_set_retry_after:
 * @error: an error of %HX_ERROR
 * @seconds: after how long it is worth trying again
 */
void
hx_error_set_retry_after (GError *error,
                          guint   seconds)
{
  g_return_if_fail (error->domain == HX_ERROR);
  hx_error_get_private (error)->retry_after = seconds;
}

/**
 * hx_error_get_reason:
 * @error: (nullable): any error
 *
 * Returns: (nullable): a stable word for why, where the code alone does not say what can be done about it
 */
const char *
hx_error_get_reason (const GError *error)
{
  return error != NULL && error->domain == HX_ERROR ? hx_error_get_private (error)->reason : NULL;
}

/**
 * hx_error_set_reason:
 * @error: an error of %HX_ERROR
 * @reason: (nullable): a stable word
 */
void
hx_error_set_reason (GError     *error,
                     const char *reason)
{
  g_return_if_fail (error->domain == HX_ERROR);
  hx_error_get_private (error)->reason = g_intern_string (reason);
}

/* The one table: code → stable name on the wire, HTTP status, title. */
static const struct
{
  const char *name;
  guint status;
  const char *title;
} errors[HX_N_ERRORS] = {
  [HX_ERROR_FAILED] = { "failed", 500, "The server could not do this" },
  [HX_ERROR_INVALID] = { "invalid", 422, "Some values are missing or not allowed" },
  [HX_ERROR_MALFORMED] = { "malformed", 400, "The request cannot be read" },
  [HX_ERROR_UNKNOWN_PARAMETER] = { "unknown_parameter", 400, "A query parameter is not known" },
  [HX_ERROR_UNAUTHENTICATED] = { "unauthenticated", 401, "Sign in first" },
  [HX_ERROR_FORBIDDEN] = { "forbidden", 403, "You may not do this" },
  [HX_ERROR_NOT_FOUND] = { "not_found", 404, "There is no such thing" },
  [HX_ERROR_METHOD_NOT_ALLOWED] = { "method_not_allowed", 405, "This address does not take that method" },
  [HX_ERROR_CONFLICT] = { "conflict", 409, "Its state does not allow this" },
  [HX_ERROR_IN_PROGRESS] = { "in_progress", 409, "The same request is still being worked on" },
  [HX_ERROR_KEY_REUSED] = { "key_reused", 422, "The idempotency key was used for another request" },
  [HX_ERROR_STALE] = { "stale", 412, "It has changed meanwhile" },
  [HX_ERROR_MATCH_REQUIRED] = { "match_required", 428, "If-Match is required" },
  [HX_ERROR_TOO_SLOW] = { "too_slow", 408, "The request came too slowly" },
  [HX_ERROR_TOO_LARGE] = { "too_large", 413, "The request is too large" },
  [HX_ERROR_TARGET_TOO_LONG] = { "target_too_long", 414, "The address is too long" },
  [HX_ERROR_HEADERS_TOO_LARGE] = { "headers_too_large", 431, "The headers are too large" },
  [HX_ERROR_UNSUPPORTED_MEDIA] = { "unsupported_media", 415, "This kind of content is not accepted" },
  [HX_ERROR_RANGE] = { "range", 416, "The range lies outside" },
  [HX_ERROR_TOO_MANY] = { "too_many", 429, "Too many requests" },
  [HX_ERROR_STORE_BUSY] = { "store_busy", 503, "The store is busy" },
  [HX_ERROR_STORE_FULL] = { "store_full", 507, "The disk of the store is full" },
  [HX_ERROR_QUOTA] = { "quota", 507, "The room for files is used up" },
  [HX_ERROR_STORE_READ_ONLY] = { "store_read_only", 503, "The store cannot be written" },
  [HX_ERROR_STORE_CORRUPT] = { "store_corrupt", 503, "The store is damaged" },
  [HX_ERROR_STORE_NEWER] = { "store_newer", 503, "The store was written by a newer version" },
  [HX_ERROR_STORE_IN_USE] = { "store_in_use", 503, "Another server has this store open" },
  [HX_ERROR_STORE_KEYS] = { "store_keys", 503, "The keys of the store are not right" },
  [HX_ERROR_UNAVAILABLE] = { "unavailable", 503, "Not available now" },
  [HX_ERROR_OFFLINE] = { "offline", 503, "The server does not answer" },
  [HX_ERROR_CERTIFICATE] = { "certificate", 503, "The server cannot prove who it is" },
};

/**
 * hx_error_name:
 * @code: an error code
 *
 * Returns: the stable name of @code in problem documents
 */
const char *
hx_error_name (HxError code)
{
  return (guint) code < HX_N_ERRORS ? errors[code].name : errors[HX_ERROR_FAILED].name;
}

/**
 * hx_error_title:
 * @code: an error code
 *
 * Returns: a short English sentence for `title` of a problem document
 */
const char *
hx_error_title (HxError code)
{
  return (guint) code < HX_N_ERRORS ? errors[code].title : errors[HX_ERROR_FAILED].title;
}

/**
 * hx_error_status:
 * @code: an error code
 *
 * Returns: the HTTP status that @code is answered with
 */
guint
hx_error_status (HxError code)
{
  return (guint) code < HX_N_ERRORS ? errors[code].status : 500;
}

/**
 * hx_error_of_disk:
 * @code: what `errno` was when something could not be written
 *
 * Returns: whether there was no room, whether writing is not allowed, or whether another time may do
 */
HxError
hx_error_of_disk (int code)
{
  if (code == ENOSPC || code == EDQUOT)
    return HX_ERROR_STORE_FULL;
  return code == EROFS || code == EACCES || code == EPERM ? HX_ERROR_STORE_READ_ONLY : HX_ERROR_UNAVAILABLE;
}

/**
 * hx_error_from_name:
 * @name: (nullable): a name as [func@error_name] gives it
 *
 * Returns: the code, %HX_ERROR_FAILED for an unknown name
 */
HxError
hx_error_from_name (const char *name)
{
  for (guint i = 0; i < HX_N_ERRORS; i++)
    if (g_strcmp0 (errors[i].name, name) == 0)
      return (HxError) i;
  return HX_ERROR_FAILED;
}

typedef struct
{
  char *name;
  char *reason;
} Param;

struct _HxProblem
{
  GArray *params;
};

static void
param_clear (gpointer data)
{
  Param *param = data;

  g_free (param->name);
  g_free (param->reason);
}

/**
 * hx_problem_new:
 *
 * Returns: (transfer full): an empty list of complaints
 */
HxProblem *
hx_problem_new (void)
{
  HxProblem *self = g_new0 (HxProblem, 1);

  self->params = g_array_new (FALSE, FALSE, sizeof (Param));
  g_array_set_clear_func (self->params, param_clear);
  return self;
}

/**
 * hx_problem_free:
 * @self: (transfer full) (nullable): a problem
 */
void
hx_problem_free (HxProblem *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->params);
  g_free (self);
}

/**
 * hx_problem_add:
 * @self: a problem
 * @name: the field, as JSON names it; members of lists as `items[2].name`
 * @reason: what is wrong, a stable code of `required`, `too_long` and the like
 */
void
hx_problem_add (HxProblem  *self,
                const char *name,
                const char *reason)
{
  Param param = { g_strdup (name), g_strdup (reason) };

  g_array_append_val (self->params, param);
}

/**
 * hx_problem_count:
 * @self: a problem
 *
 * Returns: how many fields are wrong
 */
guint
hx_problem_count (HxProblem *self)
{
  return self->params->len;
}

/**
 * hx_problem_name:
 * @self: a problem
 * @index: less than [method@Problem.count]
 *
 * Returns: the field's name
 */
const char *
hx_problem_name (HxProblem *self,
                 guint      index)
{
  return g_array_index (self->params, Param, index).name;
}

/**
 * hx_problem_reason:
 * @self: a problem
 * @index: less than [method@Problem.count]
 *
 * Returns: the reason's code
 */
const char *
hx_problem_reason (HxProblem *self,
                   guint      index)
{
  return g_array_index (self->params, Param, index).reason;
}

/**
 * hx_problem_find:
 * @self: a problem
 * @name: a field's name
 *
 * Returns: (nullable): the reason given for @name
 */
const char *
hx_problem_find (HxProblem  *self,
                 const char *name)
{
  for (guint i = 0; i < self->params->len; i++)
    if (g_str_equal (hx_problem_name (self, i), name))
      return hx_problem_reason (self, i);
  return NULL;
}

/**
 * hx_problem_to_error:
 * @self: a problem
 * @error: (out): where %HX_ERROR_INVALID goes, its message `name: reason; …`
 *
 * The message is also how complaints cross from a service function to the
 * problem document, which splits it again into `invalid_params`.
 *
 * Returns: %TRUE when there is nothing to complain about
 */
gboolean
hx_problem_to_error (HxProblem *self,
                     GError   **error)
{
  g_autoptr (GString) message = NULL;

  if (self->params->len == 0)
    return TRUE;

  message = g_string_new (NULL);
  for (guint i = 0; i < self->params->len; i++)
    g_string_append_printf (message, "%s%s: %s", i ? "; " : "", hx_problem_name (self, i), hx_problem_reason (self, i));
  g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, message->str);
  return FALSE;
}
